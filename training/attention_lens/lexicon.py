"""English words with their French translations, found by way of third languages.

There is no free English–French dictionary of size whose licence lets weights out under CC BY-SA 4.0, but WikDict's (made of
Wiktionary, CC BY-SA 3.0, http://www.wikdict.com) lead from English to five languages and from these to French. A translation
that several languages agree on is right nearly always: "Construction of a Bilingual Dictionary Intermediated by a Third
Language" (Tanaka & Umemura 1994, https://aclanthology.org/C94-1048).
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .freedict import Entry, read_dictionary

ROUTES = {
    "bul": (("eng-bul",), ("fra-bul",)),
    "ell": (("ell-eng",), ("fra-ell", "ell-fra")),
    "fin": (("eng-fin", "fin-eng"), ("fra-fin", "fin-fra")),
    "jpn": (("eng-jpn",), ("fra-jpn",)),
    "pol": (("pol-eng",), ("fra-pol", "pol-fra")),
}
"""Language between → its dictionaries with English and with French."""

GENDERS = ("fra-deu", "fra-ita", "fra-spa", "fra-rus", "fra-swe", "fra-por", "fra-lat", "fra-lit", "fra-tur")
"""Further dictionaries, read for the genders of French nouns."""

AGREEING = 2  # languages at least
ALONE = 1.0  # weight of a translation by one language that is believed where none is agreed on: hardly any other way leads there

_STRESS = re.compile(r"(?<=[\u0400-\u04ff])\u0301")  # Bulgarian dictionaries mark it, or not
_PARTICLE = re.compile(r"^(?:to|an?|the) ")

Word = tuple[str, str]
"""A word and its part of speech."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A French translation of an English word; gender: "masc", "fem", or "" where not told or not one."""

    word: str
    gender: str
    agreeing: int  # languages
    weight: float


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", _STRESS.sub("", unicodedata.normalize("NFD", word)))


def _pairs(folder: Path, names: tuple[str, ...], ours: str) -> Iterator[tuple[Word, str]]:
    """Yields our words with theirs, of all these dictionaries, whose names begin with the headwords' language."""
    for name in names:
        for entry in read_dictionary(folder, name):
            for word in entry.translations:
                own, other = (entry.head, word) if name.startswith(ours) else (word, entry.head)
                yield (own, entry.kind), _plain(other)


def genders(entries: list[Entry]) -> dict[str, str]:
    """Returns the gender of each headword that has mostly one."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for entry in entries:
        if entry.gender:
            counts[entry.head][entry.gender] += 1
    most = {head: count.most_common(1)[0] for head, count in counts.items()}
    return {head: gender for head, (gender, times) in most.items() if times >= 0.8 * counts[head].total()}


def read_lexicon(folder: Path) -> dict[Word, list[Translation]]:
    """Returns translations that at least AGREEING languages agree on, or else clear ones by one; those of most weight first.

    A way through a word of a language between weighs more, the fewer other ways lead through it.
    """
    ways: dict[Word, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for language, (with_english, with_french) in ROUTES.items():
        english: dict[Word, set[str]] = defaultdict(set)
        for (word, kind), other in _pairs(folder, with_english, "eng"):
            english[_PARTICLE.sub("", word), kind].add(other)
        french: dict[str, set[Word]] = defaultdict(set)
        for own, other in _pairs(folder, with_french, "fra"):
            french[other].add(own)
        for (word, kind), between in english.items():
            for other in between:
                for target, target_kind in french.get(other, ()):
                    if kind == target_kind or not (kind and target_kind):
                        weight = (1 / len(between) + 0.5) / len(french[other])
                        of = ways[word, kind][target]
                        of[language] = max(of.get(language, 0.0), weight)
    names = [name for _, french in ROUTES.values() for name in french if name.startswith("fra-")]
    gender = genders([entry for name in (*names, *GENDERS) for entry in read_dictionary(folder, name)])
    lexicon = {}
    for word, targets in ways.items():
        found = [Translation(target, gender.get(target, ""), len(of), sum(of.values())) for target, of in targets.items()]
        agreed = [each for each in found if each.agreeing >= AGREEING]
        kept = agreed or [each for each in found if each.weight >= ALONE]
        if kept:
            lexicon[word] = sorted(kept, key=lambda translation: (-translation.weight, translation.word))
    return lexicon
