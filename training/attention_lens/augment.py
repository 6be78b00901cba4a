"""Varies sentences while they are drawn, so that a small corpus teaches more.

- split: subword regularisation. Pieces of the source are undone into the two pieces of one of their merges, which
  is what BPE-dropout (Provilkov et al. 2020) leads to, without cutting the text anew.
- lower, upper: the whole pair in lower or upper case, as in hurried chat and shouted headings. Upper case has twice the
  pieces, so it is drawn for a whole batch: a few such pairs among others would pad all of them.
- bare: both sides without their closing mark, as in headings, list items and half-selected sentences.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .subwords import Subwords

Side = tuple[list[int], list[int]]  # piece ids with </s>, word of each piece

_CLOSING = ".!?:;…"


def split_table(tokenizer_json: Path) -> dict[int, list[tuple[int, int]]]:
    """Returns for every piece the pairs of pieces that merge into it."""
    model = json.loads(tokenizer_json.read_text(encoding="utf-8"))["model"]
    vocab, table = model["vocab"], {}
    for left, right in model["merges"]:
        table.setdefault(vocab[left + right], []).append((vocab[left], vocab[right]))
    return table


class Augment:
    """Chances of each change, a batch (upper), a sentence (lower, bare) or a piece (split)."""

    def __init__(self, chances: dict[str, float], subwords: Subwords, tokenizer_json: Path) -> None:
        self.chances, self.subwords = chances, subwords
        self.splits = split_table(tokenizer_json)

    def batch(self, random: np.random.Generator, pairs: Iterator[tuple[Side, Side]], pieces: int) -> list[tuple[Side, Side]]:
        """Varies the pairs of a batch. Returns as many as come to at most `pieces` on either side, padding counted."""
        upper = random.random() < self.chances.get("upper", 0)
        varied: list[tuple[Side, Side]] = []
        longest = 0
        for pair in pairs:
            pair = tuple(self._recased(side, str.upper) for side in pair) if upper else pair
            pair = self(random, *pair)
            longest = max(longest, *(len(ids) for ids, _ in pair))
            if varied and longest * (len(varied) + 1) > pieces:
                break
            varied.append(pair)
        return varied

    def __call__(self, random: np.random.Generator, source: Side, target: Side) -> tuple[Side, Side]:
        draw = random.random(2)
        if draw[0] < self.chances.get("lower", 0):
            source, target = self._recased(source, str.lower), self._recased(target, str.lower)
        if draw[1] < self.chances.get("bare", 0):
            source, target = self._bare(source), self._bare(target)
        return self._split(random, source), target

    def _recased(self, side: Side, change) -> Side:
        """Words keep their numbers; a side whose words would be cut otherwise (as by ß -> SS) stays as it is."""
        ids, words = side
        new_ids, new_words = self.subwords.encode(change(self.subwords.decode(ids)))
        if len(ids) < 2 or not new_words or new_words[-1] != words[-2]:
            return side
        return [*new_ids, ids[-1]], [*new_words, words[-1]]

    def _bare(self, side: Side) -> Side:
        ids, words = side
        if len(ids) > 3 and self.subwords.piece(ids[-2]).lstrip("▁") in _CLOSING and words[-2] != words[-3]:
            return [*ids[:-2], ids[-1]], [*words[:-2], words[-1]]
        return side

    def _split(self, random: np.random.Generator, side: Side) -> Side:
        chance = self.chances.get("split", 0)
        ids, words = side
        hit = random.random(len(ids)) < chance
        if not hit.any():
            return side
        new_ids: list[int] = []
        new_words: list[int] = []
        for piece, word, undo in zip(ids, words, hit):
            parts = [piece]
            pairs = self.splits.get(int(piece)) if undo else None
            if pairs:
                parts = list(pairs[random.integers(len(pairs))])
            new_ids += parts
            new_words += [word] * len(parts)
        return new_ids, new_words
