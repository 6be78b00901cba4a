"""Makes the parity fixtures of an exported model: what PyTorch computes, in float32, from the very weights that ship.

    python3 -m attention_lens.fixtures --model ../models/bahdanau-2015 --data build/en-fr \
        --out ../test/parity/fixtures
"""

import argparse
import json
from pathlib import Path

import torch

from . import safetensors
from .models.build import build
from .models.seq2seq import Past
from .models.transformer import Recorded
from .subwords import EOS, Subwords

SENTENCES = [
    ("Hello, how are you?", "Bonjour, comment allez-vous ?"),
    ("The cat sleeps.", "Le chat dort."),
    ("Return the number of items in *container*.", "Renvoie le nombre d'éléments dans *container*."),
    ("Use `git rebase -i HEAD~3` to squash %d commits.", "Utilisez `git rebase -i HEAD~3` pour fusionner %d commits."),
    ("I don't know whether she'll come tomorrow 😀.", "Je ne sais pas si elle viendra demain 😀."),
    ("If the file does not exist, it is created when you save the document for the first time.",
     "Si le fichier n'existe pas, il est créé lorsque vous enregistrez le document pour la première fois."),
]
TEXTS = [source for source, _ in SENTENCES] + [
    "L’élève n'a pas œuvré ; 1234 ﬁ 日本 😀 my_var camelCase  x",
    ":meth:`__missing__` must be a method\tnot\n an attribute ½ ² Ⅷ",
    "cafe\u0301 nai\u0308ve — “quoted” ▁ under_score",
    "שלום עולם · مرحبا",
]
TOP = 8
MAPPED = 2  # so many of a Transformer's cases hold every attention: they are large


def load(folder: Path):
    """Returns the model of an exported folder, in float32, without dropout."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = build(config)
    tensors = safetensors.in_float32(safetensors.read(folder / "model.safetensors"))
    state = {name: torch.from_numpy(tensor) for name, tensor in tensors.items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.endswith("embed_positions.weight")]
    if missing or unexpected:
        raise ValueError(f"{folder}: missing {missing}, unexpected {unexpected}")
    return config, model.eval()


def rounded(tensor) -> list:
    """Nested lists with 7 significant digits, float32's precision."""
    if isinstance(tensor, torch.Tensor):
        tensor = tensor.tolist()
    if isinstance(tensor, list):
        return [rounded(value) for value in tensor]
    return float(f"{tensor:.7g}")


@torch.no_grad()
def greedy(model, source: torch.Tensor, limit: int) -> list[int]:
    encoded = model.encode(source)
    state, past, token, ids = encoded.initial, Past(), torch.tensor([model.start]), []
    while len(ids) < limit:
        embedded = model.embedding(token)
        state, context, weights, _ = model.step(embedded, model.project(embedded), state, encoded, len(ids), past)
        past = Past(weights, context)
        token = model.read_out(state[0], embedded, context).argmax(dim=-1)
        ids.append(int(token))
        if ids[-1] == EOS:
            break
    return ids


@torch.no_grad()
def forced_case(model, source_ids: list[int], target: list[int], top: int = TOP) -> dict:
    """What a recurrent model computes while it reads the target. Ids end in </s>; `top`: logits kept of each step."""
    source = torch.tensor([source_ids])  # (1, S)
    encoded = model.encode(source)
    embedded = model.embedding(torch.tensor([[model.start, *target[:-1]]]))  # (1, T, E)
    state, past, logits = encoded.initial, Past(), []
    steps: dict[str, list] = {"scores": [], "weights": [], "context": []}
    for number, (y, projected) in enumerate(zip(embedded.unbind(1), model.project(embedded).unbind(1))):
        state, context, weights, scores = model.step(y, projected, state, encoded, number, past)
        past = Past(weights, context)
        logits.append(model.read_out(state[0], y, context)[0])
        for name, value in (("scores", scores), ("weights", weights), ("context", context)):
            if value is not None:
                steps[name].append(rounded(value[0]))
    tops = [row.topk(top) for row in logits]
    return {
        "source_ids": source_ids,
        "target_ids": target,
        "encoder_states": rounded(encoded.states[0]),
        **steps,
        "logits_last": rounded(logits[-1]),
        "logits_top": [[[int(i), rounded(v.item())] for i, v in zip(row.indices, row.values)] for row in tops],
        "greedy_ids": greedy(model, source, 2 * source.shape[1] + 10),
    }


def recurrent_case(model, subwords: Subwords, source_text: str, target_text: str) -> dict:
    source, target = (subwords.encode(text)[0] + [EOS] for text in (source_text, target_text))
    return {"source": source_text, **forced_case(model, source, target)}


@torch.no_grad()
def transformer_greedy(model, source: torch.Tensor, limit: int) -> list[int]:
    states, bias = model.encode(source)
    ids = [model.start]
    while len(ids) <= limit:
        x, _ = model.decode(torch.tensor([ids]), states, bias)
        logits = model.read_out(x[:, -1])[0]
        logits[model.pad] = -torch.inf
        ids.append(int(logits.argmax()))
        if ids[-1] == EOS:
            break
    return ids[1:]


def maps(layers: list[torch.Tensor]) -> list:
    """Attention weights of one sentence as [layer][head][query][key], with 6 decimals."""
    return [[[[round(w, 6) for w in row] for row in head] for head in layer[0].tolist()] for layer in layers]


@torch.no_grad()
def transformer_case(model, subwords: Subwords, source_text: str, target_text: str, mapped: bool) -> dict:
    source = torch.tensor([subwords.encode(source_text)[0] + [EOS]])  # (1, S)
    target = subwords.encode(target_text)[0] + [EOS]
    recorded = Recorded()
    states, bias = model.encode(source, recorded)
    x, _ = model.decode(torch.tensor([[model.start, *target[:-1]]]), states, bias, recorded)
    logits = model.read_out(x)[0]
    top = logits.topk(TOP)
    return {
        "source": source_text,
        "source_ids": source[0].tolist(),
        "target_ids": target,
        "encoder_states": rounded(states[0]),
        "logits_last": rounded(logits[-1]),
        "logits_top": [[[i, rounded(v)] for i, v in zip(*both)] for both in zip(top.indices.tolist(), top.values.tolist())],
        "greedy_ids": transformer_greedy(model, source, 2 * source.shape[1] + 10),
    } | (
        {name: maps(getattr(recorded, name)) for name in ("encoder", "decoder", "cross")} if mapped else {}
    )


def cases(config: dict, model, subwords: Subwords) -> list[dict]:
    if config["architecture"] == "transformer":
        return [transformer_case(model, subwords, *pair, number < MAPPED) for number, pair in enumerate(SENTENCES)]
    return [recurrent_case(model, subwords, *pair) for pair in SENTENCES]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="an exported models/<id>")
    parser.add_argument("--data", type=Path, required=True, help="folder with tokenizer.model")
    parser.add_argument("--out", type=Path, required=True, help="fixtures go to OUT/<id>/")
    options = parser.parse_args()
    config, model = load(options.model)
    subwords = Subwords(options.data / "tokenizer.model")
    tokenizer = []
    for text in TEXTS:
        ids, words = subwords.encode(text)
        tokenizer.append({"text": text, "ids": ids, "words": words, "decoded": subwords.decode(ids)})
    fixture = {
        "model": config["id"],
        "cases": cases(config, model, subwords),
        "tokenizer": tokenizer,
    }
    folder = options.out / config["id"]
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(fixture, ensure_ascii=False, separators=(",", ":"))
    (folder / "fixture.json").write_text(text + "\n", encoding="utf-8")
    print(f"{folder / 'fixture.json'}  {len(text):,} characters")


if __name__ == "__main__":
    main()
