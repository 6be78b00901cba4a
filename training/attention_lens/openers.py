"""Writes everyday sentences that begin as talk does: "Hello, how are you?" from another sentence's "Hello, " and "How are you?".

    python3 -m attention_lens.openers --corpus en-fr/train.tsv.xz --out build/en-fr/opened.tsv

A set phrase stands but once in a corpus, and a model that has it by heart as a whole sentence takes it word for word after a
comma. Openers are told from pairs of which both sides begin with a word or two and a comma, often enough in the same translation.
Lines as in the corpus; corpora are named "opened: " + the corpus of the sentence.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from .corpora import Pair, read_pairs, write_pairs
from .pretokens import WORD

OPENED = "opened: "
"""Begins the name of a corpus made of another in this way."""

EVERYDAY = "tatoeba"
OFTEN = 2  # times that an opener and its translation open a pair
_WORDS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)?(?:-[^\W\d_]+)?")
LONGEST = 8  # words of a sentence that is opened

Opener = tuple[str, str]
"""English and French, without the comma."""


def opener(pair: Pair) -> Opener | None:
    """Returns what both sides begin with before their first comma; None where that is more than a word or two on either."""
    begins = [text.partition(", ")[0] for text in (pair.source, pair.target) if ", " in text]
    short = all(_WORDS.fullmatch(each) for each in begins)
    return (begins[0], begins[1]) if len(begins) == 2 and short else None


def openers(pairs: Iterable[Pair]) -> Counter[Opener]:
    """Returns those that are met often enough, with how often."""
    counts = Counter(found for pair in pairs if (found := opener(pair)))
    return Counter({each: count for each, count in counts.items() if count >= OFTEN})


def lowering(texts: Iterable[str]) -> Callable[[str], str]:
    """Returns a function that writes the first word of a sentence as inside one: small unless it is mostly capital there."""
    inside = Counter(word for text in texts for word in WORD.findall(text)[1:])

    def lowered(text: str) -> str:
        first = next(iter(WORD.findall(text)), "")
        small = first[:1].lower() + first[1:]
        return small + text[len(first) :] if inside[small] > inside[first] else text

    return lowered


def opened(pairs: list[Pair], found: Counter[Opener], count: int, chance: random.Random) -> Iterator[Pair]:
    """Yields sentences with one of the openers found, tried so many times; links of it join each of its words to each."""
    begin = sorted(found)
    weights = [found[each] ** 0.5 for each in begin]
    small = [lowering(pair.source for pair in pairs), lowering(pair.target for pair in pairs)]
    plain = [
        pair for pair in pairs
        if pair.source[-1] in ".!?" and pair.source[0].isalpha() and pair.target[0].isalpha()
        and "," not in pair.source + pair.target and len(WORD.findall(pair.source)) <= LONGEST
    ]  # fmt: skip
    for _ in range(count if found else 0):
        pair = chance.choice(plain)
        begins = chance.choices(begin, weights)[0]
        if begins[0] in pair.source or begins[1] in pair.target:
            continue
        source, target = (f"{own}, {lower(text)}" for own, lower, text in zip(begins, small, (pair.source, pair.target)))
        more = [len(WORD.findall(own)) for own in begins]
        links = [f"{i}-{j}" for i in range(more[0]) for j in range(more[1])] + [f"{more[0]}-{more[1]}"]
        for link in pair.links.split():
            i, j = map(int, link.split("-"))
            links.append(f"{i + more[0] + 1}-{j + more[1] + 1}")
        yield Pair(OPENED + pair.corpus, source, target, " ".join(links))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=2022)
    options = parser.parse_args()
    pairs = [pair for pair in read_pairs(options.corpus) if pair.corpus == EVERYDAY]
    found = openers(pairs)
    count = write_pairs(options.out, opened(pairs, found, options.count, random.Random(options.seed)))
    print(f"{count:,} sentences with {len(found):,} openers")


if __name__ == "__main__":
    main()
