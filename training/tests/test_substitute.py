"""Words that a corpus lacks: dictionaries by way of third languages, and sentences with a noun replaced."""

import gzip
import random
import tempfile
import unittest
from pathlib import Path

from attention_lens import lexicon
from attention_lens.corpora import Pair
from attention_lens.freedict import Entry, parse, read_dictionary
from attention_lens.lexicon import Translation, read_lexicon
from attention_lens.inflection import english_plural, english_verb, french_adjective, french_plural, french_verb, initial
from attention_lens.substitute import (
    USES, Form, Place, WordNet, cldr_names, forms_of, linked, places, rare_words, read_common_words, replaced, substituted,
)
from attention_lens.wordnet import read_irregular, read_topics

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def number(value: int) -> str:
    return (number(value // 64) if value >= 64 else "") + BASE64[value % 64]


def write_dictionary(folder: Path, name: str, entries: list[str]) -> None:
    at, text, index = 0, b"", ["00databaseinfo\tA\tA"]
    for entry in entries:
        part = (entry + "\n").encode()
        index.append(f"{entry.split(' ')[0]}\t{number(at)}\t{number(len(part))}")
        text, at = text + part, at + len(part)
    (folder / f"freedict-{name}.dict.dz").write_bytes(gzip.compress(text))
    (folder / f"freedict-{name}.index").write_text("\n".join([*index, index[-1]]) + "\n", encoding="utf-8")


class Dictionaries(unittest.TestCase):
    def test_an_entry_without_senses_is_one_line_of_translations(self):
        entry = parse("sidewalk //ˈsaɪdwɔːk// <n>\nпло́чник, тротоа́р\npaved footpath")
        self.assertEqual(entry, Entry("sidewalk", "n", "", ("пло́чник", "тротоа́р")))

    def test_the_translations_of_numbered_senses_are_gathered_and_glosses_left_out(self):
        entry = parse("patin à glace /pa.tɛ̃/ <n, masc>\n1. Schlittschuhlaufen\nPatinage\n2. [Botte] Schlittschuh (Paar)")
        self.assertEqual(entry, Entry("patin à glace", "n", "masc", ("Schlittschuhlaufen", "Schlittschuh")))

    def test_what_has_no_translation_is_no_entry(self):
        self.assertIsNone(parse("sidewalk /ˈsaɪdwɔːk/ <n>"))

    def test_a_dictionary_is_read_by_its_index_each_entry_once(self):
        with tempfile.TemporaryDirectory() as folder:
            long = "x" * 5000  # offsets of more than one digit
            write_dictionary(Path(folder), "eng-fin", ["bench <n>\npenkki", f"{long} <n>\n{long}", "bow <n>\njousi"])
            heads = [entry.head for entry in read_dictionary(Path(folder), "eng-fin")]
        self.assertEqual(heads, ["bench", long, "bow"])

    def test_translations_are_those_that_several_languages_agree_on(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for names in (*(name for route in lexicon.ROUTES.values() for names in route for name in names), *lexicon.GENDERS):
                write_dictionary(folder, names, ["0 <n>\n0"])
            write_dictionary(folder, "eng-bul", ["bank <n>\nба́нка, бряг", "to sit <v>\nседя"])
            write_dictionary(folder, "fra-bul", ["banque <n, fem>\nбанка", "rive <n, fem>\nбряг", "asseoir <v>\nседя"])
            write_dictionary(folder, "eng-jpn", ["bank <n>\n銀行"])
            write_dictionary(folder, "fra-jpn", ["banque <n, fem>\n銀行", "banquer <v>\n銀行"])
            write_dictionary(folder, "eng-fin", ["fir <n>\nkuusi", "set <n>\nsarja, joukko"])
            write_dictionary(folder, "fra-fin", ["sapin <n, masc>\nkuusi", "série <n, fem>\nsarja", "suite <n, fem>\nsarja"])
            write_dictionary(folder, "ell-eng", ["κάθομαι <v>\nsit"])
            write_dictionary(folder, "ell-fra", ["κάθομαι <v>\nasseoir"])
            found = read_lexicon(folder)
        self.assertEqual(found["bank", "n"], [Translation("banque", "fem", 2, 1.0 + 1.5 / 2)])
        self.assertEqual([each.word for each in found["sit", "v"]], ["asseoir"])  # "to sit" is "sit"
        self.assertEqual([each.word for each in found["fir", "n"]], ["sapin"])  # by one language, but clear
        self.assertNotIn(("set", "n"), found)


class Inflection(unittest.TestCase):
    def test_plurals_are_formed_where_they_are_regular(self):
        english = {
            "bench": "benches", "city": "cities", "boy": "boys", "dog": "dogs", "dress": "dresses", "balloon": "balloons",
            "fireman": "firemen", "human": "humans", "potato": None, "jeans": None, "criterion": None, "knife": None,
        }
        self.assertEqual({noun: english_plural(noun) for noun in english}, english)
        french = {
            "banc": "bancs", "cheval": None, "nez": "nez", "ours": "ours", "agneau": "agneaux", "tapis volant": None,
            "planche à roulettes": "planches à roulettes", "chef d'orchestre": "chefs d'orchestre",
        }
        self.assertEqual({noun: french_plural(noun) for noun in french}, french)

    def test_initials_are_told_apart_as_articles_need_it(self):
        self.assertEqual([initial(word) for word in ("échelle", "hamac", "Banc")], ["vowel", "h", "consonant"])

    def test_english_verbs_are_regular_unless_their_forms_are_given(self):
        self.assertEqual(english_verb("jump"), {"base": ["jump"], "s": ["jumps"], "ing": ["jumping"], "ed": ["jumped"]})
        self.assertEqual([english_verb(verb)["ing"] for verb in ("skate", "lie", "flee")], [["skating"], ["lying"], ["fleeing"]])
        self.assertEqual([english_verb(verb)["ed"] for verb in ("skate", "carry")], [["skated"], ["carried"]])
        forms = english_verb("sit", ["sat", "sitting"])
        self.assertEqual((forms["ing"], forms["ed"], forms["s"]), (["sitting"], ["sat"], ["sits"]))

    def test_french_verbs_in_er_have_their_regular_forms(self):
        sauter = french_verb("sauter")
        self.assertEqual([sauter[ending] for ending in ("er", "ant", "ées", "era")], "sauter sautant sautées sautera".split())
        self.assertEqual((french_verb("nager")["ant"], french_verb("lancer")["ons"]), ("nageant", "lançons"))
        lever = french_verb("lever")
        self.assertEqual([lever[ending] for ending in ("e", "ent", "era", "ant", "é")], "lève lèvent lèvera levant levé".split())
        stems = {"céder": "cède", "nettoyer": "nettoie", "rester": "reste", "sevrer": "sèvre", "payer": "paye"}
        self.assertEqual({verb: french_verb(verb)["e"] for verb in stems}, stems)
        unsure = {verb: {"e", "era"} & french_verb(verb).keys() for verb in ("appeler", "jeter", "geler", "envoyer", "céder")}
        self.assertEqual(unsure, {"appeler": set(), "jeter": set(), "geler": set(), "envoyer": set(), "céder": {"e"}})

    def test_french_verbs_like_finir_and_rendre_have_the_forms_that_those_in_er_have_no_other_use_for(self):
        finir, rendre = french_verb("finir"), french_verb("rendre")
        endings = ("er", "ant", "ées", "ent", "a", "era")
        self.assertEqual([finir[ending] for ending in endings], "finir finissant finies finissent finit finira".split())
        self.assertEqual([rendre[ending] for ending in endings], "rendre rendant rendues rendent rendit rendra".split())
        self.assertNotIn("e", finir | rendre)  # je finis, il finit
        for verb in ("sortir", "servir", "ouvrir", "courir", "voir", "fuir", "prendre", "peindre", "mettre", "vivre"):
            self.assertEqual(french_verb(verb), {"er": verb})
        self.assertEqual(french_verb("faire de la luge"), {})

    def test_french_adjectives_have_their_regular_forms(self):
        self.assertEqual(french_adjective("créateur"), {})  # an ending that is not always regular
        feminine = {"violet": "violette", "discret": "discrète", "gris": "grise", "frais": "fraîche", "blanc": "blanche", "bas": "basse"}
        self.assertEqual({word: french_adjective(word)["f"] for word in feminine}, feminine)
        self.assertEqual([french_adjective("gris")["ms"], french_adjective("bleu")["ms"]], ["gris", "bleus"])
        self.assertEqual(set(french_adjective("marron").values()), {"marron"})
        self.assertEqual(french_adjective("rayé"), {"m": "rayé", "f": "rayée", "ms": "rayés", "fs": "rayées"})
        self.assertEqual(french_adjective("herbeux"), {"m": "herbeux", "f": "herbeuse", "fs": "herbeuses", "ms": "herbeux"})
        self.assertEqual(french_adjective("jaune")["f"], "jaune")


class Sources(unittest.TestCase):
    def test_a_word_has_the_topic_of_its_most_frequent_sense(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            data = "  1 licence\n00000010 06 n 01 bench 0 000 | seat\n00000020 14 n 01 bench 0 000 | judges\n"
            (folder / "data.noun").write_text(data)
            (folder / "index.noun").write_text("  1 licence\npark_bench n 2 1 @ 2 1 00000010 00000020  \n")
            self.assertEqual(read_topics(folder, "noun"), {"park bench": "06"})

    def test_a_verb_is_told_apart_by_whether_it_takes_an_object(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            leap = "00000010 38 v 02 leap 0 jump 1 001 @ 00000020 v 0000 02 + 02 00 + 22 00 | move"
            climb = "00000020 38 v 01 climb 0 000 01 + 08 00 | go up"
            (folder / "data.verb").write_text(f"{leap}\n{climb}\n")
            (folder / "index.verb").write_text("leap v 1 0 1 1 00000010\nclimb v 1 0 1 1 00000020\n")
            self.assertEqual(read_topics(folder, "verb"), {"leap": "38", "climb": "38 with object"})

    def test_irregular_forms_are_gathered_by_their_verb(self):
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "verb.exc").write_text("sat sit\nsitting sit\nlay lie lay\n")
            self.assertEqual(read_irregular(Path(name)), {"sit": ["sat", "sitting"], "lie": ["lay"], "lay": ["lay"]})

    def test_common_words_have_the_size_of_the_first_list_they_stand_in(self):
        with tempfile.TemporaryDirectory() as name:
            lists = {"english-words.10": "dog\n", "british-words.35": "colour\ndog\n", "english-words.60": "x\n"}
            for list_name, words in lists.items():
                (Path(name) / list_name).write_text(words)
            self.assertEqual(read_common_words(Path(name)), {"dog": 10, "colour": 35})

    def test_a_word_gets_fewer_new_sentences_the_more_often_it_occurs_and_the_less_common_it_is(self):
        words = {(word, "n"): [Translation("chien", "masc", 3, 3.0)] for word in ("dog", "pug", "saluki", "borzoi")}
        wordnet = WordNet({word: "05" for word, _ in words}, {}, {})
        met = [Pair("tatoeba", "the dog", "le chien", "")] * 30
        found = rare_words(words, wordnet, {"dog": 10, "pug": 35, "saluki": 50}, met)
        self.assertEqual({forms[0].source: count for forms, count in found}, {"dog": 12, "pug": 24, "saluki": 5})

    def test_no_word_list_is_an_error_that_names_the_folder(self):
        with tempfile.TemporaryDirectory() as name, self.assertRaisesRegex(FileNotFoundError, "SCOWL"):
            read_common_words(Path(name))


PAIR = Pair("tatoeba", "Is it a dog, or not?", "C'est un chien, ou non ?", "0-2 1-0 2-3 3-4 4-5 5-6 6-7 7-8")
DOG = Form("dog", "chien", ("n", "05", "masc", "consonant", "singular"))


class Substitution(unittest.TestCase):
    def test_both_nouns_are_replaced_with_article_and_links(self):
        new = replaced(Place(PAIR, 3, 4), Form("iced tea", "thé glacé", ("n", "13", "masc", "consonant", "singular")))
        self.assertEqual((new.corpus, new.source), ("substituted: tatoeba", "Is it an iced tea, or not?"))
        self.assertEqual(new.target, "C'est un thé glacé, ou non ?")
        self.assertEqual(new.links, "0-2 1-0 2-3 3-4 3-5 4-4 4-5 5-6 6-7 7-8 8-9")

    def test_a_vowel_that_is_not_spoken_as_one_takes_a(self):
        self.assertEqual(replaced(Place(PAIR, 3, 4), Form("unicorn", "x", DOG.tag)).source, "Is it a unicorn, or not?")

    def test_places_are_nouns_linked_to_their_translation_alone(self):
        twice = Pair("tatoeba", PAIR.source, PAIR.target, PAIR.links + " 3-3")
        self.assertEqual(places([PAIR, twice], [DOG]), {DOG.tag: [Place(PAIR, 3, 4)]})
        self.assertEqual(places([PAIR], [Form("dog", "chienne", DOG.tag)]), {})

    def test_new_nouns_are_of_the_same_tag_and_no_sentence_is_used_too_often(self):
        found = {DOG.tag: [Place(PAIR, 3, 4)]}
        rare = [([Form(f"w{i}", f"m{i}", DOG.tag)], 1) for i in range(USES + 5)]
        other = ([Form("bench", "banc", ("n", "06", *DOG.tag[2:]))], 1)
        new = list(substituted([other, *rare], found, random.Random(0)))
        self.assertEqual([pair.source for pair in new], [f"Is it a w{i}, or not?" for i in range(USES)])

    def test_the_forms_of_a_word_depend_on_its_kind_and_on_what_is_known_of_it(self):
        words = {
            ("dog", "n"): [Translation("chien", "masc", 3, 3.0), Translation("toutou", "masc", 2, 1.0)],
            ("fun", "n"): [Translation("plaisir", "", 2, 1.0)],  # of unknown gender
            ("jump", "v"): [Translation("sauter", "", 5, 4.0)],
            ("striped", "adj"): [Translation("rayé", "", 2, 2.0)],
            ("big", "adj"): [Translation("grand", "", 5, 5.0)],  # stands before its noun
        }
        forms = list(forms_of(words, WordNet({"dog": "05", "fun": "04"}, {"jump": "38"}, {}), best=1))
        nouns = [(form.source, form.target) for form in forms if form.tag[0] == "n"]
        self.assertEqual(nouns, [("dog", "chien"), ("dogs", "chiens")])
        self.assertIn(Form("jumping", "sautant", ("v", "38", "ing", "ant", "consonant"), "jump"), forms)
        adjectives = [(form.source, form.target, form.tag[1]) for form in forms if form.tag[0] == "adj"]
        rayed = zip("rayé rayée rayés rayées".split(), ("m", "f", "ms", "fs"))
        self.assertEqual(adjectives, [("striped", word, name) for word, name in rayed])

    def test_links_are_made_only_where_there_is_nothing_to_tell_apart(self):
        self.assertEqual(linked("skateboard", "planche à roulettes"), "0-0 0-1 0-2")
        self.assertEqual(linked("teddy bear", "ours en peluche"), "")

    def test_names_are_paired_by_what_they_name(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for language, bench, other in (("en", "bench", "a: b"), ("fr", "banc", "a : b")):
                for part in ("annotations", "main"):
                    (folder / part).mkdir(exist_ok=True)
                annotations = f'<annotation cp="1">k</annotation><annotation cp="1" type="tts">{bench}</annotation>'
                annotations += f'<annotation cp="2" type="tts">{other}</annotation>'
                (folder / "annotations" / f"{language}.xml").write_text(f"<ldml><annotations>{annotations}</annotations></ldml>")
                shown = '<territory type="FR" alt="x">y</territory>' + f'<territory type="FR">{language}</territory>'
                shown = f"<territories>{shown}</territories>"
                main = f"<ldml><localeDisplayNames>{shown}<languages/></localeDisplayNames></ldml>"
                (folder / "main" / f"{language}.xml").write_text(main)
            pairs = {(pair.source, pair.target) for pair in cldr_names(folder)}
        self.assertEqual(pairs, {("bench", "banc"), ("en", "fr")})


if __name__ == "__main__":
    unittest.main()
