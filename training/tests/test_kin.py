"""Kinds of words, from files in WordNet's formats."""

import tempfile
import unittest
from pathlib import Path

from attention_lens import kin
from attention_lens.kin import SAID, Kin

NOUNS = """  1 licence
00000001 06 n 01 garment 0 000 | worn
00000002 06 n 01 shirt 0 001 @ 00000001 n 0000 | for the chest
00000003 06 n 01 scarf 0 002 @ 00000001 n 0000 #p 00000005 n 0000 | for the neck
00000004 06 n 01 silk_scarf 0 001 @ 00000003 n 0000 | of silk
00000005 20 n 01 tulip 0 000 | in a garden
"""
ADJECTIVES = """00000010 00 a 01 coloured 0 000 | not grey
00000011 00 s 01 red 0 001 & 00000010 a 0000 | as blood
00000012 00 s 01 purple 0 001 & 00000010 a 0000 | as a plum
00000013 00 a 01 cold 0 001 ! 00000010 a 0101 | as ice
"""


def write(folder: Path, name: str, data: str) -> None:
    (folder / f"data.{name}").write_text(data)
    index = []
    for line in data.splitlines():
        if not line.startswith(" "):
            fields = line.split()
            index.append(f"{fields[4]} {fields[2]} 1 0 1 0 {fields[0]}")
    (folder / f"index.{name}").write_text("".join(f"{entry}\n" for entry in index))


class Kinds(unittest.TestCase):
    def setUp(self):
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), "noun", NOUNS)
            write(Path(name), "verb", "")
            write(Path(name), "adj", ADJECTIVES)
            self.kin = Kin.read(Path(name))

    def test_nouns_are_of_a_kind_with_what_has_a_near_hypernym_in_common(self):
        self.assertEqual(self.kin.kinds("n", "silk scarf"), ["n00000004", "n00000003", "n00000001"])
        self.assertIn("n00000001", self.kin.kinds("n", "shirt"))
        self.assertEqual(self.kin.kinds("n", "tulip"), ["n00000005"])
        self.assertEqual(self.kin.kinds("n", "unheard"), [])

    def test_a_hypernym_of_too_much_makes_no_kind(self):
        widest, kin.WIDEST = kin.WIDEST, {"n": 3, "v": 3}
        try:
            self.setUp()
        finally:
            kin.WIDEST = widest
        self.assertEqual(self.kin.kinds("n", "shirt"), ["n00000002"])

    def test_adjectives_are_of_a_kind_with_what_they_are_similar_to(self):
        self.assertEqual(self.kin.kinds("adj", "red")[1:], self.kin.kinds("adj", "coloured"))
        self.assertEqual(self.kin.kinds("adj", "cold"), ["adj00000013"])

    def test_what_is_said_of_a_thing_may_be_said_of_things_of_its_near_kinds(self):
        self.kin.count([["red", "shirts", "and", "cold", "tulips"]] * SAID + [["cold", "scarf"]] * (SAID - 1))
        self.assertEqual(self.kin.adjectives("silk scarf"), {"adj00000010", "adj00000011"})
        self.assertEqual(self.kin.adjectives("tulip"), {"adj00000013"})


if __name__ == "__main__":
    unittest.main()
