"""Makes the parity fixtures of an exported model: what PyTorch computes, in float32, from the very weights that ship.

    python3 -m attention_lens.fixtures --model ../models/bahdanau-2015 --data build/en-fr \
        --out ../test/parity/fixtures
"""

import argparse
import json
from contextlib import contextmanager
from pathlib import Path

import torch

from . import safetensors
from .models.attention import SCORES
from .models.build import build
from .models.seq2seq import Past
from .models.transformer import Recorded
from .subwords import EOS, Subwords

# Few, so that the files stay small: one that is short, one that is longer, one with pieces of single bytes.
SENTENCES = [
    ("Hello, how are you?", "Bonjour, comment allez-vous ?"),
    ("Return the number of items in *container*.", "Renvoie le nombre d'éléments dans *container*."),
    ("I don't know whether she'll come tomorrow 😀.", "Je ne sais pas si elle viendra demain 😀."),
]
TEXTS = [source for source, _ in SENTENCES] + [
    "Use `git rebase -i HEAD~3` to squash %d commits.",
    "If the file does not exist, it is created when you save the document for the first time.",
    "L’élève n'a pas œuvré ; 1234 ﬁ 日本 😀 my_var camelCase  x",
    ":meth:`__missing__` must be a method\tnot\n an attribute ½ ² Ⅷ",
    "cafe\u0301 nai\u0308ve — “quoted” ▁ under_score",
    "שלום עולם · مرحبا",
]
TOP = 8
WHOLE = 1  # so many cases hold what is large: all logits of the last step; of a Transformer, every attention


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
    """Nested lists with 6 significant digits: an error of 1e-5 at most in numbers below 10, a tenth of what is tolerated."""
    if isinstance(tensor, torch.Tensor):
        tensor = tensor.tolist()
    if isinstance(tensor, list):
        return [rounded(value) for value in tensor]
    return float(f"{tensor:.6g}")


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
def forced_case(
    model, source_ids: list[int], target: list[int], top: int = TOP, whole: bool = True, bench: dict | None = None
) -> dict:
    """What a recurrent model computes while it reads the target. Ids end in </s>.

    top: logits kept of each step; whole: keep all those of the last one; bench: further score functions by name
    """
    source = torch.tensor([source_ids])  # (1, S)
    encoded = model.encode(source)
    embedded = model.embedding(torch.tensor([[model.start, *target[:-1]]]))  # (1, T, E)
    state, past, logits = encoded.initial, Past(), []
    steps: dict[str, list] = {"scores": [], "weights": [], "context": []}
    benched: dict[str, list] = {name: [] for name in bench or {}}
    for number, (y, projected) in enumerate(zip(embedded.unbind(1), model.project(embedded).unbind(1))):
        before = state
        state, context, weights, scores = model.step(y, projected, state, encoded, number, past)
        past = Past(weights, context)
        for name, score in (bench or {}).items():
            query = (before if model.query_is_previous else state)[0]
            benched[name].append(rounded(score(query, score.project_keys(encoded.states))[0]))
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
        "logits_top": [[[int(i), rounded(v.item())] for i, v in zip(row.indices, row.values)] for row in tops],
        "greedy_ids": greedy(model, source, 2 * source.shape[1] + 10),
    } | ({"logits_last": rounded(logits[-1])} if whole else {}) | ({"bench": benched} if bench else {})


def bench_of(folder: Path, model) -> dict[str, torch.nn.Module]:
    """The score functions whose parameters scores.safetensors holds; none where there is no such file."""
    file = folder / "scores.safetensors"
    if not file.exists():
        return {}
    tensors = safetensors.in_float32(safetensors.read(file))
    bench = {}
    for name in sorted({full.split(".")[0] for full in tensors}):
        own = {full.removeprefix(name + "."): torch.from_numpy(of) for full, of in tensors.items() if full.startswith(name + ".")}
        size = own["key.weight"].shape[0] if "key.weight" in own else None
        bench[name] = SCORES[name](model.config["decoder"]["hidden"], model.encoder.size, size)
        bench[name].load_state_dict(own)
    return bench


def recurrent_case(model, subwords: Subwords, pair: tuple[str, str], whole: bool, bench: dict) -> dict:
    source, target = (subwords.encode(text)[0] + [EOS] for text in pair)
    return {"source": pair[0], **forced_case(model, source, target, whole=whole, bench=bench if whole else None)}


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


@contextmanager
def watched_cross_attention(model):
    """Has every cross-attention put down what it computes: of each layer, in order, scores and context by head."""
    seen: list[dict] = []

    def note(attention, inputs, outputs) -> None:
        query, key, *_ = inputs
        q, k, v = (attention.split(of) for of in (attention.q_proj(query), attention.k_proj(key), attention.v_proj(key)))
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5  # (1, H, T, S), eq. 1
        seen.append({"scores": rounded(scores[0]), "context": rounded((outputs[1] @ v)[0])})  # (H, T, ·)

    hooks = [layer.encoder_attn.register_forward_hook(note) for layer in model.model.decoder.layers]
    try:
        yield seen
    finally:
        for hook in hooks:
            hook.remove()


@torch.no_grad()
def transformer_case(model, subwords: Subwords, pair: tuple[str, str], whole: bool) -> dict:
    source_text, target_text = pair
    source = torch.tensor([subwords.encode(source_text)[0] + [EOS]])  # (1, S)
    target = subwords.encode(target_text)[0] + [EOS]
    recorded = Recorded()
    states, bias = model.encode(source, recorded)
    with watched_cross_attention(model) as seen:
        x, _ = model.decode(torch.tensor([[model.start, *target[:-1]]]), states, bias, recorded)
    steps = {name: [layer[name] for layer in seen] for name in ("scores", "context")}
    logits = model.read_out(x)[0]
    top = logits.topk(TOP)
    return {
        "source": source_text,
        "source_ids": source[0].tolist(),
        "target_ids": target,
        "encoder_states": rounded(states[0]),
        "logits_top": [[[i, rounded(v)] for i, v in zip(*both)] for both in zip(top.indices.tolist(), top.values.tolist())],
        "greedy_ids": transformer_greedy(model, source, 2 * source.shape[1] + 10),
    } | (
        {name: maps(getattr(recorded, name)) for name in ("encoder", "decoder", "cross")}
        | steps
        | {"logits_last": rounded(logits[-1])}
        if whole
        else {}
    )


def cases(config: dict, model, subwords: Subwords, bench: dict) -> list[dict]:
    numbered = [(pair, number < WHOLE) for number, pair in enumerate(SENTENCES)]
    if config["architecture"] == "transformer":
        return [transformer_case(model, subwords, pair, whole) for pair, whole in numbered]
    return [recurrent_case(model, subwords, pair, whole, bench) for pair, whole in numbered]


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
        "cases": cases(config, model, subwords, bench_of(options.model, model)),
        "tokenizer": tokenizer,
    }
    folder = options.out / config["id"]
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(fixture, ensure_ascii=False, separators=(",", ":"))
    (folder / "fixture.json").write_text(text + "\n", encoding="utf-8")
    print(f"{folder / 'fixture.json'}  {len(text):,} characters")


if __name__ == "__main__":
    main()
