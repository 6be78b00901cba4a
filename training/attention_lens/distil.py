"""Sequence-level knowledge distillation (Kim & Rush 2016): a teacher translates the sources of a packed corpus.

    python3 -m attention_lens.distil --teacher build/teacher-en-fr/checkpoint.pt --data build/en-fr \
        --out build/en-fr-distilled --minutes 9

The student then learns from the teacher's translations beside the original ones:
    python3 -m attention_lens.train … --more build/en-fr-distilled/packed.npz

Sentences come in chunks, drawn by the weights of the teacher's own mixture, so that whatever the time allows is a sample
with the corpora that matter first. Each chunk is a file in --out; a second call goes on after the last one, and packed.npz
holds them all. Its corpora are named "distilled:<name>"; `data.distilled` and `data.original` of a config weigh them.
"""

import argparse
import fnmatch
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from . import safetensors
from .config import read_config
from .decode import beam_search
from .fixtures import load
from .mixture import DISTILLED, Mixture
from .models.build import build
from .models.transformer import Transformer
from .pack import MAX_PIECES, NO_WORD, acceptable, joined
from .pretokens import META
from .subwords import EOS
from .words import WordStarts, numbered

# What must come through as often as it stands in the source: placeholders, code, markup.
MARKS = "`%{}<>*$\\@="
# A phrase of at most so many pieces that follows itself so often, where the source has nothing like it, is no language.
PHRASE, TIMES = 4, 4
# A word whose attention gives no source word so much has no counterpart.
LEAST_MASS = 0.4


def load_teacher(file: Path, config_file: Path | None = None) -> tuple[dict, Transformer]:
    """Returns config and model, with the averaged weights.

    file: a checkpoint.pt, an exported folder or, with the config of its run, the model.safetensors that came back of it
    """
    if file.is_dir():
        return load(file)
    if file.suffix == ".safetensors":
        if not config_file:
            raise SystemExit(f"{file} is weights alone: --config tells what of")
        config = read_config(config_file)
        weights = {name: torch.from_numpy(of) for name, of in safetensors.in_float32(safetensors.read(file)).items()}
        size = len(weights["model.shared.weight"])
        model = build(config["model"] | {"vocab_size": size, "pad_token_id": size - 1})
        model.load_state_dict(model.state_dict() | weights)
        return config, model.eval()
    saved = torch.load(file, map_location="cpu")
    model = build(saved["model_config"])
    model.load_state_dict(saved["model"] | saved["average"])
    return saved["config"], model.eval()


def guided_head(config: dict) -> int | None:
    """The head of the last decoder layer that was trained to align; config: a run's, or an exported model's."""
    if "guided_alignment" in config:
        return config["guided_alignment"]["head"]
    told = config.get("alignment")
    last = config.get("decoder_layers", config.get("model", {}).get("decoder_layers", 0)) - 1
    return told["head"] if told and told["row"] == "reading" and told["layer"] == last else None


def order_of(arrays: dict[str, np.ndarray], mixture: dict, corpora: list[str], most: int, seed: int) -> np.ndarray:
    """Returns the numbers of the sentences to translate, those of heavy corpora rather early than late.

    mixture: as Mixture's, a weight of 0 leaves a corpus out; corpora: patterns, one of which must fit; most: pieces
    """
    names = [str(name) for name in arrays["corpora"]]
    weight = np.array([
        Mixture.weight_of(name, mixture) * any(fnmatch.fnmatch(name, pattern) for pattern in corpora) for name in names
    ])[arrays["corpus"]]
    weight = weight * (np.diff(arrays["source_at"]) <= most)
    wanted = np.flatnonzero(weight > 0)
    # Exponential times to the first event, the weight being the rate: their order is drawing without replacement.
    times = np.random.default_rng(seed).exponential(size=len(weight))[wanted] / weight[wanted]
    return wanted[np.argsort(times, kind="stable")]


def offsets(rows: list[np.ndarray]) -> np.ndarray:
    return np.cumsum([0, *map(len, rows)], dtype=np.int64)


def repeats(ids: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Which sentences have a phrase that follows itself TIMES times or more: ids (L,), offsets (N + 1) -> (N,) bool."""
    found = np.zeros(len(at) - 1, dtype=bool)
    for size in range(1, PHRASE + 1):
        same = (ids[size:] == ids[:-size]) & (ids[size:] != EOS)  # </s> keeps sentences apart
        ends = np.flatnonzero(np.concatenate([[True], ~same, [True]]))
        long = np.diff(ends) - 1 >= size * (TIMES - 1)
        found[np.searchsorted(at, ends[:-1][long], side="right") - 1] = True
    return found


class Sieve:
    """Tells translations from what only looks like one."""

    def __init__(self, vocab: dict[str, int]) -> None:
        self.mark = np.zeros(max(vocab.values()) + 1, dtype=np.int64)  # number of the mark that a piece is, 0 of none
        for piece, i in vocab.items():
            bare = piece.lstrip(META)
            if len(bare) == 1 and bare in MARKS:
                self.mark[i] = MARKS.index(bare) + 1

    def marks(self, ids: np.ndarray, at: np.ndarray) -> np.ndarray:
        """ids (L,), offsets (N + 1) -> (N, marks): how often each mark stands in each sentence."""
        rows, size = np.repeat(np.arange(len(at) - 1), np.diff(at)), len(MARKS) + 1
        counts = np.bincount(rows * size + self.mark[ids], minlength=(len(at) - 1) * size)
        return counts.reshape(-1, size)[:, 1:]

    def good(self, sources: list[np.ndarray], targets: list[np.ndarray]) -> np.ndarray:
        """Lists of N sentences' ids, each ending in </s> -> (N,) bool"""
        lengths = np.array([acceptable(source[:-1], target[:-1]) for source, target in zip(sources, targets)], dtype=bool)
        (source, source_at), (target, target_at) = ((np.concatenate(rows), offsets(rows)) for rows in (sources, targets))
        same_marks = (self.marks(source, source_at) == self.marks(target, target_at)).all(axis=1)
        return lengths & same_marks & (repeats(source, source_at) | ~repeats(target, target_at))


def word_links(weights: Tensor, source_words: Tensor, target_words: Tensor) -> list[np.ndarray]:
    """Links each target word to the source word that its pieces attend to most, one head's attention given.

    weights (N, T, S): row t is of the step that reads y_t; words (N, S) and (N, T), NO_WORD for </s> and padding.
    Returns for each sentence pairs (source word, target word), uint8 (L, 2), in order.
    """
    count, _, size = weights.shape
    by_source = weights.new_zeros(count, weights.shape[1], NO_WORD + 1)
    by_source.scatter_add_(2, source_words[:, None].expand_as(weights), weights)  # (N, T, S) -> (N, T, W)
    by_word = weights.new_zeros(count, NO_WORD + 1, NO_WORD + 1)
    by_word.scatter_add_(1, target_words[:, :, None].expand_as(by_source), by_source)  # -> (N, W', W)
    pieces = weights.new_zeros(count, NO_WORD + 1).scatter_add_(1, target_words, torch.ones_like(weights[:, :, 0]))
    mass, best = by_word[:, :NO_WORD].max(dim=2)  # of </s> too: what attends to the end mark is linked to nothing
    linked = (mass >= LEAST_MASS * pieces[:, :NO_WORD]) & (best != NO_WORD) & (pieces[:, :NO_WORD] > 0)
    rows = []
    for row, to in zip(linked.cpu().numpy(), best.cpu().numpy()):
        targets = np.flatnonzero(row)
        pairs = np.stack([to[targets], targets], axis=1).astype(np.uint8)
        rows.append(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])
    return rows


@dataclass
class Pair:
    """One sentence with the teacher's translation, as a row of a packed corpus."""

    index: int  # of the sentence in the original corpus
    target: np.ndarray  # ids, ending in </s>
    target_word: np.ndarray | None = None
    links: np.ndarray | None = None  # (L, 2)


class Distiller:
    """Translates sentences of a packed corpus and makes packed corpora of what is good."""

    def __init__(
        self, model: Transformer, head: int | None, arrays: dict[str, np.ndarray], words: WordStarts, options: argparse.Namespace
    ) -> None:
        """head: of the last decoder layer, the one that was trained to align; None if there is none"""
        self.model, self.head, self.arrays, self.words, self.options = model, head, arrays, words, options
        self.sieve = Sieve(words.vocab)
        self.device = next(model.parameters()).device

    def row(self, name: str, index: int, offsets: str) -> np.ndarray:
        at = self.arrays[f"{offsets}_at"]
        return self.arrays[name][at[index] : at[index + 1]]

    def batches(self, indices: np.ndarray) -> Iterator[np.ndarray]:
        """Yields sentences of similar length, as many as --rows allows for hypotheses times pieces of the source."""
        lengths = np.diff(self.arrays["source_at"])[indices]
        order = np.argsort(-lengths, kind="stable")  # the longest first: what does not fit shows at once
        begin = 0
        while begin < len(order):
            size = max(1, self.options.rows // int(lengths[order[begin]] + 8) // self.options.beam)
            yield indices[order[begin : begin + size]]
            begin += size

    def limit(self, length: int) -> int:
        return min(MAX_PIECES, 2 * length + 8, self.model.config["max_position_embeddings"])

    def padded(self, rows: list[np.ndarray], fill: int) -> Tensor:
        out = np.full((len(rows), max(map(len, rows))), fill, dtype=np.int64)
        for row, values in zip(out, rows):
            row[: len(values)] = values
        return torch.from_numpy(out).to(self.device)

    def translate(self, indices: np.ndarray) -> list[Pair]:
        """Returns the good translations of some sentences, in any order."""
        sources = [self.row("source", i, "source") for i in indices]
        source = self.padded(sources, self.model.pad)
        found = beam_search(
            self.model, source, self.limit(source.shape[1]), self.options.beam, self.options.length_penalty
        )
        ended = [(i, np.asarray(of.ids, dtype=np.uint16), ids) for i, of, ids in zip(indices, found, sources) if of]
        if not ended:
            return []
        good = self.sieve.good([ids for *_, ids in ended], [target for _, target, _ in ended])
        pairs = [self.pair(i, target) for (i, target, _), kept in zip(ended, good) if kept]
        self.align([pair for pair in pairs if pair.links is None])
        return pairs

    def pair(self, index: int, target: np.ndarray) -> Pair:
        """Words and links are the original ones where the translation is; elsewhere they are left to `align`."""
        if not np.array_equal(target, self.row("target", index, "target")):
            return Pair(index, target)
        links = self.row("links", index, "links").reshape(-1, 2)
        return Pair(index, target, self.row("target_word", index, "target"), links)

    @torch.no_grad()
    def align(self, pairs: list[Pair]) -> None:
        """Tells words and, if the teacher has a guided head, links: that head reads the translations once more."""
        if not pairs:
            return
        flat, at = np.concatenate([pair.target for pair in pairs]), offsets([pair.target for pair in pairs])
        words = numbered(self.words.starts(flat), flat)
        for pair, begin, end in zip(pairs, at, at[1:]):
            pair.target_word, pair.links = words[begin:end], np.zeros((0, 2), dtype=np.uint8)
        if self.head is None:
            return
        source = self.padded([self.row("source", pair.index, "source") for pair in pairs], self.model.pad)
        source_words = self.padded([self.row("source_word", pair.index, "source") for pair in pairs], NO_WORD)
        target = self.padded([pair.target for pair in pairs], self.model.pad)
        # A start and the whole target: row t + 1 of the attention is of the step that reads y_t, as in train.loss_of.
        read = torch.cat([torch.full_like(target[:, :1], self.model.start), target], dim=1)
        states, bias = self.model.encode(source)
        _, attention = self.model.decode(read, states, bias)
        weights = attention[:, self.head, 1:].float()  # (N, H, T + 1, S) -> (N, T, S)
        target_words = self.padded([pair.target_word for pair in pairs], NO_WORD)
        for pair, links in zip(pairs, word_links(weights, source_words, target_words)):
            pair.links = links

    def packed(self, pairs: list[Pair]) -> dict[str, np.ndarray]:
        """The pairs as a packed corpus (see `pack`)."""
        pairs = sorted(pairs, key=lambda pair: pair.index)
        rows = {
            "source": [self.row("source", pair.index, "source") for pair in pairs],
            "source_word": [self.row("source_word", pair.index, "source") for pair in pairs],
            "target": [pair.target for pair in pairs],
            "target_word": [pair.target_word for pair in pairs],
            "links": [pair.links.reshape(-1) for pair in pairs],
        }
        arrays = {name: np.concatenate([self.arrays[name][:0], *of]) for name, of in rows.items()}
        for name in ("source", "target", "links"):
            arrays[f"{name}_at"] = offsets(rows[name])
        corpus = self.arrays["corpus"][[pair.index for pair in pairs]] if pairs else self.arrays["corpus"][:0]
        return arrays | {"corpus": corpus, "corpora": np.asarray([f"{DISTILLED}{name}" for name in self.arrays["corpora"]])}


def same_settings(options: argparse.Namespace) -> None:
    """Notes what the parts in --out are made with. Raises SystemExit where there are parts made otherwise."""
    keys = ("teacher", "data", "beam", "length_penalty", "corpora", "max_pieces", "seed", "chunk")
    settings = json.loads(json.dumps({key: getattr(options, key) for key in keys}, default=str))
    file = options.out / "distil.json"
    if file.exists() and (others := json.loads(file.read_text(encoding="utf-8"))) != settings:
        differing = ", ".join(key for key in keys if others.get(key) != settings[key])
        raise SystemExit(f"{options.out} holds parts made with other settings ({differing}): give another --out")
    file.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def run(distiller: Distiller, order: np.ndarray, options: argparse.Namespace) -> None:
    """Translates chunk after chunk until all or the time is over, then writes packed.npz."""
    began = time.monotonic()
    until = began + options.minutes * 60 if options.minutes is not None else float("inf")
    chunks = [order[i : i + options.chunk] for i in range(0, len(order), options.chunk)]
    longest = 0.0
    for number, chunk in enumerate(chunks):
        file = options.out / f"part-{number:04}.npz"
        if file.exists():
            continue
        start = time.monotonic()
        if start + longest > until:
            break
        pairs: list[Pair] = []
        for indices in distiller.batches(chunk):
            pairs += distiller.translate(indices)
            if time.monotonic() > until:
                break  # the chunk is translated anew by a later call
        else:
            np.savez(file.with_suffix(".partial.npz"), **distiller.packed(pairs))
            file.with_suffix(".partial.npz").replace(file)
            longest = max(longest, time.monotonic() - start)
            rate = len(chunk) / (time.monotonic() - start)
            print(f"chunk {number + 1} of {len(chunks)}  {len(pairs):,} of {len(chunk):,} kept  {rate:,.0f} sentences/s", flush=True)
            continue
        break
    parts = [file for file in sorted(options.out.glob("part-*.npz")) if ".partial" not in file.name]
    if not parts:
        raise SystemExit("no chunk was finished: give it more --minutes, or a smaller --chunk")
    arrays = joined([dict(np.load(file)) for file in parts])
    np.savez(options.out / "packed.npz", **arrays)
    print(f"{len(arrays['corpus']):,} pairs, {len(arrays['target']):,} target pieces, {len(parts)} of {len(chunks)} chunks")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True, help="checkpoint.pt, exported folder, or model.safetensors")
    parser.add_argument("--config", type=Path, help="the teacher's, where --teacher is a model.safetensors")
    parser.add_argument("--data", type=Path, required=True, help="folder with packed.npz and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder for packed.npz")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--length-penalty", type=float, default=1.0, help="exponent of the length in a hypothesis' score")
    parser.add_argument("--minutes", type=float, help="stop after so many minutes, with what is done; a later call goes on")
    parser.add_argument("--corpora", nargs="*", default=["*"], metavar="PATTERN")
    parser.add_argument("--max-pieces", type=int, default=96, help="longer sources are left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=32_768, help="sentences")
    parser.add_argument("--rows", type=int, default=400_000 if torch.cuda.is_available() else 4_000, help="hypotheses times source pieces, a batch")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    same_settings(options)
    config, model = load_teacher(options.teacher, options.config)
    if torch.cuda.is_available():
        model = model.to("cuda", torch.bfloat16)
    arrays = dict(np.load(options.data / "packed.npz"))
    words = WordStarts(options.data / "tokenizer.json")
    distiller = Distiller(model, guided_head(config), arrays, words, options)
    mixture = config.get("data", {"corpora": {"*": 1.0}})  # an exported model has none
    for file in options.data.glob("tokenizer.*"):  # so that --out is a folder of data as any other
        shutil.copy(file, options.out)
    run(distiller, order_of(arrays, mixture, options.corpora, options.max_pieces, options.seed), options)


if __name__ == "__main__":
    main()
