"""Reads dictionaries in the dictd format that FreeDict publishes them in (https://freedict.org).

An entry is a line with the headword, its pronunciation and its part of speech, "sidewalk //ˈsaɪdwɔːk// <n>", then lines with
translations and glosses in turn. Where there are several senses, the lines with translations are numbered.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DIGITS = {c: i for i, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}
_HEAD = re.compile(r"([^/<]+?)\s*(?:/.*/)?\s*(?:<([^>]*)>)?\s*")
_SENSE = re.compile(r"\d+\. ")
_STRAY = re.compile(r"\s*\d+\.$|\[[^\]]*\]|\([^)]*\)")
"""Numbers of further senses, glosses and remarks within a line of translations."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A headword with its translations of all senses."""

    head: str
    kind: str  # "n", "v", "adj", …; "" where not told
    gender: str  # "masc", "fem", or "" where not told
    translations: tuple[str, ...]


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 64 + _DIGITS[digit]
    return value


def parse(text: str) -> Entry | None:
    """Returns what an entry says; None where its first line is no headword or nothing follows."""
    first, *rest = text.strip().split("\n")
    match = _HEAD.fullmatch(first)
    lines = [_SENSE.sub("", line, count=1) for line in rest if _SENSE.match(line)] or rest[:1]
    words = [_STRAY.sub("", word).strip() for line in lines for word in line.split(",")]
    words = [word for word in words if word]
    if not (match and words):
        return None
    kind, *more = (match[2] or "").split(", ")
    gender = next((each for each in (kind, *more) if each in ("masc", "fem")), "")
    return Entry(_STRAY.sub("", match[1]).strip(), "" if kind == gender else kind, gender, tuple(dict.fromkeys(words)))


def read_dictionary(folder: Path, name: str) -> Iterator[Entry]:
    """Yields the entries of a dictionary, such as "eng-fin", from folder/freedict-<name>.index and .dict.dz.

    Raises FileNotFoundError where it is not there.
    """
    text = gzip.decompress((folder / f"freedict-{name}.dict.dz").read_bytes())
    seen = set()  # several headwords name the same place
    for line in (folder / f"freedict-{name}.index").read_text(encoding="utf-8").splitlines():
        head, start, length = line.split("\t")[:3]
        if head.startswith("00database") or start in seen:
            continue
        seen.add(start)
        if entry := parse(text[_number(start) : _number(start) + _number(length)].decode("utf-8")):
            yield entry
