"""How rare the rarest word of a sentence is, and how much more often such a sentence is drawn."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

from attention_lens.mixture import Mixture
from attention_lens.pack import NO_WORD
from attention_lens.rarity import rarest, word_keys

# Words as pieces: common = 5, rare = 6 7, once = 8, identifier = 9 7 (of the manual alone).
SENTENCES = [[[5], [6, 7]], [[5], [5]], [[5], [6, 7]], [[5], [8]], [[9, 7], [5]], [[9, 7]], [[5], [7]]]
CORPUS = [0, 0, 1, 0, 1, 1, 0]


def arrays() -> dict[str, np.ndarray]:
    ids = [[piece for word in sentence for piece in word] + [0] for sentence in SENTENCES]
    words = [[i for i, word in enumerate(sentence) for _ in word] + [NO_WORD] for sentence in SENTENCES]
    at = np.cumsum([0, *map(len, ids)])
    source = {"source": np.concatenate(ids).astype(np.uint16), "source_word": np.concatenate(words).astype(np.uint8)}
    target = {name.replace("source", "target"): values for name, values in source.items()}
    links = {"links": np.zeros(0, dtype=np.uint8), "links_at": np.zeros(len(at), dtype=np.int64)}
    named = {"corpus": np.array(CORPUS, dtype=np.uint8), "corpora": np.array(["talk", "manual"])}
    return {**source, **target, **links, **named, "source_at": at, "target_at": at}


class Rarity(unittest.TestCase):
    def test_words_are_told_apart_by_their_pieces_and_the_order_of_these(self):
        packed = arrays()
        keys, sentence = word_keys(packed)
        self.assertEqual(sentence.tolist(), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6])
        common, rare = keys[0], keys[1]
        self.assertEqual([i for i, key in enumerate(keys) if key == common], [0, 2, 3, 4, 6, 9, 11])
        self.assertEqual([i for i, key in enumerate(keys) if key == rare], [1, 5])
        packed["source"] = packed["source"].copy()
        packed["source"][1:3] = [7, 6]  # the same pieces the other way round are another word
        self.assertNotEqual(word_keys(packed)[0][1], rare)

    def test_the_rarest_word_counts_by_how_often_an_epoch_meets_it(self):
        weight = np.array([1, 1, 0.5, 1, 1, 1, 1])
        met = rarest(arrays(), weight, ["talk"])
        self.assertEqual(met[0], 1.5)  # "rare", in two sentences
        self.assertEqual(met[2], 1.5)
        self.assertEqual(met[1], 6.5)  # "common": twice in its own sentence
        self.assertEqual(met[3], 6.5)  # "once" does not count
        self.assertEqual(met[4], 6.5)  # the identifier does not count
        self.assertEqual(met[5], np.inf)

    def test_words_of_the_manual_count_where_it_is_part_of_the_vocabulary(self):
        self.assertEqual(rarest(arrays(), np.ones(7), ["manual"])[5], 2)

    def test_a_mixture_draws_sentences_with_rare_words_more_often(self):
        rare = {"vocabulary": ["talk"], "below": 8, "most": 1.5, "except": ["manual"]}
        mixture = {"corpora": {"talk": 1.0, "manual": 0.5}, "max_pieces": 9}
        with tempfile.TemporaryDirectory() as folder:
            np.savez(Path(folder) / "packed.npz", **arrays())
            plain = Mixture(Path(folder) / "packed.npz", mixture, 1, 1).weight
            changed = Mixture(Path(folder) / "packed.npz", mixture | {"rare": rare}, 1, 1).weight
        met = 6.0  # "common": 5 of the talk, and two halves
        self.assertEqual(plain.tolist(), [1, 1, 0.5, 1, 0.5, 0.5, 1])
        np.testing.assert_allclose(changed, [1.5, (8 / met) ** 0.5, 0.5, (8 / met) ** 0.5, 0.5, 0.5, (8 / met) ** 0.5])


if __name__ == "__main__":
    unittest.main()
