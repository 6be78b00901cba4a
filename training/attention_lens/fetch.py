"""Fetches a small English-French corpus from public sources, in the form that the other commands read.

    python3 -m attention_lens.fetch --out build/corpora/en-fr.tsv [--source python-docs vscode-ui tatoeba]

| corpus      | source                                                          | licence            |
|-------------|-----------------------------------------------------------------|--------------------|
| python-docs | github.com/python/python-docs-fr, gettext catalogues            | CC0 (translations) |
| vscode-ui   | github.com/microsoft/vscode-loc, French and pseudo-locale packs | MIT                |
| tatoeba     | tatoeba.org, weekly exports by language                         | CC BY 2.0 FR       |

Lines are `corpus<TAB>English<TAB>French`, deduplicated, NFC, at most 90 words. Word alignments are not made here:
training without guided alignment needs none. Pairs whose English stands in a file given by --exclude (the first
column of a TSV, as in an evaluation set) are left out.
"""

import argparse
import ast
import bz2
import io
import json
import subprocess
import tempfile
import unicodedata
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

MAX_WORDS = 90
TextPair = tuple[str, str]

PYTHON_DOCS = "https://github.com/python/python-docs-fr.git"
VSCODE_LOC = "https://github.com/microsoft/vscode-loc.git"
TATOEBA = "https://downloads.tatoeba.org/exports/per_language"

# vscode-loc holds no English text; its pseudo-locale does, letter for letter.
PSEUDO_LOCALE = str.maketrans("æþçðëïñøµÿÆßÇÐËÏ£ÑØ§ÜÝ", "abcdeinouyABCDEILNOSUY")


def clone(url: str, folder: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", url, str(folder)], check=True)
    return folder


def po_entries(text: str) -> Iterator[TextPair]:
    """Yields msgid and msgstr of a gettext catalogue's translated entries; fuzzy and plural ones are left out."""
    for block in text.split("\n\n"):
        lines = block.splitlines()
        if any(line.startswith("#,") and "fuzzy" in line for line in lines):
            continue
        fields: dict[str, str] = {}
        field = None
        for line in lines:
            if line.startswith(("msgid ", "msgstr ")):
                field, _, line = line.partition(" ")
            elif line.startswith("msg"):
                field = None  # msgctxt, msgid_plural, msgstr[0]
            if field and line.startswith('"'):
                fields[field] = fields.get(field, "") + ast.literal_eval(line)
        if fields.get("msgid") and fields.get("msgstr"):
            yield fields["msgid"], fields["msgstr"]


def python_docs(folder: Path) -> Iterator[TextPair]:
    for file in sorted(clone(PYTHON_DOCS, folder).rglob("*.po")):
        yield from po_entries(file.read_text(encoding="utf-8"))


def leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yields every string of a JSON object with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, str):
        yield path, value


def vscode_ui(folder: Path) -> Iterator[TextPair]:
    packs = clone(VSCODE_LOC, folder) / "i18n"
    french = packs / "vscode-language-pack-fr" / "translations"
    pseudo = packs / "vscode-language-pack-qps-ploc" / "translations"
    for file in sorted(french.rglob("*.i18n.json")):
        twin = pseudo / file.relative_to(french)
        if not twin.exists():
            continue
        english = dict(leaves(json.loads(twin.read_text(encoding="utf-8")).get("contents")))
        for path, translated in leaves(json.loads(file.read_text(encoding="utf-8")).get("contents")):
            if path in english:
                yield english[path].translate(PSEUDO_LOCALE), translated


def tatoeba(_folder: Path) -> Iterator[TextPair]:
    def rows(name: str) -> Iterator[list[str]]:
        with urllib.request.urlopen(f"{TATOEBA}/{name}", timeout=120) as answer:
            text = bz2.decompress(answer.read()).decode("utf-8")
        return (line.split("\t") for line in io.StringIO(text))

    english = {row[0]: row[2].strip() for row in rows("eng/eng_sentences.tsv.bz2")}
    french = {row[0]: row[2].strip() for row in rows("fra/fra_sentences.tsv.bz2")}
    for left, right in rows("eng/eng-fra_links.tsv.bz2"):
        if left in english and right.strip() in french:
            yield english[left], french[right.strip()]


SOURCES: dict[str, Callable[[Path], Iterator[TextPair]]] = {
    "python-docs": python_docs,
    "vscode-ui": vscode_ui,
    "tatoeba": tatoeba,
}


def cleaned(pairs: Iterator[TextPair], excluded: set[str]) -> Iterator[TextPair]:
    """Yields the pairs worth training on, each once, white space made single."""
    seen: set[TextPair] = set()
    for english, french in pairs:
        pair = tuple(" ".join(unicodedata.normalize("NFC", side).split()) for side in (english, french))
        lengths = [len(side.split()) for side in pair]
        if pair in seen or pair[0] == pair[1] or pair[0] in excluded or not 0 < min(lengths) <= max(lengths) <= MAX_WORDS:
            continue
        seen.add(pair)
        yield pair


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--source", nargs="+", choices=SOURCES, default=list(SOURCES))
    parser.add_argument("--exclude", nargs="*", type=Path, default=[], help="TSV files whose English must not occur")
    options = parser.parse_args()

    excluded = {
        " ".join(line.split("\t")[0].split()) for file in options.exclude for line in file.read_text("utf-8").splitlines()
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8", newline="\n") as out:
        for name in options.source:
            count = 0
            with tempfile.TemporaryDirectory() as folder:
                for english, french in cleaned(SOURCES[name](Path(folder) / name), excluded):
                    out.write(f"{name}\t{english}\t{french}\n")
                    count += 1
            print(f"{name}: {count:,} pairs", flush=True)


if __name__ == "__main__":
    main()
