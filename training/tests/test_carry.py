"""Checks that corpora come out of the small file as they went in."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from attention_lens.carry import fold, selected, unfold
from attention_lens.pack import NO_WORD, joined
from attention_lens.subwords import EOS
from attention_lens.words import WordStarts, numbered

PIECES = ["</s>", "<unk>", "▁", "▁le", "s", "_", ".", "`", "7", "é", "<0xC2>", "<0xB5>", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>"]
OFFSETS = {"source": "source", "target": "target", "source_word": "source", "target_word": "target", "links": "links"}


def tokenizer(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    vocab = {piece: i for i, piece in enumerate(PIECES)}
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocab, "merges": []}}), encoding="utf-8")
    (folder / "tokenizer.model").write_bytes(b"\x00\xff model")
    return folder


def some_corpora(words: WordStarts, sentences: int = 400) -> dict[str, np.ndarray]:
    """Sentences of any pieces and links; now and then of words that the pieces do not tell."""
    random = np.random.default_rng(0)
    arrays: dict[str, np.ndarray] = {}
    for side in ("source", "target"):
        rows = [[3, *random.integers(1, len(PIECES), size=random.integers(0, 30)), EOS] for _ in range(sentences)]
        ids = np.concatenate(rows).astype(np.uint16)
        arrays[side], arrays[f"{side}_at"] = ids, np.cumsum([0, *map(len, rows)])
        told = numbered(words.starts(ids), ids)
        odd = (random.random(len(ids)) < 0.01) & (ids != EOS)
        arrays[f"{side}_word"] = np.where(odd, 200, told).astype(np.uint8)
    links = []
    for number in range(sentences):
        spread = 5 if number % 7 else 250  # some jump farther than a byte tells
        pairs = {tuple(pair) for pair in random.integers(0, spread, size=(random.integers(0, 9), 2)).tolist()}
        links.append(np.array(sorted(pairs), dtype=np.uint8).reshape(-1) if number % 11 else np.zeros(0, np.uint8))
    arrays |= {"links": np.concatenate(links), "links_at": np.cumsum([0, *map(len, links)])}
    corpus = np.sort(random.integers(0, 3, size=sentences)).astype(np.uint8)
    return arrays | {"corpus": corpus, "corpora": np.array(["books", "docs-mt", "laws"])}


class Carry(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.data = tokenizer(self.folder / "data")
        self.arrays = some_corpora(WordStarts(self.data / "tokenizer.json"))
        np.savez(self.data / "packed.npz", **self.arrays)

    def carried(self, without: list[str]) -> dict[str, np.ndarray]:
        fold(self.data, self.folder / "file.carry", without, threads=2)
        unfold(self.folder / "file.carry", self.folder / "out")
        return dict(np.load(self.folder / "out" / "packed.npz"))

    def assert_same(self, one, other):
        self.assertEqual(set(one), set(other))
        for name, array in one.items():
            self.assertEqual(array.dtype, other[name].dtype, name)
            np.testing.assert_array_equal(array, other[name], name)

    def test_comes_out_as_it_went_in(self):
        self.assert_same(self.arrays, self.carried([]))
        for name in ("tokenizer.json", "tokenizer.model"):
            self.assertEqual((self.folder / "out" / name).read_bytes(), (self.data / name).read_bytes())

    def test_without_some_corpora(self):
        kept = self.carried(["*-mt", "books"])
        self.assert_same(selected(self.arrays, ["docs-mt", "books"]), kept)
        rows = np.flatnonzero(self.arrays["corpus"] == 2)
        self.assertEqual(len(kept["corpus"]), len(rows))
        for name, offsets in OFFSETS.items():
            at, kept_at = self.arrays[f"{offsets}_at"], kept[f"{offsets}_at"]
            for number in (0, 5, len(rows) - 1):
                row = self.arrays[name][at[rows[number]] : at[rows[number] + 1]]
                np.testing.assert_array_equal(kept[name][kept_at[number] : kept_at[number + 1]], row)

    def test_the_same_corpora_make_the_same_file(self):
        fold(self.data, self.folder / "a.carry", [])
        fold(self.data, self.folder / "b.carry", [])
        self.assertEqual((self.folder / "a.carry").read_bytes(), (self.folder / "b.carry").read_bytes())

    def test_an_end_mark_inside_a_sentence_is_refused(self):
        self.arrays["target"][1] = EOS
        np.savez(self.data / "packed.npz", **self.arrays)
        with self.assertRaisesRegex(ValueError, "target: </s>"):
            fold(self.data, self.folder / "file.carry", [])

    def test_parts_are_one_corpus_again(self):
        parts = [selected(self.arrays, without) for without in (["laws"], ["books", "docs-mt"])]
        parts[1]["corpora"] = parts[1]["corpora"][::-1]
        parts[1]["corpus"] = 2 - parts[1]["corpus"]
        self.assert_same(self.arrays, joined(parts))


class Words(unittest.TestCase):
    def test_words_as_the_text_has_them(self):
        with tempfile.TemporaryDirectory() as folder:
            words = WordStarts(tokenizer(Path(folder)) / "tokenizer.json")
        cases = [
            (["▁le", "s", "_", "7", "é"], [0] * 5),
            (["▁le", ".", "`", "s", "▁", ".", "▁le"], [0, 1, 2, 3, 4, 4, 5]),
            (["▁", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>", "s"], [0] * 5 + [1] * 4 + [2]),
        ]
        ids = np.array([PIECES.index(piece) for pieces, _ in cases for piece in [*pieces, "</s>"]])
        wanted = [word for _, of in cases for word in [*of, NO_WORD]]
        self.assertEqual(numbered(words.starts(ids), ids).tolist(), wanted)


if __name__ == "__main__":
    unittest.main()
