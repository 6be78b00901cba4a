"""Writes pairs that have the words a corpus lacks: single words with their translations, and sentences with a word replaced.

    apt-get install dict-freedict-{eng-bul,ell-eng,eng-fin,fin-eng,eng-jpn,pol-eng} \
        dict-freedict-{fra-bul,fra-ell,ell-fra,fra-fin,fin-fra,fra-jpn,fra-pol,pol-fra} \
        dict-freedict-{fra-deu,fra-ita,fra-spa,fra-rus,fra-swe,fra-por,fra-lat,fra-lit,fra-tur} \
        scowl wordnet-base unicode-cldr-core
    python3 -m attention_lens.substitute --corpus en-fr/train.tsv.xz --out build/en-fr/words.tsv

"Data Augmentation for Low-Resource Neural Machine Translation" (Fadaee et al. 2017, https://arxiv.org/abs/1705.00440): a
sentence pair with a word linked to its translation gives new ones, in which both are replaced by a rare word and its
translation. There a language model chose what fits. Here the new word is of the same kind: nouns name the same sort of thing
(WordNet) and have the same gender and number in French; verbs do the same sort of thing, both with an object or both without,
and stand in the same form; adjectives follow their noun in French. All begin likewise, so that what stands around still agrees.

Lines as in the corpus: `corpus<TAB>English<TAB>French<TAB>links`. Corpora: "words: wikdict", "words: cldr" and
"substituted: " + the corpus of the sentence.
"""

import argparse
import random
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .agreement import Tag, adjective_name, agreeing
from .corpora import Pair, read_pairs, write_pairs
from .inflection import english_plural, english_verb, french_adjective, french_plural, french_verb, initial
from .lexicon import Translation, Word, read_lexicon
from .pretokens import WORD
from .wordnet import Topics, read_irregular, read_topics

SUBSTITUTED = "substituted: "
"""Begins the name of a corpus made of another by replacing words."""

WIKDICT, CLDR = "words: wikdict", "words: cldr"
"""Names of the corpora of single words and names."""

EVERYDAY = ("tatoeba", "transread-novels")
"""Corpora whose sentences are changed, and whose words count as known."""

KNOWN = 60  # occurrences of all forms in EVERYDAY
SENTENCES = {40: 24, 50: 5}  # new ones for a word in SCOWL's lists up to a size that never occurs; fewer for one that does
USES = 8  # of one sentence
LONGEST = 18  # words of a sentence that is changed

VOWEL_SOUND = re.compile(r"(?!uni|use|usu|ut[ei]|eu|ewe|on[ce])[aeiou]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """A word in one of its forms, with its translation."""

    source: str
    target: str
    tag: Tag
    word: str = ""  # English, as in a dictionary


@dataclass(frozen=True, slots=True)
class Place:
    """A word in a sentence pair: where it and its translation stand."""

    pair: Pair
    source: int
    target: int
    word: str = ""  # as in a dictionary


@dataclass(frozen=True, slots=True)
class WordNet:
    """What is told of English words: the topics of nouns and verbs, and irregular forms of verbs."""

    nouns: Topics
    verbs: Topics
    irregular: dict[str, list[str]]

    @staticmethod
    def read(folder: Path) -> "WordNet":
        return WordNet(read_topics(folder, "noun"), read_topics(folder, "verb"), read_irregular(folder))


def noun_forms(word: str, translation: Translation, wordnet: WordNet) -> Iterator[Form]:
    """Yields a noun whose topic and gender are known, in singular and, where both plurals are regular, plural."""
    if word in wordnet.nouns and translation.gender:
        tag = (wordnet.nouns[word], translation.gender, initial(translation.word))
        yield Form(word, translation.word, ("n", *tag, "singular"), word)
        plurals = english_plural(word), french_plural(translation.word)
        if all(plurals):
            yield Form(*plurals, ("n", *tag, "plural"), word)


def verb_forms(word: str, translation: Translation, wordnet: WordNet) -> Iterator[Form]:
    """Yields the forms of a verb whose topic is known, by its form in English and its ending in French."""
    if word in wordnet.verbs and " " not in word + translation.word:
        english = english_verb(word, wordnet.irregular.get(word, ()))
        for ending, target in french_verb(translation.word).items():
            for name, sources in english.items():
                for source in sources:
                    yield Form(source, target, ("v", wordnet.verbs[word], name, ending, initial(target)), word)


def adjective_forms(word: str, translation: Translation, wordnet: WordNet) -> Iterator[Form]:
    """Yields the forms of an adjective that follows its noun in French, by gender and number."""
    if " " not in word + translation.word and translation.word not in PRENOMINAL:
        for name, target in french_adjective(translation.word).items():
            yield Form(word, target, ("adj", name, initial(target)), word)


FORMS = {"n": noun_forms, "v": verb_forms, "adj": adjective_forms}

PRENOMINAL = frozenset(
    "grand petit bon mauvais beau joli jeune vieux nouveau gros long haut premier dernier autre même cher seul propre vrai "
    "tout certain plusieurs demi pauvre ancien double simple pire meilleur prochain".split()
)
"""French adjectives that stand before their noun, often or always."""


def forms_of(lexicon: dict[Word, list[Translation]], wordnet: WordNet, best: int) -> Iterator[Form]:
    """Yields the forms of each noun, verb and adjective that can be inflected; best: how many translations of each."""
    for (word, kind), translations in lexicon.items():
        if kind in FORMS and word.islower():
            for translation in translations[:best]:
                if translation.word.islower():
                    yield from FORMS[kind](word, translation, wordnet)


def places(pairs: Iterable[Pair], forms: Iterable[Form]) -> dict[Tag, list[Place]]:
    """Returns by tag where a word stands linked to one of its translations, and both to nothing else."""
    known: dict[tuple[str, str], set[tuple[Tag, str]]] = defaultdict(set)
    nouns: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        known[form.source, form.target].add((form.tag, form.word))
        if form.tag[0] == "n":
            nouns[form.target].add(adjective_name(form.tag[2], form.tag[4]))
    found: dict[Tag, list[Place]] = defaultdict(list)
    for pair in pairs:
        source, target = (WORD.findall(text) for text in (pair.source, pair.target))
        links = [tuple(map(int, link.split("-"))) for link in pair.links.split()]
        times = Counter(("source", i) for i, _ in links) + Counter(("target", j) for _, j in links)
        for i, j in links if len(source) <= LONGEST else ():
            if times["source", i] == times["target", j] == 1:
                before = nouns.get(target[j - 1], set()) if j else set()
                for tag, word in agreeing(known.get((source[i], target[j]), ()), before):
                    found[tag].append(Place(pair, i, j, word))
    return found


def spliced(text: str, at: int, word: str) -> str:
    """Returns text with the word number `at`, as WORD counts them, replaced."""
    match = next(match for number, match in enumerate(WORD.finditer(text)) if number == at)
    return text[: match.start()] + word + text[match.end() :]


def with_article(text: str, at: int, word: str) -> str:
    """Returns an English text whose "a" or "an" before word number `at` fits the word there."""
    words = WORD.findall(text)
    if at == 0 or words[at - 1].lower() not in ("a", "an"):
        return text
    article = "an" if VOWEL_SOUND.match(word) else "a"
    return spliced(text, at - 1, article.capitalize() if words[at - 1][0] == "A" else article)


def moved(links: str, place: Place, more: tuple[int, int]) -> str:
    """Returns links after the two words at a place became longer by `more` words, which are all linked to each other."""
    result = []
    for link in links.split():
        i, j = map(int, link.split("-"))
        if (i, j) == (place.source, place.target):
            result += [f"{i + m}-{j + n}" for m in range(more[0] + 1) for n in range(more[1] + 1)]
        else:
            result.append(f"{i + more[0] * (i > place.source)}-{j + more[1] * (j > place.target)}")
    return " ".join(result)


def replaced(place: Place, form: Form) -> Pair:
    """Returns the pair with this word and its translation in the place."""
    pair = place.pair
    source = with_article(spliced(pair.source, place.source, form.source), place.source, form.source)
    target = spliced(pair.target, place.target, form.target)
    more = tuple(len(WORD.findall(text)) - 1 for text in (form.source, form.target))
    return Pair(SUBSTITUTED + pair.corpus, source, target, moved(pair.links, place, more))


def substituted(
    rare: Iterable[tuple[list[Form], int]], found: dict[Tag, list[Place]], chance: random.Random
) -> Iterator[Pair]:
    """Yields for each word, given in its forms, new sentences: as many as given with it where there are places enough."""
    uses: Counter[tuple[str, int]] = Counter()
    for forms, count in rare:
        fitting = [(form, found[form.tag]) for form in forms if form.tag in found]
        if not fitting:
            continue
        often = [len(there) ** 0.5 for _, there in fitting]  # the square root, so that seldom forms come too
        for form, there in chance.choices(fitting, often, k=4 * count):
            place = chance.choice(there)
            key = (place.pair.source, place.source)
            if count and uses[key] < USES and form.source not in place.pair.source:
                uses[key] += 1
                count -= 1
                yield replaced(place, form)


def cldr_names(folder: Path) -> Iterator[Pair]:
    """Yields names of emoji, territories and languages in both languages (Unicode CLDR, https://cldr.unicode.org)."""

    def names(language: str) -> dict[tuple[str, str], str]:
        emoji = ElementTree.parse(folder / "annotations" / f"{language}.xml").getroot().iter("annotation")
        result = {("emoji", each.get("cp")): each.text for each in emoji if each.get("type") == "tts"}
        shown = ElementTree.parse(folder / "main" / f"{language}.xml").getroot().find("localeDisplayNames")
        for path in ("territories/territory", "languages/language"):
            result |= {(path, each.get("type")): each.text for each in shown.findall(path) if not each.get("alt")}
        return result

    english, french = names("en"), names("fr")
    for key in english.keys() & french.keys():
        if not re.search(r"[:(]|↑", english[key] + french[key]):
            yield Pair(CLDR, english[key], french[key], "")


def read_common_words(folder: Path) -> dict[str, int]:
    """Returns the English words of SCOWL's lists (http://wordlist.aspell.net), American and British, and each one's size.

    The smaller the size, the more common the word: 35 is a small dictionary's, 50 a medium one's.
    """
    words: dict[str, int] = {}
    for size in (10, 20, 35, 40, 50):
        for kind in ("english", "american", "british"):
            file = folder / f"{kind}-words.{size}"
            if file.exists():
                words |= {word: size for word in file.read_text(encoding="latin-1").split() if word not in words}
    if not words:
        raise FileNotFoundError(f"{folder} holds none of SCOWL's lists")
    return words


def rare_words(
    lexicon: dict[Word, list[Translation]], wordnet: WordNet, common: dict[str, int], everyday: list[Pair]
) -> Iterator[tuple[list[Form], int]]:
    """Yields the forms of each common word that is rare in these pairs, and how many new sentences it is to have."""
    met = Counter(word for pair in everyday for word in WORD.findall(pair.source.lower()))
    text = "\n".join(pair.source.lower() for pair in everyday)
    for (word, kind), translations in lexicon.items():
        if not all(part in common for part in word.split()):
            continue
        forms = list(forms_of({(word, kind): translations}, wordnet, best=1))
        times = text.count(word) if " " in word else sum(met[source] for source in {form.source for form in forms})
        sentences = next(count for size, count in SENTENCES.items() if all(common[part] <= size for part in word.split()))
        if forms and (count := round(sentences * max(0, KNOWN - times) / KNOWN)):
            yield forms, count


def linked(source: str, target: str) -> str:
    """Returns links from each word to each where one side is a single word, as there is nothing to tell apart."""
    counts = [len(WORD.findall(text)) for text in (source, target)]
    return " ".join(f"{i}-{j}" for i in range(counts[0]) for j in range(counts[1])) if min(counts) == 1 else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--share", type=Path, default=Path("/usr/share"), help="where the packages were unpacked")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=2017)
    options = parser.parse_args()
    lexicon = read_lexicon(options.share / "dictd")
    wordnet = WordNet.read(options.share / "wordnet")
    common = read_common_words(options.share / "dict" / "scowl")
    everyday = [pair for pair in read_pairs(options.corpus) if pair.corpus in EVERYDAY]
    chance = random.Random(options.seed)

    rare = list(rare_words(lexicon, wordnet, common, everyday))
    chance.shuffle(rare)
    found = places(everyday, forms_of(lexicon, wordnet, best=3))
    pairs = list(substituted(rare, found, chance))
    changed = len(pairs)
    for (word, _), translations in lexicon.items():
        if all(part in common or part.istitle() for part in word.split()):
            target = translations[0].word
            pairs.append(Pair(WIKDICT, word, target, linked(word, target)))
    pairs += sorted(cldr_names(options.share / "unicode" / "cldr" / "common"), key=lambda pair: (pair.source, pair.target))
    write_pairs(options.out, pairs)
    print(f"{len(rare):,} rare words in {changed:,} new sentences, {len(pairs) - changed:,} single words and names")


if __name__ == "__main__":
    main()
