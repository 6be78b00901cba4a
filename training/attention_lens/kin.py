"""Which English words can stand in one another's place: those that name things of the same close kind, from WordNet 3.0.

Nouns and verbs are of a kind where a near hypernym of both is the same ("shirt" and "shorts" are garments), adjectives where
they are similar to the same one ("red" and "purple" are chromatic). Which adjectives are said of which kinds of things is
counted in text: a class-based selectional preference (Resnik 1996, https://doi.org/10.1016/S0010-0277(96)00722-6). Each word is
taken in its most frequent sense. Formats: wndb(5WN), https://wordnet.princeton.edu.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .wordnet import read_first_senses, synset_lines

NEAR = {"n": 4, "v": 2}  # hypernyms upwards
WIDEST = {"n": 700, "v": 150}  # synsets below a hypernym that still makes a kind
SAID = 4  # times at least that adjectives of a kind stand before nouns of a kind

FILES = {"n": "noun", "v": "verb", "adj": "adj"}

Kind = str
"""A synset that stands for all below it: part of speech and offset."""


@dataclass(frozen=True, slots=True)
class Synsets:
    """Of one part of speech: what each word's first sense is, and what is above each synset, nearest first."""

    first: dict[str, str]
    above: dict[str, list[str]]


def _pointers(fields: list[str]) -> Iterator[tuple[str, str]]:
    """Yields the symbol and the offset of each pointer of a synset to another."""
    at = 4 + 2 * int(fields[3], 16)
    for i in range(int(fields[at])):
        symbol, offset, _, between = fields[at + 1 + 4 * i : at + 5 + 4 * i]
        if between == "0000":  # from the whole synset, not from one word of it
            yield symbol, offset


def read_synsets(folder: Path, kind: str) -> Synsets:
    """kind: "n", "v" or "adj"; folder: with index.<name> and data.<name>."""
    name = FILES[kind]
    parents: dict[str, list[str]] = {}
    for line in synset_lines(folder / f"data.{name}"):
        fields = line.split(" | ")[0].split()
        wanted = ("@", "@i") if kind != "adj" else ("&",) if fields[2] == "s" else ()
        parents[fields[0]] = [offset for symbol, offset in _pointers(fields) if symbol in wanted]
    below: Counter[str] = Counter()
    chains: dict[str, list[str]] = {}
    for offset in parents:
        chain, seen, level = [offset], {offset}, [offset]
        while level:  # breadth first: the nearest come first
            level = [parent for each in level for parent in parents.get(each, ()) if parent not in seen]
            seen.update(level)
            chain += dict.fromkeys(level)
        chains[offset] = chain
        below.update(chain)
    if kind in NEAR:
        chains = {
            offset: [each for each in chain[: NEAR[kind] + 1] if below[each] <= WIDEST[kind]] for offset, chain in chains.items()
        }
    return Synsets(read_first_senses(folder, name), chains)


class Kin:
    """The kinds of words, and which adjectives are said of which."""

    def __init__(self, synsets: dict[str, Synsets]) -> None:
        self.synsets = synsets
        self.said: dict[Kind, Counter[Kind]] = defaultdict(Counter)
        """By kind of noun: kinds of adjectives, and how often each stands before it."""

    @staticmethod
    def read(folder: Path) -> "Kin":
        return Kin({kind: read_synsets(folder, kind) for kind in FILES})

    def kinds(self, kind: str, word: str) -> list[Kind]:
        """Returns the kinds that a word belongs to, the closest first; none where WordNet lacks it."""
        synsets = self.synsets[kind]
        offset = synsets.first.get(word)
        return [kind + each for each in synsets.above[offset]] if offset else []

    def noun(self, form: str) -> str:
        """Returns the singular of a noun's form where taking off an ending gives a known noun, or else the form."""
        for ending, singular in (("ies", "y"), ("es", ""), ("s", "")):
            word = form.removesuffix(ending) + singular
            if form.endswith(ending) and word in self.synsets["n"].first:
                return word
        return form

    def names(self, form: str) -> bool:
        """Whether a word is a noun's singular or plural."""
        return self.noun(form) in self.synsets["n"].first

    def count(self, texts: Iterable[list[str]]) -> None:
        """Counts in texts, as lower-case words, how often an adjective of a kind stands before a noun of a kind."""
        pairs = Counter(
            (words[i], words[i + 1])
            for words in texts
            for i in range(len(words) - 1)
            if words[i] in self.synsets["adj"].first and words[i + 1].isalpha()
        )
        for (adjective, noun), times in pairs.items():
            for which in self.kinds("adj", adjective):
                for what in self.kinds("n", self.noun(noun)):
                    self.said[what][which] += times

    def adjectives(self, noun: str) -> set[Kind]:
        """Returns the kinds of adjectives that are said of a noun or of things of its near kinds."""
        near = self.kinds("n", noun)[:3]
        return {which for what in near for which, times in self.said[what].items() if times >= SAID}
