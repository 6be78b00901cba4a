"""Draws batches from a packed corpus: so many sentences of each corpus an epoch, of similar length together."""

import fnmatch
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from .augment import Augment, Side
from .concatenate import concatenate
from .pack import joined, of_corpora
from .rarity import rarest

# The word that padding belongs to: that of </s>, which is linked to nothing.
_PADDED = 255

DISTILLED = "distilled:"
"""Begins the name of a corpus whose targets are a teacher's translations."""


def _padded(rows: list, fill: int) -> np.ndarray:
    out = np.full((len(rows), max(map(len, rows))), fill, dtype=np.int64)
    for row, values in zip(out, rows):
        row[: len(values)] = values
    return out


@dataclass
class Batch:
    """Piece ids, padded."""

    source: Tensor  # (B, S)
    target_in: Tensor  # (B, T): <pad> y_1 .. y_{T-1}
    target_out: Tensor  # (B, T): y_1 .. y_{T-1} </s>
    links: Tensor | None = None  # (B, T, S) bool: pieces of linked words, rows as target_out

    def _each(self, change: Callable[[Tensor], Tensor]) -> "Batch":
        tensors = (self.source, self.target_in, self.target_out, self.links)
        return Batch(*(None if tensor is None else change(tensor) for tensor in tensors))

    def to(self, device: torch.device) -> "Batch":
        return self._each(lambda tensor: tensor.to(device, non_blocking=True))

    def pin_memory(self) -> "Batch":
        """DataLoader calls it. From pinned memory a copy waits in the GPU's queue; from other memory the program would."""
        return self._each(Tensor.pin_memory)


class Mixture:
    """A packed corpus seen through a mixture: {"corpora": {pattern: weight}, "max_pieces": n}.

    The first pattern that fits a corpus gives its weight: 1 draws each sentence once an epoch, 0.5 every other one.
    "short": {"corpora": pattern, "max_pieces": n, "times": k} draws its sentences of at most n pieces k times as often.
    "rare": {"vocabulary": [patterns], "below": n, "most": k, "except": [patterns]} draws a sentence more often whose rarest word
    of these corpora's vocabulary is met m < n times an epoch: sqrt(n / m) times as often, and at most k times.
    "more": [names]: packed corpora in the same folder that are drawn from as well.
    "in_a_row": {"corpora": pattern, "count": n} adds n longer pairs made of these corpora's, named "in a row: " + the corpus.
    "original" and "distilled": factors of all those weights, for text as it was and as a teacher translated it.
    more: further packed corpora that are drawn from beside the first, such as a teacher's translations.
    """

    def __init__(
        self, packed: Path, mixture: dict, pad: int, seed: int, guided: bool = False, augment: Augment | None = None,
        more: Sequence[Path] = (),
    ) -> None:
        beside = [packed.parent / name for name in mixture.get("more", ())]
        several = [dict(np.load(file)) for file in (packed, *beside, *more)]
        if row := mixture.get("in_a_row"):
            several.append(concatenate(several[0], row["corpora"], row["count"], seed))
        self.arrays = joined(several)
        self.pad, self.seed, self.guided, self.augment = pad, seed, guided, augment
        self.lengths = {side: np.diff(self.arrays[f"{side}_at"]) for side in ("source", "target")}
        weights = np.array([self.weight_of(str(name), mixture) for name in self.arrays["corpora"]])
        fits = np.maximum(self.lengths["source"], self.lengths["target"]) <= mixture["max_pieces"]
        self.weight = weights[self.arrays["corpus"]] * fits
        if short := mixture.get("short"):
            chosen = of_corpora(self.arrays, [short["corpora"]]) & (self.lengths["source"] <= short["max_pieces"])
            self.weight = np.where(chosen, self.weight * short["times"], self.weight)
        if rare := mixture.get("rare"):
            self.weight = self.weight * self._for_rare_words(rare)

    def _for_rare_words(self, rare: dict) -> np.ndarray:
        """Returns the factor (N,) by which each sentence is drawn more often for its rarest word."""
        met = np.maximum(rarest(self.arrays, self.weight, rare["vocabulary"]), 1e-9)  # 0 where no sentence is drawn
        factor = np.clip(np.sqrt(rare["below"] / met), 1, rare["most"])
        return np.where(of_corpora(self.arrays, rare["except"]), 1.0, factor)

    @staticmethod
    def weight_of(name: str, mixture: dict) -> float:
        """Returns how often a sentence of a corpus is drawn an epoch; 0 where no pattern fits."""
        kind = "distilled" if name.startswith(DISTILLED) else "original"
        own = name.removeprefix(DISTILLED)
        weight = next((weight for pattern, weight in mixture["corpora"].items() if fnmatch.fnmatch(own, pattern)), 0.0)
        return weight * mixture.get(kind, 1.0)

    def batches(self, epoch: int, target_pieces: int) -> list[np.ndarray]:
        """Returns the sentence indices of each batch of an epoch; a batch has at most target_pieces, padding counted."""
        random = np.random.default_rng((self.seed, epoch))
        times = np.floor(self.weight + random.random(len(self.weight))).astype(np.int64)
        drawn = random.permutation(np.repeat(np.arange(len(times)), times))
        batches: list[np.ndarray] = []
        for chunk in np.array_split(drawn, max(1, len(drawn) // 50_000)):
            order = chunk[np.lexsort((self.lengths["source"][chunk], self.lengths["target"][chunk]))]
            longest = np.maximum(self.lengths["target"][order], self.lengths["source"][order]).tolist()
            start = most = 0
            for end, length in enumerate(longest):
                if end > start and max(most, length) * (end + 1 - start) > target_pieces:
                    batches.append(order[start:end])
                    start, most = end, 0
                most = max(most, length)
            if start < len(order):
                batches.append(order[start:])
        return [batches[i] for i in random.permutation(len(batches))]

    def _row(self, name: str, index: int, offsets: str | None = None) -> np.ndarray:
        at = self.arrays[f"{offsets or name}_at"]
        return self.arrays[name][at[index] : at[index + 1]]

    def _rows(self, name: str, indices: np.ndarray, width: int, offsets: str, fill: int) -> np.ndarray:
        """Returns rows of one array as (B, width), filled up at the end; all at once, as a GPU waits for nobody."""
        at = self.arrays[f"{offsets}_at"][indices][:, None] + np.arange(width)
        inside = np.arange(width) < self.lengths[offsets][indices][:, None]
        flat = self.arrays[name]
        return np.where(inside, flat[np.minimum(at, len(flat) - 1)], fill).astype(np.int64)

    def _pair(self, index: int) -> tuple[Side, Side]:
        source = (self._row("source", index), self._row("source_word", index, "source"))
        target = (self._row("target", index), self._row("target_word", index, "target"))
        return source, target

    def _sides(self, indices: np.ndarray, random: np.random.Generator) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Returns for each side its piece ids and the words of the pieces, (B, L) each; words of padding are _PADDED.

        Augmented pairs may be longer: then there are fewer than indices, those of the front, so that the batch is no larger.
        """
        pads = {"": self.pad, "_word": _PADDED}
        if self.augment:
            longest = max(int(self.lengths[side][indices].max()) for side in ("source", "target"))
            room = int(1.1 * longest * len(indices))  # subword regularisation lengthens a little
            pairs = self.augment.batch(random, (self._pair(index) for index in indices), room)
            return {
                side: tuple(_padded([pair[i][j] for pair in pairs], pad) for j, pad in enumerate(pads.values()))
                for i, side in enumerate(("source", "target"))
            }
        widths = {side: int(self.lengths[side][indices].max()) for side in ("source", "target")}
        return {
            side: tuple(self._rows(side + part, indices, width, side, pad) for part, pad in pads.items())
            for side, width in widths.items()
        }

    def _links(self, indices: np.ndarray, source_words: np.ndarray, target_words: np.ndarray) -> np.ndarray:
        """Returns (B, T, S) bool: which pieces belong to linked words. End marks and padding are linked to nothing."""
        words = np.zeros((len(indices), 256, 256), dtype=bool)
        for row, index in zip(words, indices):
            pairs = self._row("links", index)
            row[pairs[1::2], pairs[0::2]] = True
        batch = np.arange(len(indices))[:, None, None]
        return words[batch, target_words[:, :, None], source_words[:, None, :]]

    def gather(self, indices: np.ndarray, random: np.random.Generator) -> Batch:
        sides = self._sides(indices, random)
        indices = indices[: len(sides["source"][0])]
        source, target = (torch.from_numpy(sides[side][0]) for side in ("source", "target"))
        target_in = torch.cat([torch.full_like(target[:, :1], self.pad), target[:, :-1]], dim=1)
        links = None
        if self.guided:
            links = torch.from_numpy(self._links(indices, sides["source"][1], sides["target"][1]))
        return Batch(source, target_in, target, links)

    def stream(
        self, epoch: int, skip: int, target_pieces: int, rank: int, ranks: int, workers: int = 0
    ) -> Iterator[Batch]:
        """Yields this rank's batches of an epoch from batch number `skip` on; each rank has as many.

        workers: processes that make batches ahead of time; the batches are the same with any number.
        """
        batches = self.batches(epoch, target_pieces)
        mine = [(number * ranks + rank) for number in range(skip, len(batches) // ranks)]
        drawn = _Drawn(self, epoch, [(which, batches[which]) for which in mine])
        ahead = {"num_workers": workers, "prefetch_factor": 8} if workers else {}
        yield from DataLoader(drawn, batch_size=None, pin_memory=torch.cuda.is_available(), **ahead)


class _Drawn(Dataset):
    """An epoch's batches, each made when it is asked for, from its own random numbers."""

    def __init__(self, mixture: Mixture, epoch: int, batches: list[tuple[int, np.ndarray]]) -> None:
        self.mixture, self.epoch, self.batches = mixture, epoch, batches

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, number: int) -> Batch:
        which, indices = self.batches[number]
        return self.mixture.gather(indices, np.random.default_rng((self.mixture.seed, self.epoch, which)))
