"""Draws batches from a packed corpus: so many sentences of each corpus an epoch, of similar length together."""

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .augment import Augment, Side


@dataclass
class Batch:
    """Piece ids, padded."""

    source: Tensor  # (B, S)
    target_in: Tensor  # (B, T): <pad> y_1 .. y_{T-1}
    target_out: Tensor  # (B, T): y_1 .. y_{T-1} </s>
    links: Tensor | None = None  # (B, T, S) bool: pieces of linked words, rows as target_out

    def to(self, device: torch.device) -> "Batch":
        tensors = (self.source, self.target_in, self.target_out, self.links)
        return Batch(*(None if tensor is None else tensor.to(device) for tensor in tensors))


class Mixture:
    """A packed corpus seen through a mixture: {"corpora": {pattern: weight}, "max_pieces": n}.

    The first pattern that fits a corpus gives its weight: 1 draws each sentence once an epoch, 0.5 every other one.
    "short": {"corpora": pattern, "max_pieces": n, "times": k} draws its sentences of at most n pieces k times as often.
    """

    def __init__(
        self, packed: Path, mixture: dict, pad: int, seed: int, guided: bool = False, augment: Augment | None = None
    ) -> None:
        self.arrays = dict(np.load(packed))
        self.pad, self.seed, self.guided, self.augment = pad, seed, guided, augment
        self.lengths = {side: np.diff(self.arrays[f"{side}_at"]) for side in ("source", "target")}
        weights = np.array([self._weight(str(name), mixture["corpora"]) for name in self.arrays["corpora"]])
        fits = np.maximum(self.lengths["source"], self.lengths["target"]) <= mixture["max_pieces"]
        self.weight = weights[self.arrays["corpus"]] * fits
        if short := mixture.get("short"):
            named = np.array([fnmatch.fnmatch(str(name), short["corpora"]) for name in self.arrays["corpora"]])
            chosen = named[self.arrays["corpus"]] & (self.lengths["source"] <= short["max_pieces"])
            self.weight = np.where(chosen, self.weight * short["times"], self.weight)

    @staticmethod
    def _weight(name: str, patterns: dict[str, float]) -> float:
        return next((weight for pattern, weight in patterns.items() if fnmatch.fnmatch(name, pattern)), 0.0)

    def batches(self, epoch: int, target_pieces: int) -> list[np.ndarray]:
        """Returns the sentence indices of each batch of an epoch; a batch has at most target_pieces, padding counted."""
        random = np.random.default_rng((self.seed, epoch))
        times = np.floor(self.weight + random.random(len(self.weight))).astype(np.int64)
        drawn = random.permutation(np.repeat(np.arange(len(times)), times))
        batches: list[np.ndarray] = []
        for chunk in np.array_split(drawn, max(1, len(drawn) // 50_000)):
            order = chunk[np.lexsort((self.lengths["source"][chunk], self.lengths["target"][chunk]))]
            longest = np.maximum(self.lengths["target"][order], self.lengths["source"][order])
            start = 0
            while start < len(order):
                end = start + 1
                while end < len(order) and longest[start : end + 1].max() * (end + 1 - start) <= target_pieces:
                    end += 1
                batches.append(order[start:end])
                start = end
        return [batches[i] for i in random.permutation(len(batches))]

    def _row(self, name: str, index: int, offsets: str | None = None) -> np.ndarray:
        at = self.arrays[f"{offsets or name}_at"]
        return self.arrays[name][at[index] : at[index + 1]]

    def _pair(self, index: int, random: np.random.Generator) -> tuple[Side, Side]:
        source = (self._row("source", index), self._row("source_word", index, "source"))
        target = (self._row("target", index), self._row("target_word", index, "target"))
        return self.augment(random, source, target) if self.augment else (source, target)

    def _links(self, index: int, source_words: np.ndarray, target_words: np.ndarray) -> np.ndarray:
        """Returns (T, S) bool: which pieces belong to linked words. The end marks (word 255) are linked to nothing."""
        words = np.zeros((256, 256), dtype=bool)
        pairs = self._row("links", index)
        words[pairs[1::2], pairs[0::2]] = True
        return words[np.asarray(target_words)][:, np.asarray(source_words)]

    def _padded(self, rows: list) -> Tensor:
        out = np.full((len(rows), max(map(len, rows))), self.pad, dtype=np.int64)
        for row, values in zip(out, rows):
            row[: len(values)] = values
        return torch.from_numpy(out)

    def gather(self, indices: np.ndarray, random: np.random.Generator) -> Batch:
        pairs = [self._pair(index, random) for index in indices]
        source = self._padded([source for (source, _), _ in pairs])
        target = self._padded([target for _, (target, _) in pairs])
        target_in = torch.cat([torch.full_like(target[:, :1], self.pad), target[:, :-1]], dim=1)
        links = None
        if self.guided:
            links = torch.zeros(len(indices), target.shape[1], source.shape[1], dtype=torch.bool)
            for row, index, ((_, source_words), (_, target_words)) in zip(links.numpy(), indices, pairs):
                row[: len(target_words), : len(source_words)] = self._links(index, source_words, target_words)
        return Batch(source, target_in, target, links)

    def stream(self, epoch: int, skip: int, target_pieces: int, rank: int, ranks: int) -> Iterator[Batch]:
        """Yields this rank's batches of an epoch from batch number `skip` on; each rank has as many."""
        batches = self.batches(epoch, target_pieces)
        for number in range(skip, len(batches) // ranks):
            which = number * ranks + rank
            yield self.gather(batches[which], np.random.default_rng((self.seed, epoch, which)))
