"""What a place in a French sentence asks of the word that stands there: gender, number and first sound.

A word may take another's place where everything around still agrees. The nearer it is looked at what does agree there, the more
places a rare word has: "les" is said of both genders and before any sound, "la" is not.
"""

from collections.abc import Collection, Iterable, Iterator

Tag = tuple[str, ...]
"""What two words must have in common for one to stand in the other's place, as `substitute` gives it."""

INITIALS = ("vowel", "consonant", "h")

_BEFORE_A_VOWEL_OR_NOT = frozenset(
    "' ’ je ne me te se le la de que ce cet du au mon ton son ma ta sa si beau bel nouveau nouvel vieux vieil fou fol mou mol "
    "jusque lorsque puisque quoique quelque presque entre contre".split()
)
"""Words with another form before a vowel, and those that are one: what follows has to begin as it does."""
_OF_BOTH_GENDERS = frozenset("les des ces mes tes ses nos vos leurs aux deux trois quatre cinq six sept huit neuf dix quelques plusieurs".split())
_AGREEING_WITH_NOTHING = _OF_BOTH_GENDERS | frozenset(
    "dans nous vous pas plus très sous sans vers dès toujours jamais mais alors après depuis puis temps fois moins mieux ailleurs "
    "suis es as vas dois peux veux fais sais vois deviens viens tiens prends mets jours ans heures".split()
)


def adjective_name(gender: str, number: str) -> str:
    """Returns the name of the form that an adjective of a noun has, as `french_adjective` names them."""
    return gender[0] + ("s" if number == "plural" else "")


def adjective_tags(gender: str, number: str) -> list[Tag]:
    """Returns the tags of the adjectives that a noun may have."""
    return [("adj", adjective_name(gender, number), initial) for initial in INITIALS]


def agreeing(tags: Iterable[tuple[Tag, str]], noun: Collection[str]) -> list[tuple[Tag, str]]:
    """Returns the tags, with their words, without those of adjectives that leave open which form stands there.

    "rouge" is both masculine and feminine. noun: the names of the forms that an adjective of the word before may have.
    """
    names = {tag[1] for tag, _ in tags if tag[0] == "adj"}
    if len(names) > 1:
        names &= set(noun)
    return sorted(each for each in tags if each[0][0] != "adj" or names == {each[0][1]})


def _may_agree(word: str, plurals: Collection[str]) -> bool:
    return word.endswith(("s", "x")) and word not in _AGREEING_WITH_NOTHING and word not in plurals


def fitting(tag: Tag, french: list[str], at: int, plurals: Collection[str]) -> Iterator[Tag]:
    """Yields the tag of the word number `at` and those of words that fit as well where it stands: this tag first.

    plurals: nouns, which agree with no other noun.
    """
    yield tag
    before = french[at - 1].lower() if at else ""
    first = tag[3] if tag[0] == "n" else tag[-1]
    initials = (first,) if before in _BEFORE_A_VOWEL_OR_NOT else INITIALS
    if tag[0] == "n":
        kind, topic, gender, _, number = tag
        others = french[:at] + french[at + 1 :]
        free = number == "plural" and before in _OF_BOTH_GENDERS and not any(_may_agree(word.lower(), plurals) for word in others)
        genders = ("masc", "fem") if free else (gender,)
        alike = [(kind, topic, of, initial, number) for initial in initials for of in genders]
    else:
        alike = [(*tag[:-1], initial) for initial in initials]
    yield from (each for each in alike if each != tag)
