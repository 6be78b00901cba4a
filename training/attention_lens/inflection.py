"""Regular inflection of English and French words: as much as is needed to put one in another's place.

A function that cannot be sure of a form leaves it out, so that what it gives is right nearly always.
"""

import re
from collections.abc import Collection

VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæ")
"""Initials before which French le and de lose their vowel. "h" does so in some words only, and counts as neither."""

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_Y = re.compile(r"[^aeiou]y$")
_IRREGULAR = frozenset("man woman child foot tooth goose mouse louse ox person fish sheep deer".split())
_IRREGULAR_ENDS = ("f", "fe", "is", "us", "um", "on", "man", "o", "ics")

_OTHER_PLURAL = re.compile(r"(?:al|ail|au|eu|ou|s|x|z)$")
_ER_ENDINGS = (
    *"er e es ent ons ez ant é ée és ées ait ais aient ions iez a as èrent".split(),
    *"erai era eras erez erons eront erait erais eraient".split(),
)
_MUTE = re.compile(r"e(?:s|nt)?$|er.+")
_SHIFTING = re.compile(r"(?:[eé][^aeiouy]+|y)$")  # lever, céder, jeter, payer: the stem changes before a mute e
_BEFORE_A_OR_O = re.compile(r"[aoâ]")
_FEMININE = (
    ("eux", "euse"), ("if", "ive"), ("er", "ère"), ("el", "elle"), ("eil", "eille"), ("ien", "ienne"), ("al", "ale"),
    ("é", "ée"), ("i", "ie"), ("u", "ue"), ("ant", "ante"), ("ent", "ente"), ("ain", "aine"), ("in", "ine"), ("ois", "oise"),
    ("ais", "aise"), ("ard", "arde"), ("ond", "onde"), ("ir", "ire"), ("ur", "ure"), ("at", "ate"), ("it", "ite"), ("e", "e"),
)


def initial(word: str) -> str:
    """Returns "vowel" or "consonant", by which French articles differ, or "h"."""
    first = word[0].lower()
    return "vowel" if first in VOWELS else "h" if first == "h" else "consonant"


def english_plural(noun: str) -> str | None:
    """Returns the plural; None where it may not be regular."""
    last = noun.split()[-1]
    plural_already = last.endswith("s") and not last.endswith("ss")
    if plural_already or last.endswith(_IRREGULAR_ENDS) or last in _IRREGULAR:
        return None
    return third_person(noun)


def third_person(verb: str) -> str:
    """Returns the form with -s."""
    if _SIBILANT.search(verb):
        return verb + "es"
    return verb[:-1] + "ies" if _Y.search(verb) else verb + "s"


def english_verb(verb: str, irregular: Collection[str] = ()) -> dict[str, list[str]]:
    """Returns a verb's forms by name: base, s, ing, and ed for past and participle, which may be two.

    irregular: those of its forms that are, such as "stopped" and "stopping".
    """
    stem = verb[:-1] if verb.endswith("e") else verb
    present = verb if verb.endswith(("ee", "ye", "oe")) else verb[:-2] + "y" if verb.endswith("ie") else stem
    past = (verb[:-1] + "i" if _Y.search(verb) else stem) + "ed"
    return {
        "base": [verb],
        "s": [third_person(verb)],
        "ing": [form for form in irregular if form.endswith("ing")][:1] or [present + "ing"],
        "ed": [form for form in irregular if not form.endswith(("ing", "s"))] or [past],
    }


def french_plural(noun: str) -> str | None:
    """Returns the plural; None for several words, and where it may not be with -s."""
    return None if " " in noun or "-" in noun or _OTHER_PLURAL.search(noun) else noun + "s"


def french_verb(infinitive: str) -> dict[str, str]:
    """Returns a verb's forms by ending, where they are regular: of verbs in -er most, of others the infinitive ("er")."""
    if not infinitive.endswith("er"):
        return {"er": infinitive} if re.search(r"(?:ir|re)$", infinitive) else {}
    stem = infinitive[:-2]
    forms = {}
    for ending in _ER_ENDINGS:
        shifts = _SHIFTING.search(stem) and ending != "er" and _MUTE.match(ending)
        softens = stem[-1:] in ("g", "c") and _BEFORE_A_OR_O.match(ending)
        if not (shifts or softens):
            forms[ending] = stem + ending
    return forms


def french_adjective(word: str) -> dict[str, str]:
    """Returns an adjective's forms by name: m, f, ms, fs (plural); nothing where they may not be regular."""
    for ending, feminine in _FEMININE:
        if word.endswith(ending):
            forms = {"m": word, "f": word[: -len(ending)] + feminine}
            if not _OTHER_PLURAL.search(word):
                forms["ms"] = word + "s"
            return forms | {"fs": forms["f"] + "s"}
    return {}
