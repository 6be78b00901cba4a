"""What a place in a French sentence asks of the word that stands there."""

import unittest

from attention_lens.agreement import agreeing, fitting

HATS = ("n", "06", "masc", "consonant", "plural")


def fit(tag: tuple[str, ...], french: str, at: int, plurals: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    return list(fitting(tag, french.split(), at, plurals))


class Fitting(unittest.TestCase):
    def test_an_adjective_of_one_form_for_both_genders_takes_that_of_its_noun(self):
        rose = [(("adj", name, "consonant"), "pink") for name in ("f", "m")]
        self.assertEqual(agreeing(rose, {"f"}), rose[:1])
        self.assertEqual(agreeing(rose, set()), [])
        self.assertEqual(agreeing(rose, {"f", "m"}), [])  # "livre" is both
        self.assertEqual(agreeing(rose[1:], set()), rose[1:])
        noun = (("n", "20", "fem", "consonant", "singular"), "rose")
        self.assertEqual(agreeing([*rose, noun], set()), [noun])

    def test_first_sounds_are_free_where_nothing_before_depends_on_them(self):
        hat = (*HATS[:4], "singular")
        free = [(*HATS[:3], initial, "singular") for initial in ("consonant", "vowel", "h")]
        self.assertEqual(fit(hat, "un chapeau", 1), free)
        for before in ("le", "mon", "ce", "de", "beau", "Du"):
            self.assertEqual(fit(hat, f"{before} chapeau", 1), [hat])
        sings = ("v", "36", "s", "e", "consonant")
        self.assertEqual(fit(sings, "Tom chante", 1), [(*sings[:4], initial) for initial in ("consonant", "vowel", "h")])
        self.assertEqual(fit(sings, "je chante", 1), [sings])

    def test_genders_are_free_for_plurals_with_which_nothing_agrees(self):
        def genders(*arguments) -> set[str]:
            return {tag[2] for tag in fit(*arguments)}

        self.assertEqual(fit(HATS, "J ' aime les chapeaux .", 4)[0], HATS)
        self.assertEqual(genders(HATS, "J ' aime les chapeaux .", 4), {"masc", "fem"})
        self.assertEqual(genders(HATS, "J ' aime les chapeaux noirs .", 4), {"masc"})
        self.assertEqual(genders(HATS, "Tom a vendu les chapeaux dans deux magasins .", 4, ("magasins",)), {"masc", "fem"})
        self.assertEqual(genders(HATS, "beaux chapeaux", 1), {"masc"})
        self.assertEqual(genders((*HATS[:4], "singular"), "un chapeau", 1), {"masc"})


if __name__ == "__main__":
    unittest.main()
