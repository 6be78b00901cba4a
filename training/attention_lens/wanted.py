"""Which rare words are to be put into sentences, how often, and which of them fits a place.

Rare is what everyday text hardly has, form by form; how often a form is to come goes by how common its word is in English otherwise
(SCOWL's lists, WordNet's marked texts), as an everyday word is worth more places than a learned one.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from .agreement import Tag, adjective_tags
from .corpora import Pair
from .kin import Kin, Kind
from .lexicon import AGREEING, Translation, Word
from .pretokens import WORD
from .substitute import Form, WordNet, forms_of

KNOWN = 200  # occurrences in EVERYDAY of a form that needs no more
PLACES = {20: 100, 35: 30, 40: 10, 50: 3}  # for a form that never occurs of a word of SCOWL's lists up to a size
CONCRETE = frozenset("05 06 08 13 15 17 18 20 27 29 34 35 36 38 39".split())
"""Lexicographer files of nouns and verbs for what can be seen and touched; their words get twice as many places."""

TOPICAL = 0.3
"""Chance that a noun is only of the topic that stood there (WordNet's lexicographer file), as few places have a near kind."""
TICKET = 8  # places for which a form stands once in the lists that are drawn from
PREFERENCE = 1.5  # power of its places that a form stands there by: above 1, as there are not places enough for all
ANY: Kind = ""
"""The kind of all that have a tag."""


class Rare:
    """Rare forms by tag and kind, those that look alike in English to be drawn so many times together."""

    def __init__(self, words: Iterable[tuple[list[Form], int]], kin: Kin, chance: random.Random) -> None:
        self.chance, self.kin = chance, kin
        self.left: list[int] = []
        self.by_kind: dict[tuple[Tag, Kind], list[tuple[Form, int]]] = defaultdict(list)
        """A form stands there the more often, the more places it is to have."""
        for number, (forms, count) in enumerate(words):
            self.left.append(count)
            for form in forms:
                for kind in (ANY, *kin.kinds(form.tag[0], form.word)):
                    self.by_kind[form.tag, kind] += [(form, number)] * math.ceil((count / TICKET) ** PREFERENCE)

    def draw(self, tags: Iterable[Tag], kinds: Iterable[Kind]) -> Form | None:
        """Returns a form with one of the tags whose word is of one of the kinds; None where none is left."""
        pools = [pool for tag in tags for kind in kinds if (pool := self.by_kind.get((tag, kind)))]
        while pools:
            pool = self.chance.choice(pools)
            at = self.chance.randrange(len(pool))
            form, number = pool[at]
            if self.left[number]:
                self.left[number] -= 1
                return form
            pool[at] = pool[-1]  # it is in no pool any more
            pool.pop()
            pools = [pool for pool in pools if pool]
        return None

    def other(self, tags: list[Tag], word: str) -> Form | None:
        """Returns a form that can stand where a word stands: of a near kind, or at times of the same topic only."""
        kind = tags[0][0]
        wider = kind == "n" and self.chance.random() < TOPICAL
        return self.draw(tags, [ANY] if wider else self.kin.kinds(kind, word))

    def adjective(self, noun: str, gender: str, number: str) -> Form | None:
        """Returns one that such things as the noun names are said to be."""
        return self.draw(adjective_tags(gender, number), sorted(self.kin.adjectives(noun)))


def supported(
    lexicon: dict[Word, list[Translation]], wordnet: WordNet, pairs: Iterable[Pair]
) -> dict[Word, list[Translation]]:
    """Returns the translations of each word anew in order: text in which they are linked counts as much as dictionaries."""
    meant: dict[tuple[str, str], set[tuple[Word, str]]] = defaultdict(set)
    for entry, translations in lexicon.items():
        for translation in translations:
            for form in forms_of({entry: [translation]}, wordnet, best=1):
                meant[form.source, form.target].add((entry, translation.word))
    linked: Counter[tuple[Word, str]] = Counter()
    for pair in pairs:
        source, target = (WORD.findall(text.lower()) for text in (pair.source, pair.target))
        for link in pair.links.split():
            i, j = map(int, link.split("-"))
            for which in meant.get((source[i], target[j]), ()):
                linked[which] += 1

    def order(entry: Word) -> list[Translation]:
        return sorted(lexicon[entry], key=lambda each: -each.weight - math.log1p(linked[entry, each.word]))

    return {entry: order(entry) for entry in lexicon}


def doubtful(entry: Word, lexicon: dict[Word, list[Translation]], texts: dict[str, int]) -> bool:
    """Whether a reading is one of a few: by one language only where the word is another part of speech by several, or of two
    words that no text of WordNet's makers has together."""
    word, kind = entry
    others = (lexicon.get((word, other), ()) for other in ("n", "v", "adj") if other != kind)
    alone = lexicon[entry][0].agreeing < AGREEING and any(each.agreeing >= AGREEING for of in others for each in of)
    return alone or (" " in word and not texts.get(word))


def wanted(
    lexicon: dict[Word, list[Translation]], wordnet: WordNet, common: dict[str, int], texts: dict[str, int], everyday: list[Pair]
) -> Iterator[tuple[list[Form], int]]:
    """Yields what looks alike of each word's forms, and how many places it is to have: more for a word that is common in English.

    A form that is often met needs none, even where others of its word are rare: who knows "jump" has yet to learn "jumping".
    common: SCOWL's lists; texts: how often a word occurs in the texts of WordNet's makers.
    """
    met = Counter(word for pair in everyday for word in WORD.findall(pair.source.lower()))
    for (word, kind), translations in lexicon.items():
        sizes = [common.get(part) for part in word.split()]
        if not all(sizes) or doubtful((word, kind), lexicon, texts):
            continue
        topic = {"n": wordnet.nouns, "v": wordnet.verbs}.get(kind, {}).get(word, "")
        most = next(count for size, count in PLACES.items() if max(sizes) <= size)
        most *= (2 if topic[:2] in CONCRETE else 1) * (1 + min(texts.get(word, 0), 5) / 5)
        alike: dict[str, list[Form]] = defaultdict(list)
        for form in forms_of({(word, kind): translations}, wordnet, best=1):
            alike[form.source].append(form)
        for source, forms in alike.items():
            here = min(met[part] for part in source.split())
            if count := round(most * max(0, KNOWN - here) / KNOWN):
                yield forms, count
