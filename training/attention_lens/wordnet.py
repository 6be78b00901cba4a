"""What English words name, from WordNet 3.0 (https://wordnet.princeton.edu; formats: wndb(5WN))."""

from pathlib import Path

Topics = dict[str, str]


def synset_lines(file: Path) -> list[str]:
    """The lines of a file of WordNet; those of its licence begin with a space."""
    return [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(" ")]


def _takes_object(fields: list[str]) -> bool:
    """Whether a verb's synset has the sentence frame "Somebody ----s something" or "… somebody"."""
    words = int(fields[3], 16)
    pointers = int(fields[4 + 2 * words])
    frames = fields[4 + 2 * words + 1 + 4 * pointers + 1 :]
    return any(frame == "+" and int(number) in (8, 9, 10, 11) for frame, number in zip(frames, frames[1:]))


def read_topics(folder: Path, kind: str) -> Topics:
    """Returns for each word of a kind ("noun", "verb") what its first sense is: the number of its lexicographer file.

    Of a verb, " with object" is added where it takes one. folder: with index.<kind> and data.<kind>.
    """
    topics = {}
    for line in synset_lines(folder / f"data.{kind}"):
        fields = line.split(" | ")[0].split()
        topics[fields[0]] = fields[1] + (" with object" if kind == "verb" and _takes_object(fields) else "")
    return {word: topics[offset] for word, offset in read_first_senses(folder, kind).items()}


def read_first_senses(folder: Path, kind: str) -> dict[str, str]:
    """Returns for each word of a kind ("noun", "verb", "adj") the offset of the synset of its most frequent sense."""
    words = {}
    for line in synset_lines(folder / f"index.{kind}"):
        fields = line.split()
        words[fields[0].replace("_", " ")] = fields[-int(fields[2])]  # offsets, the most frequent sense first
    return words


def read_irregular(folder: Path) -> dict[str, list[str]]:
    """Returns the irregular forms of verbs by their base, from verb.exc; such as "stopped" and "stopping" of "stop"."""
    irregular: dict[str, list[str]] = {}
    for line in synset_lines(folder / "verb.exc"):
        form, *bases = line.split()
        for base in bases:
            irregular.setdefault(base, []).append(form)
    return irregular


def read_frequencies(folder: Path) -> dict[str, int]:
    """Returns how often each word occurs in the texts whose senses WordNet's makers marked, from cntlist.rev."""
    counts: dict[str, int] = {}
    for line in synset_lines(folder / "cntlist.rev"):
        sense, _, count = line.split()
        word = sense.split("%")[0].replace("_", " ")
        counts[word] = counts.get(word, 0) + int(count)
    return counts
