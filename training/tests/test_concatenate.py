"""Longer pairs made of short ones."""

import unittest

import numpy as np

from attention_lens.concatenate import IN_A_ROW, concatenate, in_a_row
from attention_lens.pack import NO_WORD

ARRAYS = {
    "source": np.array([5, 6, 0, 7, 0, 8, 9, 0], dtype=np.uint16),
    "source_word": np.array([0, 1, NO_WORD, 0, NO_WORD, 0, 0, NO_WORD], dtype=np.uint8),
    "source_at": np.array([0, 3, 5, 8]),
    "target": np.array([15, 0, 16, 17, 0, 18, 0], dtype=np.uint16),
    "target_word": np.array([0, NO_WORD, 0, 1, NO_WORD, 0, NO_WORD], dtype=np.uint8),
    "target_at": np.array([0, 2, 5, 7]),
    "links": np.array([0, 0, 1, 0, 0, 1, 0, 0], dtype=np.uint8),
    "links_at": np.array([0, 4, 6, 8]),
    "corpus": np.array([0, 0, 1], dtype=np.uint8),
    "corpora": np.array(["talk", "manual"]),
}


class InARow(unittest.TestCase):
    def test_pieces_words_and_links_go_on_counting(self):
        self.assertEqual(
            in_a_row(ARRAYS, np.array([0, 1, 2])),
            {
                "source": [5, 6, 7, 8, 9, 0],
                "source_word": [0, 1, 2, 3, 3, NO_WORD],
                "target": [15, 16, 17, 18, 0],
                "target_word": [0, 1, 2, 3, NO_WORD],
                "links": [0, 0, 1, 0, 2, 2, 3, 3],
            },
        )

    def test_what_has_more_words_than_have_numbers_is_refused(self):
        self.assertIsNone(in_a_row(ARRAYS, np.zeros(200, dtype=np.int64)))

    def test_only_the_corpora_that_fit_are_drawn_from(self):
        made = concatenate(ARRAYS, "talk", 20, 1)
        self.assertEqual(made["corpora"].tolist(), [IN_A_ROW + "talk"])
        self.assertEqual(len(made["corpus"]), 20)
        self.assertEqual(set(made["source"].tolist()), {0, 5, 6, 7})
        self.assertEqual(int((made["source"] == 0).sum()), 20)
        self.assertEqual(made["source_at"][-1], len(made["source"]))


if __name__ == "__main__":
    unittest.main()
