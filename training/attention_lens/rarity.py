"""Which sentences have a rare word: a small model learns a word by meeting it often, and most words are rare.

To draw the sentences with rare words more often is the plainest way to show a model more of them. "Data Augmentation for
Low-Resource Neural Machine Translation" (Fadaee et al. 2017, https://arxiv.org/abs/1705.00440) writes new ones instead.
"""

from collections.abc import Sequence

import numpy as np

from .pack import NO_WORD, of_corpora

# Powers of an odd number spread the places in a word over all 64 bits: the golden ratio's fraction is the usual choice.
_STEP = np.uint64(0x9E3779B97F4A7C15)


def word_keys(arrays: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Returns for each source word a number, uint64 (W,), equal where the pieces are, and its sentence, int64 (W,)."""
    ids, words, at = arrays["source"], arrays["source_word"], arrays["source_at"]
    new = np.ones(len(ids), dtype=bool)
    new[1:] = words[1:] != words[:-1]
    new[at[:-1]] = True
    first = np.flatnonzero(new)
    place = np.arange(len(ids)) - np.repeat(first, np.diff(first, append=len(ids)))  # of a piece in its word
    of_piece = np.random.default_rng(0).integers(1 << 64, size=1 << 16, dtype=np.uint64)  # ids are uint16
    of_place = np.cumprod(np.full(int(place.max()) + 1, _STEP))
    keys = np.add.reduceat(of_piece[ids] * of_place[place], first)
    sentence = np.searchsorted(at, first, side="right") - 1
    real = words[first] != NO_WORD
    return keys[real], sentence[real]


def rarest(arrays: dict[str, np.ndarray], weight: np.ndarray, vocabulary: Sequence[str]) -> np.ndarray:
    """Returns how often an epoch meets the rarest word of each sentence, (N,); infinity where no word counts.

    weight (N,): how often each sentence is drawn an epoch. vocabulary: patterns of corpora; a word that none of them has
    does not count, which leaves out the identifiers of documentation. Nor does one that stands in a single sentence: all
    there is to learn of it is that sentence.
    """
    keys, sentence = word_keys(arrays)
    known, first, which = np.unique(keys, return_index=True, return_inverse=True)
    met = np.bincount(which, weight[sentence], len(known))
    last = np.empty(len(known), dtype=np.int64)
    last[which] = sentence  # of several assignments the last one stays
    ordinary = np.bincount(which, of_corpora(arrays, vocabulary)[sentence], len(known)) > 0
    met[~ordinary | (sentence[first] == last)] = np.inf
    result = np.full(len(weight), np.inf)
    begins = np.flatnonzero(np.diff(sentence, prepend=-1))
    if len(begins):
        result[sentence[begins]] = np.minimum.reduceat(met[which], begins)
    return result
