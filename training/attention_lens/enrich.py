"""Writes pairs that are dense in words a corpus lacks: everyday sentences made longer, with several words replaced.

    python3 -m attention_lens.enrich --corpus en-fr/train.tsv.xz --out build/en-fr/enriched.tsv

`substitute` puts one rare word into a sentence, so most of what a model reads there it has read before. Here an everyday
sentence gets the closing phrase of another ("in front of the station", with its translation), adjectives before nouns, which
follow theirs in French, and rare words in several places at once (Fadaee et al. 2017). What is put in fits what stands there: a
word names a near kind of the same thing (`kin`: "scarf" for "shirt"; at times a noun is of the same topic only), an adjective is one
that such things are said to be, and the sentence that a phrase was taken from has a word in common with the one it closes now.
Phrases come from the corpora's own pairs: a closing phrase of both sides whose words are linked to each other only, as in the
phrase pairs of Koehn et al. (2003, https://aclanthology.org/N03-1017).

The packages of `substitute` are needed. Lines as in the corpus; corpora are named "enriched: " + the corpus of the sentence.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .agreement import Tag, fitting
from .corpora import Pair, read_pairs, write_pairs
from .kin import Kin
from .lexicon import read_lexicon
from .pretokens import WORD
from .substitute import EVERYDAY, VOWEL_SOUND, Form, WordNet, forms_of, places, read_common_words
from .wanted import Rare, supported, wanted
from .wordnet import read_frequencies

ENRICHED = "enriched: "
"""Begins the name of a corpus made of another in this way."""

LONGEST = 12  # words of a sentence that is made longer
PHRASE = range(3, 8)  # words of a closing phrase
MORE_PHRASES = (0, 0, 0, 0, 1, 1, 2)  # how many are added, evenly drawn
ADJECTIVE = 0.3  # chance of one at a noun that has none
REPLACED = {"n": 0.7, "v": 0.3, "adj": 0.8}  # chance at each place that a rare word fits into; verbs fit less often
SCARCE = 4  # times a pass that sentences with a plural or a verb in -s or -ing are gone through
CUE = 5  # letters by which words of two sentences are compared
COMMON = 60  # phrases at most that a word leads to: one that leads to more says little

PREPOSITIONS = frozenset("in on at near with under behind over through across along beside between around outside inside during".split())
FRENCH_PREPOSITIONS = frozenset(
    "dans sur à au aux avec sous derrière devant près par chez en hors entre autour contre pendant durant".split()
)
DETERMINERS = frozenset("a an the my your his her our their its this that these those some two three four five several many".split())
BEFORE_VERBS = frozenset("t not to I you we they he she it who ll will would can could should must may might let don and".split())
"""What stands before a verb more often than before a noun: "don't worry" is no place for one."""
_ATTACHED = frozenset("de d à - ' en".split())
"""What after a French noun belongs to it more closely than an adjective does."""


@dataclass(slots=True)
class Side:
    """A text as words, each with the white space before it."""

    words: list[str]
    gaps: list[str]

    @staticmethod
    def of(text: str) -> "Side":
        words, gaps, end = [], [], 0
        for match in WORD.finditer(text):
            words.append(match.group())
            gaps.append(text[end : match.start()])
            end = match.end()
        return Side(words, gaps)

    def text(self) -> str:
        return "".join(gap + word for gap, word in zip(self.gaps, self.words))

    def put(self, at: int, removed: int, new: "Side") -> None:
        """Puts words in place of `removed` others; the gap before the first stays what it was where one is removed."""
        gaps = list(new.gaps)
        if removed:
            gaps[0] = self.gaps[at]
        self.words[at : at + removed], self.gaps[at : at + removed] = new.words, gaps


@dataclass(slots=True)
class Spot:
    """A word that may be replaced, where it and its translation stand."""

    tags: list[Tag]
    source: int
    target: int
    word: str = ""  # as in a dictionary


@dataclass(slots=True)
class Draft:
    """A sentence pair that is being changed; links as [source word, target word]."""

    source: Side
    target: Side
    links: list[list[int]]
    spots: list[Spot]
    cues: frozenset[str] = frozenset()  # of a phrase: the beginnings of the words that stood before it

    def shift(self, source: int, target: int, more: tuple[int, int]) -> None:
        """Moves what stands at these words or after them by so many words."""
        for link in self.links:
            link[0] += more[0] * (link[0] >= source)
            link[1] += more[1] * (link[1] >= target)
        for spot in self.spots:
            spot.source += more[0] * (spot.source >= source)
            spot.target += more[1] * (spot.target >= target)

    def replace(self, spot: Spot, form: Form) -> None:
        """Puts a form and its translation in place of the two words."""
        at, to = spot.source, spot.target
        new = Side.of(" " + form.source), Side.of(" " + form.target)
        self.source.put(at, 1, new[0])
        self.target.put(to, 1, new[1])
        counts = [len(side.words) for side in new]
        self.links = [link for link in self.links if link != [at, to]]
        self.shift(at + 1, to + 1, (counts[0] - 1, counts[1] - 1))
        self.links += [[at + m, to + n] for m in range(counts[0]) for n in range(counts[1])]
        self.article(at)

    def insert(self, spot: Spot, form: Form) -> None:
        """Puts an adjective before a noun, its translation after that noun's."""
        at, to = spot.source, spot.target + 1
        self.shift(at, to, (1, 1))
        self.source.put(at, 0, Side([form.source], [" "]))
        self.target.put(to, 0, Side([form.target], [" "]))
        self.links.append([at, to])
        self.article(at)

    def article(self, at: int) -> None:
        """Makes "a" or "an" before a word fit it."""
        if at and self.source.words[at - 1].lower() in ("a", "an"):
            article = "an" if VOWEL_SOUND.match(self.source.words[at]) else "a"
            self.source.words[at - 1] = article.capitalize() if self.source.words[at - 1][0] == "A" else article

    def append(self, phrase: "Draft") -> None:
        """Puts a phrase before the closing mark."""
        at, to = len(self.source.words) - 1, len(self.target.words) - 1
        self.shift(at, to, (len(phrase.source.words), len(phrase.target.words)))
        self.source.put(at, 0, phrase.source)
        self.target.put(to, 0, phrase.target)
        self.links += [[i + at, j + to] for i, j in phrase.links]
        self.spots += [Spot(spot.tags, spot.source + at, spot.target + to, spot.word) for spot in phrase.spots]

    def pair(self, corpus: str) -> Pair:
        links = " ".join(f"{i}-{j}" for i, j in sorted(self.links))
        return Pair(ENRICHED + corpus, self.source.text(), self.target.text(), links)


def draft_of(pair: Pair, spots: dict[tuple[int, int, str], list[Tag]]) -> Draft:
    """spots: the tags of what may be replaced, by source word, target word and the word as in a dictionary."""
    links = [[int(word) for word in link.split("-")] for link in pair.links.split()]
    own = {(i, j): Spot(tags, i, j, word) for (i, j, word), tags in spots.items()}  # of two words with a form in common, one
    return Draft(Side.of(pair.source), Side.of(pair.target), links, list(own.values()))


def spots_of(pairs: Iterable[Pair], forms: list[Form]) -> dict[int, dict[tuple[int, int, str], list[Tag]]]:
    """Returns by the id of each pair what `draft_of` needs to know of it: the tags of what fits in place of each word."""
    spots: dict[int, dict[tuple[int, int, str], list[Tag]]] = defaultdict(lambda: defaultdict(list))
    plurals = {form.target for form in forms if form.tag[0] == "n" and form.tag[4] == "plural"}
    for tag, there in places(pairs, forms).items():
        for place in there:
            before = WORD.findall(place.pair.source)[: place.source][-1:]
            if tag[0] != "n" or not BEFORE_VERBS.intersection(before):
                of = spots[id(place.pair)][place.source, place.target, place.word]
                of += fitting(tag, WORD.findall(place.pair.target), place.target, plurals)
    return spots


def copied(draft: Draft) -> Draft:
    """A draft that can be changed without a change of the first one."""
    source, target = (Side(list(side.words), list(side.gaps)) for side in (draft.source, draft.target))
    spots = [Spot(spot.tags, spot.source, spot.target, spot.word) for spot in draft.spots]
    return Draft(source, target, [list(link) for link in draft.links], spots)


def statement(draft: Draft) -> bool:
    """Whether a phrase can be added at the end: both sides close with a full stop, which is their only mark."""
    return all(side.words[-1:] == ["."] and not set(side.words[:-1]) & set('.,;:!?"()«»') for side in (draft.source, draft.target))


def cues(words: Iterable[str]) -> frozenset[str]:
    """Returns the beginnings of the longer words, by which "sat" is not found to be "sit" but "running" to be "runner"."""
    return frozenset(word[:CUE].lower() for word in words if len(word) > 3)


class Phrases:
    """Closing phrases by the words of the sentences that they were taken from."""

    def __init__(self, phrases: Iterable[Draft]) -> None:
        self.by_cue: dict[str, list[Draft]] = defaultdict(list)
        for phrase in phrases:
            for cue in sorted(phrase.cues):
                self.by_cue[cue].append(phrase)
        self.by_cue = {cue: found for cue, found in self.by_cue.items() if len(found) <= COMMON}

    def draw(self, words: Iterable[str], chance: random.Random) -> Draft | None:
        """Returns one whose sentence has a word in common with these; None where there is none."""
        known = sorted(cue for cue in cues(words) if cue in self.by_cue)
        return chance.choice(self.by_cue[chance.choice(known)]) if known else None


def closing_phrase(draft: Draft, names: Callable[[str], bool]) -> Draft | None:
    """Returns the phrase that closes a statement, without the full stop; None where there is none that can be told.

    It begins with prepositions that are linked, is linked to nothing before it, and names a thing last. names: whether a word does.
    """
    words, french = draft.source.words, draft.target.words
    for i, j in draft.links:
        length = len(words) - 1 - i
        if words[i] not in PREPOSITIONS or french[j] not in FRENCH_PREPOSITIONS or length not in PHRASE or i < 2 or j < 2:
            continue
        inside = [(a, b) for a, b in draft.links if a < len(words) - 1 and b < len(french) - 1]
        closed = all((a >= i) == (b >= j) for a, b in inside)
        if closed and names(words[-2]) and words[i + 1] in DETERMINERS and len(french) - 1 - j in PHRASE:
            source, target = (
                Side(side.words[start:-1], side.gaps[start:-1]) for side, start in ((draft.source, i), (draft.target, j))
            )
            spots = [Spot(spot.tags, spot.source - i, spot.target - j, spot.word) for spot in draft.spots if spot.source >= i]
            return Draft(source, target, [[a - i, b - j] for a, b in inside if a >= i], spots, cues(words[:i]))
    return None


def noun_of(tags: Iterable[Tag]) -> tuple[str, str] | None:
    """Returns gender and number of the noun that has one of the tags."""
    return next(((tag[2], tag[4]) for tag in tags if tag[0] == "n"), None)


def takes_adjective(draft: Draft, spot: Spot) -> bool:
    """Whether a noun follows a determiner and, in French, is followed by nothing that belongs to it."""
    after = draft.target.words[spot.target + 1 : spot.target + 2]
    return spot.source > 0 and draft.source.words[spot.source - 1].lower() in DETERMINERS and not set(after) & _ATTACHED


def is_scarce(tag: Tag) -> bool:
    """Whether a tag is that of a plural noun or of a verb's form with an ending."""
    return (tag[0] == "n" and tag[4] == "plural") or (tag[0] == "v" and tag[2] in ("s", "ing"))


def enriched(bases: list[tuple[str, Draft]], phrases: Phrases, rare: Rare, passes: int) -> Iterator[Pair]:
    """Yields each base, with the name of its corpus, once a pass, changed; those in which nothing is replaced are left out.

    There are fewer places for plurals and for forms of verbs than words that need them: such bases come SCARCE times a pass.
    """
    chance = rare.chance
    scarce = [base for base in bases if any(is_scarce(spot.tags[0]) for spot in base[1].spots)]
    for turn in range(passes * SCARCE):
        drawn = scarce if turn % SCARCE else list(bases)
        chance.shuffle(drawn)
        for corpus, base in drawn:
            draft = copied(base)
            more = chance.choice(MORE_PHRASES) if statement(draft) and len(draft.source.words) <= LONGEST else 0
            for _ in range(more):
                if phrase := phrases.draw(draft.source.words, chance):
                    draft.append(phrase)
            changed = False
            for spot in list(draft.spots):
                noun, word, plain = noun_of(spot.tags), spot.word, takes_adjective(draft, spot)
                if chance.random() < REPLACED[spot.tags[0][0]] and (form := rare.other(spot.tags, spot.word)):
                    noun, word = noun_of([form.tag]), form.word
                    draft.replace(spot, form)
                    changed = True
                if noun and plain and chance.random() < ADJECTIVE and (form := rare.adjective(word, *noun)):
                    draft.insert(spot, form)
                    changed = True
            if changed:
                yield draft.pair(corpus)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--share", type=Path, default=Path("/usr/share"), help="where the packages were unpacked")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=4, help="over the everyday sentences")
    parser.add_argument("--seed", type=int, default=2018)
    options = parser.parse_args()
    lexicon = read_lexicon(options.share / "dictd")
    folder = options.share / "wordnet"
    wordnet = WordNet.read(folder)
    common = read_common_words(options.share / "dict" / "scowl")
    pairs = list(read_pairs(options.corpus))
    lexicon = supported(lexicon, wordnet, pairs)
    everyday = [pair for pair in pairs if pair.corpus in EVERYDAY]
    chance = random.Random(options.seed)

    spots = spots_of(everyday, list(forms_of(lexicon, wordnet, best=3)))
    drafts = [(pair.corpus, draft_of(pair, spots[id(pair)])) for pair in everyday if id(pair) in spots]
    kin = Kin.read(folder)
    found = [closing_phrase(draft, kin.names) for _, draft in drafts if statement(draft)]
    phrases = [phrase for phrase in found if phrase]
    kin.count(WORD.findall(pair.source.lower()) for pair in everyday)
    rare = Rare(wanted(lexicon, wordnet, common, read_frequencies(folder), everyday), kin, chance)
    places_for_all = sum(rare.left)
    count = write_pairs(options.out, enriched(drafts, Phrases(phrases), rare, options.passes))
    print(f"{count:,} sentences of {len(drafts):,}, {len(phrases):,} closing phrases; {sum(rare.left):,} of {places_for_all:,} places are left")


if __name__ == "__main__":
    main()
