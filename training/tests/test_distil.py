"""Checks of what a teacher's translations become."""

import argparse
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from attention_lens.distil import Distiller, Sieve, guided_head, order_of, run, same_settings, word_links
from attention_lens.mixture import DISTILLED, Mixture
from attention_lens.pack import NO_WORD
from attention_lens.subwords import EOS
from attention_lens.words import WordStarts
from tests.test_decode import PAD, some_model, some_sources

LETTERS = {"</s>": 0, "<unk>": 1} | {f"▁{chr(95 + i)}": i for i in range(2, PAD)}  # every piece a word


def some_arrays(sources: list[list[int]]) -> dict[str, np.ndarray]:
    """Sentences whose translation is themselves, each word linked to itself."""
    ids = np.concatenate(sources).astype(np.uint16)
    words = np.concatenate([[*range(len(source) - 1), NO_WORD] for source in sources]).astype(np.uint8)
    links = [np.repeat(np.arange(len(source) - 1, dtype=np.uint8), 2) for source in sources]
    at = np.cumsum([0, *map(len, sources)])
    arrays = {"source": ids, "target": ids, "source_word": words, "target_word": words, "source_at": at, "target_at": at}
    arrays |= {"links": np.concatenate(links), "links_at": np.cumsum([0, *map(len, links)])}
    corpus = (np.arange(len(sources)) % 2).astype(np.uint8)
    return arrays | {"corpus": corpus, "corpora": np.array(["books", "laws"])}


class Parts(unittest.TestCase):
    def test_degenerate_translations_are_told(self):
        vocab = {"</s>": 0, "▁a": 1, "b": 2, "▁`": 3, "`": 4, "%": 5, "c": 6, "d": 7}
        sieve = Sieve(vocab)
        cases = [
            ([1, 2, 6, 0], [1, 6, 2, 0], True),
            ([1, 2, 6, 0], [1] * 20 + [0], False),  # too long
            ([1, 2, 6, 7, 0], [1, 2, 2, 2, 2, 0], False),  # one piece four times
            ([1, 2, 6, 7, 0], [1, 2, 2, 2, 6, 0], True),
            ([1, 2, 6, 7, 6, 0], [1, 2, 1, 2, 1, 2, 1, 2, 0], False),  # two pieces four times
            ([6, 6, 6, 6, 0], [2, 2, 2, 2, 0], True),  # as in the source
            ([3, 1, 4, 0], [1, 3, 4, 0], True),
            ([3, 1, 4, 0], [1, 3, 6, 0], False),  # code that is not closed
            ([5, 7, 0], [1, 7, 0], False),  # placeholder lost
            ([1, 0], [2, 0], True),
            ([1, 0], [2, 0], True),
            ([1, 0], [2, 0], True),
            ([1, 0], [2, 0], True),  # alike, but of different sentences
        ]
        sources, targets = ([np.array(case[i]) for case in cases] for i in (0, 1))
        self.assertEqual(sieve.good(sources, targets).tolist(), [case[2] for case in cases])

    def test_words_are_linked_to_what_their_pieces_attend_to(self):
        weights = torch.tensor([[[0.2, 0.2, 0.5, 0.1], [0.1, 0.1, 0.1, 0.7], [0.3, 0.3, 0.2, 0.2], [0.5, 0.0, 0.3, 0.2]]])
        source_words, target_words = torch.tensor([[0, 0, 1, NO_WORD]]), torch.tensor([[0, 1, 2, NO_WORD]])
        # y_0 -> word 1; y_1 reads </s>; y_2 -> word 0, the sum of two pieces
        self.assertEqual(word_links(weights, source_words, target_words)[0].tolist(), [[0, 2], [1, 0]])
        both = word_links(weights[:, :2], source_words, torch.tensor([[3, 3]]))[0]
        self.assertEqual(both.tolist(), [], "on the average of its pieces a word attends to the end mark most")

    def test_order_leaves_out_and_prefers(self):
        arrays = some_arrays([[2, EOS]] * 2000)
        order = order_of(arrays, {"corpora": {"laws": 9.0, "*": 1.0}}, ["*"], 9, 1)
        self.assertEqual(sorted(order), list(range(2000)))
        self.assertGreater(arrays["corpus"][order[:500]].mean(), 0.8)
        order = order_of(arrays, {"corpora": {"laws": 0, "*": 1.0}}, ["*"], 9, 1)
        self.assertEqual(set(arrays["corpus"][order]), {0})
        self.assertEqual(set(arrays["corpus"][order_of(arrays, {"corpora": {"*": 1}}, ["l*"], 9, 1)]), {1})
        self.assertEqual(len(order_of(arrays, {"corpora": {"*": 1}}, ["*"], 1, 1)), 0)

    def test_mixture_weighs_what_is_distilled(self):
        mixture = {"corpora": {"laws": 0.5, "*": 2.0}, "distilled": 3.0, "original": 0.1}
        self.assertEqual(Mixture.weight_of(DISTILLED + "laws", mixture), 1.5)
        self.assertAlmostEqual(Mixture.weight_of("books", mixture), 0.2)
        del mixture["original"]
        self.assertEqual(Mixture.weight_of("books", mixture), 2.0)

    def test_guided_head_of_a_run_and_of_an_export(self):
        self.assertEqual(guided_head({"guided_alignment": {"head": 3, "weight": 1}}), 3)
        exported = {"decoder_layers": 2, "alignment": {"layer": 1, "head": 2, "row": "reading"}}
        self.assertEqual(guided_head(exported), 2)
        self.assertIsNone(guided_head(exported | {"decoder_layers": 3}))
        self.assertIsNone(guided_head({}))


class Distillation(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        (self.folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": LETTERS, "merges": []}}), encoding="utf-8")
        self.options = argparse.Namespace(beam=2, length_penalty=1.0, rows=64, chunk=10, minutes=None, out=self.folder)
        self.arrays = some_arrays(some_sources(40))
        self.words = WordStarts(self.folder / "tokenizer.json")

    def distiller(self, head: int | None = 1) -> Distiller:
        return Distiller(some_model(), head, self.arrays, self.words, self.options)

    def run_quietly(self, order: np.ndarray) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            run(self.distiller(), order, self.options)

    def row(self, arrays, name, index, offsets=None):
        at = arrays[f"{offsets or name}_at"]
        return arrays[name][at[index] : at[index + 1]].tolist()

    def test_batch_by_batch_it_says_the_same_as_alone(self):
        distiller = self.distiller()
        alone = {i: pair for i in range(40) for pair in distiller.translate(np.array([i]))}
        seen = []
        for indices in distiller.batches(np.arange(40)):
            seen += indices.tolist()
            for pair in distiller.translate(indices):
                other = alone.pop(pair.index)
                for key in ("target", "target_word", "links"):
                    np.testing.assert_array_equal(getattr(pair, key), getattr(other, key))
        self.assertEqual(sorted(seen), list(range(40)))
        self.assertEqual(alone, {})

    def test_links_stay_where_the_translation_is_the_reference(self):
        distiller = self.distiller()
        pair = distiller.translate(np.arange(40))[0]
        self.assertNotEqual(pair.target.tolist(), self.row(self.arrays, "target", pair.index))
        sources = [self.row(self.arrays, "source", i) for i in range(40)]
        targets = [pair.target.tolist() if i == pair.index else source for i, source in enumerate(sources)]
        self.arrays["target"] = np.concatenate(targets).astype(np.uint16)
        self.arrays["target_at"] = np.cumsum([0, *map(len, targets)])
        words = [[*range(len(target) - 1), NO_WORD] for target in targets]
        self.arrays["target_word"] = np.concatenate(words).astype(np.uint8)
        self.arrays["links"] = self.arrays["links"] * 0 + 7
        again = next(other for other in distiller.translate(np.arange(40)) if other.index == pair.index)
        self.assertEqual(again.links.reshape(-1).tolist(), self.row(self.arrays, "links", pair.index))
        self.assertIn(7, again.links)

    def test_a_second_call_goes_on_and_all_are_one_corpus(self):
        order = np.arange(40)[::-1]
        self.options.minutes = 0.0
        with self.assertRaises(SystemExit):
            self.run_quietly(order)
        self.options.minutes = None
        self.run_quietly(order[:20])
        first = dict(np.load(self.folder / "packed.npz"))
        self.run_quietly(order)
        arrays = dict(np.load(self.folder / "packed.npz"))
        self.assertGreater(len(arrays["corpus"]), len(first["corpus"]))
        self.assertEqual(arrays["corpora"].tolist(), [DISTILLED + "books", DISTILLED + "laws"])
        kept = {pair.index: pair for pair in self.distiller().translate(np.arange(40))}
        self.assertEqual(len(arrays["corpus"]), len(kept))
        # part after part, each in the order of the original corpus
        indices = [i for part in (range(30, 40), range(20, 30), range(10, 20), range(10)) for i in part if i in kept]
        for number, index in enumerate(indices):
            self.assertEqual(self.row(arrays, "source", number), self.row(self.arrays, "source", index))
            self.assertEqual(self.row(arrays, "target", number), kept[index].target.tolist())
            self.assertEqual(self.row(arrays, "target_word", number, "target"), kept[index].target_word.tolist())
            self.assertEqual(self.row(arrays, "links", number), kept[index].links.reshape(-1).tolist())
            self.assertEqual(arrays["corpus"][number], index % 2)
        drawn = Mixture(self.folder / "packed.npz", {"corpora": {"books": 1.0}, "max_pieces": 50}, PAD, 1, guided=True)
        batch = next(drawn.stream(0, 0, 100, 0, 1))
        self.assertEqual(batch.links.shape, (*batch.target_out.shape, batch.source.shape[1]))
        self.assertTrue(batch.links.any())

    def test_parts_of_other_settings_are_not_mixed(self):
        options = argparse.Namespace(
            **vars(self.options), teacher=Path("t"), data=Path("d"), corpora=["*"], max_pieces=9, seed=1
        )  # fmt: skip
        same_settings(options)
        same_settings(options)
        options.seed, options.chunk = 2, 11
        with self.assertRaisesRegex(SystemExit, r"\(seed, chunk\)"):
            same_settings(options)

    def test_without_a_guided_head_there_are_no_links(self):
        self.assertEqual({len(pair.links) for pair in self.distiller(None).translate(np.arange(40))}, {0})


if __name__ == "__main__":
    unittest.main()
