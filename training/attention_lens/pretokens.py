"""How text is cut before byte-pair encoding.

A *pretoken* is the largest string that a subword piece may cover: a run of letters, one decimal digit, or one other
character, each with the white space before it folded into a leading "▁". Pieces therefore never cross a boundary
between a word and punctuation, which is what lets the engine merge pieces back into words exactly, and keep code,
placeholders and markup character by character.

The same rule is implemented in src/model/tokenizer/pretokens.ts; test/parity compares the two.
"""

import re
import unicodedata
from collections.abc import Iterator

META = "▁"  # U+2581, SentencePiece's mark for white space
_PRETOKEN = re.compile(r"▁?(?:[^\W\d_]+|\d|[^▁])|▁")
_WHITE_SPACE = re.compile(r"\s+")
WORD = re.compile(r"\w+|[^\w\s]")
"""A word as the corpora's alignment links count them."""


def normalise(text: str) -> str:
    """Returns the text as the models see it: NFC, apostrophes straight, white space runs as one space, trimmed."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace(META, "_")
    return _WHITE_SPACE.sub(" ", text).strip()


def pretokens(text: str) -> Iterator[str]:
    """Yields the pretokens of a text, "▁" standing for the white space before each."""
    for match in _PRETOKEN.finditer(META + normalise(text).replace(" ", META)):
        yield match.group()
