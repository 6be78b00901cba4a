"""Everyday sentences that begin with a greeting or the like."""

import random
import unittest

from attention_lens.corpora import Pair
from attention_lens.openers import OFTEN, lowering, opened, opener, openers
from attention_lens.pretokens import WORD

HELLO = Pair("tatoeba", "Hello, Tom is here.", "Bonjour, Tom est là.", "0-0 1-1 2-2 3-3 4-4 5-5")
PHRASE = Pair("tatoeba", "How are you?", "Comment allez-vous ?", "0-0 1-1 2-3 3-4")


class Openers(unittest.TestCase):
    def test_an_opener_is_a_word_or_two_before_the_first_comma_of_both_sides(self):
        self.assertEqual(opener(HELLO), ("Hello", "Bonjour"))
        self.assertEqual(opener(Pair("", "Hurry up, Tom!", "Dépêche-toi, Tom !", "")), ("Hurry up", "Dépêche-toi"))
        self.assertIsNone(opener(Pair("", "When he left, I cried.", "Lorsqu'il est parti, j'ai pleuré.", "")))
        self.assertIsNone(opener(Pair("", "Hello, Tom.", "Bonjour Tom.", "")))
        self.assertIsNone(opener(PHRASE))

    def test_one_counts_that_is_translated_so_more_than_once(self):
        rare = Pair("", "Coffee, please.", "Du café, je vous prie.", "")
        self.assertEqual(openers([HELLO] * OFTEN + [rare]), {("Hello", "Bonjour"): OFTEN})

    def test_a_first_word_is_small_unless_it_is_capital_inside_sentences(self):
        lowered = lowering(["See how Tom and I are.", "Is Tom how I am?"])
        self.assertEqual([lowered(text) for text in ("How so?", "Tom is.", "I am.")], ["how so?", "Tom is.", "I am."])

    def test_a_sentence_is_opened_in_both_languages_and_its_links_move(self):
        pairs = [HELLO] * OFTEN + [PHRASE, Pair("tatoeba", "Ask how it is.", "Dis comment tu vas.", "")]
        found = {pair.source: pair for pair in opened(pairs, openers(pairs), 30, random.Random(1))}
        pair = found["Hello, how are you?"]
        self.assertEqual((pair.corpus, pair.target), ("opened: tatoeba", "Bonjour, comment allez-vous ?"))
        words = [WORD.findall(text) for text in (pair.source, pair.target)]
        linked = {(words[0][i], words[1][j]) for i, j in (map(int, link.split("-")) for link in pair.links.split())}
        self.assertEqual(linked, {("Hello", "Bonjour"), (",", ","), ("how", "comment"), ("are", "allez"), ("you", "vous"), ("?", "?")})
        self.assertNotIn("Hello, Hello, Tom is here.", found)


if __name__ == "__main__":
    unittest.main()
