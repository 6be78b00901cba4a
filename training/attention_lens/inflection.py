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
_IRREGULAR_ENDS = ("f", "is", "us", "um", "o", "ics", "knife", "wife", "life", "strife")
_GREEK = frozenset("criterion phenomenon automaton polyhedron ganglion mitochondrion spermatozoon".split())

_NO_MEN = frozenset("human german roman talisman shaman ottoman caiman cayman".split())

_OTHER_PLURAL = re.compile(r"(?:al|ail|au|eu|ou|s|x|z)$")
_WITH_PREPOSITION = re.compile(r"([^\W\d_]+) (?:(?:à|de|en) |d['’])")
_ER_ENDINGS = (
    *"er e es ent ons ez ant é ée és ées ait ais aient ions iez a as èrent".split(),
    *"erai era eras erez erons eront erait erais eraient".split(),
)
_MUTE = re.compile(r"e(?:s|nt)?$|er.+")
_BEFORE_A_OR_O = re.compile(r"[aoâ]")
_E_LAST = re.compile(r"([eé])([^aeiouyéèê]+)$")
_FINIR_ENDINGS = {
    "er": "ir", "ent": "issent", "ons": "issons", "ez": "issez", "ant": "issant", "é": "i", "ée": "ie", "és": "is", "ées": "ies",
    "ait": "issait", "ais": "issais", "aient": "issaient", "ions": "issions", "iez": "issiez", "a": "it", "èrent": "irent",
}
_RENDRE_ENDINGS = {
    "er": "re", "ent": "ent", "ons": "ons", "ez": "ez", "ant": "ant", "é": "u", "ée": "ue", "és": "us", "ées": "ues",
    "ait": "ait", "ais": "ais", "aient": "aient", "ions": "ions", "iez": "iez", "a": "it", "èrent": "irent",
}
"""By the ending of a verb in -er in the same place. "e" and "es" are left out: "je" and "il" have one form there, not here."""
_OTHER_IR = re.compile(
    r"(?:[vt]en|cour|mour|part|sort|dorm|serv|sent|ment|vêt|fu|bouill|fér|gés|fail|saill|ouvr|offr|ouffr|cueill|quér|o)ir$"
)
_RENDRE = re.compile(r"(?:(?<!pr)end|and|ond|erd|ord)re$")
_FEMININE = (
    ("eux", "euse"), ("if", "ive"), ("er", "ère"), ("el", "elle"), ("eil", "eille"), ("ien", "ienne"), ("éen", "éenne"), ("ïen", "ïenne"), ("al", "ale"),
    ("é", "ée"), ("i", "ie"), ("u", "ue"), ("ant", "ante"), ("ent", "ente"), ("ain", "aine"), ("in", "ine"), ("ois", "oise"),
    ("ais", "aise"), ("ard", "arde"), ("ond", "onde"), ("ir", "ire"), ("ur", "ure"), ("at", "ate"), ("it", "ite"), ("e", "e"),
    ("et", "ette"), ("aud", "aude"), ("oid", "oide"), ("ourd", "ourde"), ("and", "ande"), ("ort", "orte"), ("ert", "erte"),
    ("aut", "aute"), ("un", "une"), ("ein", "eine"), ("il", "ile"), ("ol", "ole"), ("ul", "ule"), ("uc", "uque"), ("ût", "ûte"),
    ("ûr", "ûre"), ("rs", "rse"), ("ris", "rise"), ("uis", "uise"), ("us", "use"), ("clos", "close"), ("laid", "laide"),
    ("ct", "cte"), ("pt", "pte"), ("on", "onne"), ("oux", "ousse"), ("gras", "grasse"), ("bas", "basse"), ("las", "lasse"),
)
_OTHER_FEMININE = {
    "blanc": "blanche", "franc": "franche", "sec": "sèche", "frais": "fraîche", "épais": "épaisse", "gros": "grosse",
    "doux": "douce", "jaloux": "jalouse", "faux": "fausse", "long": "longue", "bénin": "bénigne", "malin": "maligne",
    "gentil": "gentille", "nul": "nulle", "net": "nette", "favori": "favorite", "tiers": "tierce", "grec": "grecque",
} | {word: word[:-2] + "ète" for word in "complet incomplet concret discret indiscret secret inquiet désuet replet".split()}
_INVARIABLE = frozenset(
    "marron orange kaki turquoise émeraude saumon crème sarcelle indigo bordeaux cerise rubis ocre lavande prune chic snob sexy".split()
)
"""Colours that are the names of things, and a few more."""


def initial(word: str) -> str:
    """Returns "vowel" or "consonant", by which French articles differ, or "h"."""
    first = word[0].lower()
    return "vowel" if first in VOWELS else "h" if first == "h" else "consonant"


def english_plural(noun: str) -> str | None:
    """Returns the plural; None where it may not be regular."""
    last = noun.split()[-1]
    plural_already = last.endswith("s") and not last.endswith("ss")
    if last.endswith("man") and last not in _IRREGULAR and noun not in _NO_MEN:
        return noun[:-2] + "en"
    if plural_already or last.endswith(_IRREGULAR_ENDS) or last in _IRREGULAR | _GREEK:
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
    """Returns the plural; None for several words unless the first is what a preposition follows, and where it may not be regular."""
    if match := _WITH_PREPOSITION.match(noun):
        first = french_plural(match[1])
        return first and first + noun[len(match[1]) :]
    if " " in noun or "-" in noun:
        return None
    if noun.endswith(("s", "x", "z")):
        return noun
    if noun.endswith("eau"):
        return noun + "x"
    return None if _OTHER_PLURAL.search(noun) else noun + "s"


def french_verb(infinitive: str) -> dict[str, str]:
    """Returns a verb's forms by ending, as those of verbs in -er are named, where they are regular; of others the infinitive ("er")."""
    stem = infinitive[:-2]
    if infinitive.endswith("er"):
        return {ending: found + ending for ending in _ER_ENDINGS if (found := _stem_before(stem, ending))}
    if infinitive.endswith("ir") and not _OTHER_IR.search(infinitive):
        endings = _FINIR_ENDINGS
    elif _RENDRE.search(infinitive):
        endings = _RENDRE_ENDINGS
    else:
        return {"er": infinitive} if infinitive.endswith(("ir", "re")) else {}
    future = {ending: infinitive.removesuffix("e") + ending[2:] for ending in _ER_ENDINGS if re.match("er.", ending)}
    return {ending: stem + own for ending, own in endings.items()} | future


def _stem_before(stem: str, ending: str) -> str | None:
    """Returns the stem of a verb in -er as it is before an ending: nage-ant, lanç-ons, lèv-e, nettoi-e; None where it is not sure."""
    if _BEFORE_A_OR_O.match(ending):
        return stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
    if ending == "er" or not _MUTE.match(ending):
        return stem
    if stem.endswith(("oy", "uy")):
        return None if stem.endswith("envoy") else stem[:-1] + "i"  # enverrai
    match = _E_LAST.search(stem)
    if not match:
        return stem
    vowel, after = match.groups()
    if vowel == "e" and len(after) > 1 and after != "vr":
        return stem  # reste
    doubtful = ending.startswith("er") if vowel == "é" else after in ("l", "t")  # céderai or cèderai; appelle, but gèle
    return None if doubtful else stem[: match.start()] + "è" + after


def french_adjective(word: str) -> dict[str, str]:
    """Returns an adjective's forms by name: m, f, ms, fs (plural); nothing where they may not be regular."""
    if word in _INVARIABLE:
        return dict.fromkeys(("m", "f", "ms", "fs"), word)
    if word in _OTHER_FEMININE:
        return _with_plurals(word, _OTHER_FEMININE[word])
    if word.endswith("eur") and not word.endswith(("ieur", "ajeur", "ineur", "eilleur")):
        return {}  # rieuse, créatrice, vengeresse
    for ending, feminine in _FEMININE:
        if word.endswith(ending):
            return _with_plurals(word, word[: -len(ending)] + feminine)
    return {}


def _with_plurals(masculine: str, feminine: str) -> dict[str, str]:
    forms = {"m": masculine, "f": feminine}
    if masculine.endswith(("s", "x")):
        forms["ms"] = masculine
    elif not _OTHER_PLURAL.search(masculine) or masculine == "bleu":
        forms["ms"] = masculine + "s"
    return forms | {"fs": feminine + "s"}
