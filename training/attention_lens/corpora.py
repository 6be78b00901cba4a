"""Reads parallel corpora: xz or plain TSV lines `corpus<TAB>English<TAB>French[<TAB>links]`.

links are word alignments "i-j" (0-based) over the words that `pretokens.WORD` finds in the unnormalised text.
"""

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Text under GPL, AGPL or MPL. Weights trained without it may ship under CC BY-SA 4.0.
COPYLEFT = frozenset(
    "manpages git-manpages darktable-docs util-linux scratch-l10n mozilla-www phpmyadmin sssd".split()
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, its translation, and the links between their words."""

    corpus: str
    source: str
    target: str
    links: str


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yields the pairs of one corpus file that may go into weights that ship.

    Raises ValueError naming the line where a line has fewer than three fields.
    """
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) < 3:
                raise ValueError(f"{path}:{number}: expected corpus, source and target separated by tabs")
            if fields[0] not in COPYLEFT:
                yield Pair(fields[0], fields[1], fields[2], fields[3] if len(fields) > 3 else "")


def write_pairs(path: Path, pairs: Iterable[Pair]) -> int:
    """Writes pairs as plain lines that read_pairs reads, and returns how many."""
    count = 0
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for count, pair in enumerate(pairs, 1):
            out.write("\t".join((pair.corpus, pair.source, pair.target, pair.links)) + "\n")
    return count
