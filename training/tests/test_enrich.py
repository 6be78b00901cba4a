"""Everyday sentences made longer and denser in rare words."""

import random
import tempfile
import unittest
from pathlib import Path

from attention_lens.agreement import adjective_tags
from attention_lens.corpora import Pair
from attention_lens import enrich
from attention_lens.enrich import (
    COMMON, SCARCE, Side, Spot, closing_phrase, draft_of, enriched, is_scarce, spots_of, statement, takes_adjective,
)
from attention_lens.kin import Kin, Synsets
from attention_lens.lexicon import Translation
from attention_lens.substitute import Form, WordNet
from attention_lens.wanted import ANY, KNOWN, Rare, doubtful, supported, wanted
from attention_lens.wordnet import read_frequencies

DOG = ("n", "05", "masc", "consonant", "singular")
GARDEN = Pair("tatoeba", "He saw a dog in the garden.", "Il a vu un chien dans le jardin.", "0-0 1-1 1-2 2-3 3-4 4-5 5-6 6-7 7-8")
GARDEN_LINKS = "0-0 1-1 2-2 3-3 4-4 5-5"
SONG = Pair("tatoeba", "I sang a song.", "J'ai chanté une chanson.", "0-0 1-2 1-3 2-4 3-5 4-6")


def linked_words(pair: Pair) -> set[tuple[str, str]]:
    source, target = (Side.of(text).words for text in (pair.source, pair.target))
    return {(source[i], target[j]) for i, j in (map(int, link.split("-")) for link in pair.links.split())}


class Drafts(unittest.TestCase):
    def test_a_text_comes_back_as_it_was(self):
        self.assertEqual(Side.of("L'herbe  est verte, non ?").text(), "L'herbe  est verte, non ?")

    def test_a_word_and_its_translation_are_replaced_and_the_article_fits(self):
        draft = draft_of(GARDEN, {(3, 4, "dog"): [DOG]})
        draft.replace(draft.spots[0], Form("ice cream", "pain d'épices", DOG))
        pair = draft.pair("tatoeba")
        self.assertEqual(pair.source, "He saw an ice cream in the garden.")
        self.assertEqual(pair.target, "Il a vu un pain d'épices dans le jardin.")
        self.assertLessEqual({("ice", "pain"), ("cream", "épices"), ("garden", "jardin"), (".", ".")}, linked_words(pair))

    def test_an_adjective_stands_before_its_noun_and_in_french_after_it(self):
        draft = draft_of(GARDEN, {(3, 4, "dog"): [DOG]})
        draft.insert(draft.spots[0], Form("elderly", "âgé", ("adj", "m", "vowel")))
        pair = draft.pair("tatoeba")
        self.assertEqual((pair.source, pair.target), ("He saw an elderly dog in the garden.", "Il a vu un chien âgé dans le jardin."))
        self.assertLessEqual({("elderly", "âgé"), ("dog", "chien"), ("in", "dans")}, linked_words(pair))

    def test_an_adjective_needs_a_determiner_and_nothing_attached_to_the_noun(self):
        attached = Pair("tatoeba", "a paper hat, dog", "un chapeau de papier, chien", "")
        draft = draft_of(attached, {(2, 1, "hat"): [DOG], (4, 5, "dog"): [DOG]})
        self.assertFalse(takes_adjective(draft, draft.spots[0]))  # "paper hat", "chapeau de"
        self.assertFalse(takes_adjective(draft, draft.spots[1]))  # no determiner
        self.assertTrue(takes_adjective(draft_of(GARDEN, {}), Spot([DOG], 3, 4)))


class Phrases(unittest.TestCase):
    def test_a_closing_phrase_is_taken_with_its_links_and_put_at_the_end_of_another_statement(self):
        phrase = closing_phrase(draft_of(GARDEN, {(3, 4, "dog"): [DOG], (6, 7, "garden"): [DOG]}), {"garden"}.__contains__)
        self.assertEqual((phrase.source.text(), phrase.target.text()), (" in the garden", " dans le jardin"))
        draft = draft_of(SONG, {})
        draft.append(phrase)
        pair = draft.pair("tatoeba")
        self.assertEqual((pair.source, pair.target), ("I sang a song in the garden.", "J'ai chanté une chanson dans le jardin."))
        self.assertLessEqual({("in", "dans"), ("garden", "jardin"), ("song", "chanson"), (".", ".")}, linked_words(pair))
        self.assertEqual([(spot.source, spot.target) for spot in draft.spots], [(6, 8)])

    def test_a_phrase_that_is_linked_to_what_is_before_it_is_left(self):
        links = GARDEN.links + " 1-7"
        self.assertIsNone(closing_phrase(draft_of(Pair("", GARDEN.source, GARDEN.target, links), {}), {"garden"}.__contains__))

    def test_a_phrase_that_names_nothing_or_begins_otherwise_in_french_is_left(self):
        self.assertIsNone(closing_phrase(draft_of(GARDEN, {}), {"dog"}.__contains__))
        of = Pair("", "I saw him in the garden.", "Je l'ai vu du côté jardin.", "0-0 1-3 1-4 2-2 3-5 4-5 5-7 6-8")
        self.assertIsNone(closing_phrase(draft_of(of, {}), {"garden"}.__contains__))

    def test_questions_and_sentences_with_other_marks_are_no_statements(self):
        for source in ("Is it in the garden?", "No, it is in the garden.", "It is in the garden"):
            self.assertFalse(statement(draft_of(Pair("", source, "C'est dans le jardin.", ""), {})))
        self.assertTrue(statement(draft_of(GARDEN, {})))


    def test_a_phrase_is_added_where_a_word_of_its_sentence_leads_to_it_and_to_few_others(self):
        phrase = closing_phrase(draft_of(Pair("", "They dined in the garden.", "Ils dînaient dans le jardin.", GARDEN_LINKS), {}), {"garden"}.__contains__)
        drawn = enrich.Phrases([phrase]).draw(("We", "dined", "."), random.Random(1))
        self.assertIs(drawn, phrase)
        self.assertIsNone(enrich.Phrases([phrase]).draw(("We", "slept"), random.Random(1)))
        self.assertIsNone(enrich.Phrases([phrase] * (COMMON + 1)).draw(("We", "dined"), random.Random(1)))


def kin() -> Kin:
    """Dogs and pugs are of a kind, dogs and tulips are not; animals are said to be old and dull."""
    nouns = Synsets({"dog": "1", "pug": "2", "tulip": "3"}, {"1": ["1"], "2": ["2", "1"], "3": ["3"]})
    adjectives = Synsets({"old": "8", "dull": "8", "lilac": "9"}, {"8": ["8"], "9": ["9"]})
    found = Kin({"n": nouns, "v": Synsets({}, {}), "adj": adjectives})
    found.count([["the", "old", "dogs", "."]] * 4)
    return found


class Enriching(unittest.TestCase):
    def test_each_word_is_drawn_as_often_as_it_is_to_be_and_bases_stay_as_they_are(self):
        adjective = ("adj", "m", "consonant")
        words = [
            ([Form("pug", "carlin", DOG, "pug")], 3),
            ([Form("dull", "terne", adjective, "dull")], 2),
            ([Form("lilac", "lilas", adjective, "lilac")], 2),  # nothing is said to be lilac
            ([Form("tulip", "tulipier", DOG, "tulip")], 2),  # of another kind, but with the same tag
        ]
        rare = Rare(words, kin(), random.Random(1))
        bases = [("tatoeba", draft_of(GARDEN, {(3, 4, "dog"): [DOG]}))]
        pairs = list(enriched(bases, enrich.Phrases([]), rare, passes=100))
        text = " ".join(pair.source for pair in pairs)
        self.assertEqual((text.count("pug"), text.count("dull"), rare.left), (3, 2, [0, 0, 2, 0]))  # tulip for its topic
        self.assertTrue(all(pair.corpus == "enriched: tatoeba" for pair in pairs))
        self.assertEqual(bases[0][1].source.text(), GARDEN.source)

    def test_where_only_near_kinds_are_wanted_a_word_of_the_topic_is_not_drawn(self):
        rare = Rare([([Form("tulip", "tulipier", DOG, "tulip")], 2)], kin(), random.Random(1))
        drawn = [rare.draw([DOG], rare.kin.kinds("n", "dog")), rare.draw([DOG], [ANY])]
        self.assertEqual([form and form.word for form in drawn], [None, "tulip"])

    def test_a_form_that_is_to_come_more_often_is_drawn_before_others(self):
        words = [([Form("pug", "carlin", DOG, "pug")], 200), ([Form("whelp", "chiot", DOG, "dog")], 8)]
        rare = Rare(words, kin(), random.Random(1))
        drawn = [rare.draw([DOG], rare.kin.kinds("n", "dog")).source for _ in range(100)]
        self.assertGreater(drawn.count("pug"), 90)

    def test_sentences_with_plurals_or_endings_of_verbs_come_more_often_than_others(self):
        self.assertTrue(is_scarce(("n", "05", "masc", "consonant", "plural")) and is_scarce(("v", "38", "ing", "e", "vowel")))
        self.assertFalse(is_scarce(DOG) or is_scarce(("v", "38", "base", "er", "vowel")) or is_scarce(("adj", "ms", "h")))
        dogs = Pair("tatoeba", "He saw dogs.", "Il a vu des chiens.", "0-0 1-1 1-2 2-4 3-5")
        plural = (*DOG[:4], "plural")
        rare = Rare([([Form("pug", "carlin", DOG, "pug")], 999), ([Form("pugs", "carlins", plural, "pug")], 999)], kin(), random.Random(1))
        bases = [("", draft_of(GARDEN, {(3, 4, "dog"): [DOG]})), ("", draft_of(dogs, {(2, 4, "dog"): [plural]}))]
        text = " ".join(pair.source for pair in enriched(bases, enrich.Phrases([]), rare, passes=200))
        ratio = text.count("pugs ") + text.count("pugs."), text.count("pug in")
        self.assertAlmostEqual(ratio[0] / ratio[1], SCARCE, delta=0.6)

    def test_the_place_of_a_verb_is_none_for_a_noun(self):
        worry = Form("worry", "souci", ("n", "12", "masc", "consonant", "singular"), "worry")
        links = "0-0 1-1"
        verb, noun = Pair("", "not worry", "pas souci", links), Pair("", "great worry", "grand souci", links)
        self.assertEqual(spots_of([verb, noun], [worry]).keys(), {id(noun)})

    def test_adjectives_have_the_gender_and_number_of_their_noun(self):
        self.assertIn(("adj", "fs", "vowel"), adjective_tags("fem", "plural"))
        self.assertIn(("adj", "m", "h"), adjective_tags("masc", "singular"))

    def test_translations_that_text_links_come_first(self):
        words = {("fence", "n"): [Translation("haie", "fem", 3, 1.3), Translation("clôture", "fem", 2, 0.6)]}
        wordnet = WordNet({"fence": "06"}, {}, {})
        text = [Pair("kde", "Fences fall.", "Les clôtures tombent.", "0-1 1-2 2-3")] * 3
        self.assertEqual([each.word for each in supported(words, wordnet, text)["fence", "n"]], ["clôture", "haie"])
        self.assertEqual([each.word for each in supported(words, wordnet, [])["fence", "n"]], ["haie", "clôture"])

    def test_a_reading_by_one_language_is_doubtful_where_another_is_agreed_on(self):
        words = {
            ("purple", "n"): [Translation("mauve", "fem", 1, 1.0)],
            ("purple", "adj"): [Translation("violet", "", 3, 2.3)],
            ("pug", "n"): [Translation("carlin", "masc", 1, 1.0)],
            ("purple emperor", "n"): [Translation("mars", "masc", 2, 2.0)],
            ("ice cream", "n"): [Translation("glace", "fem", 3, 3.0)],
        }
        found = [word for word, kind in words if doubtful((word, kind), words, {"ice cream": 3})]
        self.assertEqual(found, ["purple", "purple emperor"])

    def test_common_and_concrete_words_get_more_places_and_known_ones_none(self):
        words = ("vest", "idea", "saluki", "dog")
        lexicon = {(word, "n"): [Translation("mot", "masc", 2, 2.0)] for word in words}
        wordnet = WordNet({"vest": "06", "idea": "09", "saluki": "05", "dog": "05"}, {}, {})
        common = {"vest": 35, "idea": 35, "saluki": 50, "dog": 10}
        everyday = [Pair("tatoeba", "dog", "chien", "")] * KNOWN
        found = {forms[0].source: count for forms, count in wanted(lexicon, wordnet, common, {"vest": 5}, everyday)}
        self.assertEqual(found, {"vest": 120, "vests": 120, "idea": 30, "ideas": 30, "saluki": 6, "salukis": 6, "dogs": 200})

    def test_frequencies_are_summed_over_senses(self):
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "cntlist.rev").write_text("park_bench%1:06:00:: 1 4\npark_bench%1:06:01:: 2 1\nsit%2:35:00:: 1 9\n")
            self.assertEqual(read_frequencies(Path(name)), {"park bench": 5, "sit": 9})


if __name__ == "__main__":
    unittest.main()
