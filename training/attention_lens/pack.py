"""Cuts a corpus into pieces once and keeps it as flat arrays.

    python3 -m attention_lens.pack --corpus en-fr/train.tsv.xz --tokenizer build/en-fr/tokenizer.model \
        --out build/en-fr/packed.npz

Arrays: source, target (uint16 piece ids, each sentence ending in </s>) with source_at, target_at (int64 offsets, one
more than sentences); source_word, target_word (uint8, the word of each piece; 255 for </s>); links (uint8 pairs of
source and target word) with links_at; corpus (uint8) naming corpora[corpus].
"""

import argparse
import fnmatch
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .corpora import read_pairs
from .subwords import EOS, Subwords

MAX_PIECES = 160
NO_WORD = 255


def acceptable(source: list[int], target: list[int]) -> bool:
    """Whether a pair's lengths are those of a sentence and its translation."""
    if not (0 < len(source) < MAX_PIECES and 0 < len(target) < MAX_PIECES):
        return False
    return max(len(source), len(target)) <= 2.5 * min(len(source), len(target)) + 6


class Column:
    """Rows of varying length, as one flat array and the offsets of the rows."""

    def __init__(self, dtype: type) -> None:
        self.dtype, self.chunks, self.at = dtype, [], [0]

    def append(self, row) -> None:
        self.chunks.append(np.asarray(row, dtype=self.dtype))
        self.at.append(self.at[-1] + len(row))

    def flat(self) -> np.ndarray:
        return np.concatenate(self.chunks)


def empty_columns() -> dict[str, Column]:
    """Returns a column for each array whose rows vary in length."""
    columns = {name: Column(np.uint8) for name in ("source_word", "target_word", "links")}
    return columns | {name: Column(np.uint16) for name in ("source", "target")}


def packed(columns: dict[str, Column], which: list[int], names: list[str]) -> dict[str, np.ndarray]:
    """Returns the arrays of a packed corpus; which: each pair's corpus, as an index of names."""
    arrays = {name: column.flat() for name, column in columns.items()}
    arrays |= {f"{name}_at": np.asarray(columns[name].at, dtype=np.int64) for name in ("source", "target", "links")}
    return arrays | {"corpus": np.asarray(which, dtype=np.uint8), "corpora": np.asarray(names)}


def pack(corpus: Path, subwords: Subwords) -> dict[str, np.ndarray]:
    columns = empty_columns()
    names: dict[str, int] = {}
    which: list[int] = []
    for pair in read_pairs(corpus):
        source, source_word = subwords.encode(pair.source)
        target, target_word = subwords.encode(pair.target)
        if not acceptable(source, target) or max(source_word[-1], target_word[-1]) >= NO_WORD:
            continue
        which.append(names.setdefault(pair.corpus, len(names)))
        columns["source"].append(source + [EOS])
        columns["target"].append(target + [EOS])
        columns["source_word"].append(source_word + [NO_WORD])
        columns["target_word"].append(target_word + [NO_WORD])
        links = [int(word) for link in pair.links.split() for word in link.split("-")]
        columns["links"].append(links if max(links, default=0) < NO_WORD else [])
    return packed(columns, which, list(names))


def of_corpora(arrays: dict[str, np.ndarray], patterns: Sequence[str]) -> np.ndarray:
    """Returns (N,) bool: which pairs are of corpora whose names fit one of the patterns."""
    fits = np.array([any(fnmatch.fnmatch(str(name), pattern) for pattern in patterns) for name in arrays["corpora"]])
    return fits[arrays["corpus"]]


def joined(several: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Returns packed corpora as one; corpora of the same name become one."""
    if len(several) == 1:
        return several[0]
    names = list(dict.fromkeys(str(name) for arrays in several for name in arrays["corpora"]))
    result: dict[str, np.ndarray] = {"corpora": np.asarray(names)}
    for name in several[0]:
        parts = [arrays[name] for arrays in several]
        if name.endswith("_at"):
            begin = np.cumsum([0, *(part[-1] for part in parts)])
            parts = [part[1:] + start for part, start in zip(parts, begin)]
            result[name] = np.concatenate([[0], *parts]).astype(np.int64)
        elif name == "corpus":
            of = [np.asarray([names.index(str(own)) for own in arrays["corpora"]]) for arrays in several]
            result[name] = np.concatenate([own[part] for own, part in zip(of, parts)]).astype(np.uint8)
        elif name != "corpora":
            result[name] = np.concatenate(parts)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    arrays = pack(options.corpus, Subwords(options.tokenizer))
    np.savez(options.out, **arrays)
    print(f"{len(arrays['corpus']):,} pairs, {len(arrays['target']):,} target pieces")


if __name__ == "__main__":
    main()
