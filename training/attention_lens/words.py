"""Which word each piece of a sentence belongs to, told from the piece ids alone, for whole corpora at once.

What `Subwords.encode` counts while it cuts text (a run of letters, digits and "_" is one word, any other character its
own) is told here from the strings of the pieces. It differs where a character was cut into bytes whose kind only the
whole character tells; `carry` keeps those few apart.
"""

import json
import re
from pathlib import Path

import numpy as np

from .pack import NO_WORD
from .pretokens import META
from .subwords import EOS

_BYTE = re.compile(r"<0x([0-9A-F]{2})>")


class WordStarts:
    """The vocabulary's kinds of pieces, as tables by id."""

    def __init__(self, tokenizer_json: Path) -> None:
        self.vocab = vocab = json.loads(tokenizer_json.read_text(encoding="utf-8"))["model"]["vocab"]
        size = max(vocab.values()) + 1
        self.spaced, self.space, self.wordlike, self.inside = (np.zeros(size, dtype=bool) for _ in range(4))
        for piece, i in vocab.items():
            self.spaced[i], self.space[i] = piece.startswith(META), piece == META
            if match := _BYTE.fullmatch(piece):
                value = int(match[1], 16)
                self.inside[i] = 0x80 <= value < 0xC0  # a further byte of a character
                # Two bytes but for U+0080 to U+00BF: letters of Latin, Greek, Cyrillic, Hebrew or Arabic, mostly.
                self.wordlike[i] = 0xC3 <= value < 0xE0 or 0xE3 <= value < 0xEE
            else:
                self.wordlike[i] = piece[-1] == "_" or piece[-1].isalnum()

    def starts(self, ids: np.ndarray) -> np.ndarray:
        """ids (N,) of sentences, each ending in </s> -> (N,) bool: whether a new word begins; False for </s>."""
        inside, wordlike = self.inside[ids], self.wordlike[ids]
        where = np.flatnonzero(inside[1:]) + 1
        for _ in range(3):  # a character is four bytes at most: the last ones are of the first one's kind
            wordlike[where] = wordlike[where - 1]
        starts = ~wordlike
        starts[1:] |= ~wordlike[:-1]
        starts[1:] &= ~self.space[ids[:-1]]  # a lone "▁" belongs to what follows it
        starts |= self.spaced[ids]
        starts &= ~inside
        end = ids == EOS
        starts[1:] |= end[:-1]
        starts[:1] = True
        return starts & ~end


def numbered(starts: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Counts the words of each sentence from 0: starts (N,) bool -> (N,) uint8; NO_WORD for </s>."""
    counted = np.cumsum(starts, dtype=np.int64)
    end = ids == EOS
    first = np.flatnonzero(end)[:-1] + 1  # where the second, third, ... sentence begins
    before = np.zeros(len(ids), dtype=np.int64)
    if len(first):
        before[first] = np.diff(counted[first - 1], prepend=0)
        counted -= np.cumsum(before)
    return np.where(end, NO_WORD, counted - 1).astype(np.uint8)
