"""Makes longer pairs out of short ones: 2 to 4 sentences of a corpus in a row, their translations likewise.

Everyday words stand in short sentences, and long sentences are about software; so a model does not learn everyday words at
late positions, and ends too soon in long sentences of another kind. Such pairs helped where text was scarce (Nguyen et al.
2021, https://aclanthology.org/2021.iwslt-1.33). Word alignments are carried over.
"""

import fnmatch

import numpy as np

from .pack import NO_WORD, empty_columns, packed

IN_A_ROW = "in a row: "
"""Begins the name of a corpus made of another in this way."""

MOST = 4  # sentences


def in_a_row(arrays: dict[str, np.ndarray], members: np.ndarray) -> dict[str, list[int]] | None:
    """Returns the row of each column for these sentences together; None where there are more words than have numbers."""
    row: dict[str, list[int]] = {name: [] for name in ("source", "source_word", "target", "target_word", "links")}
    words = [0, 0]  # source and target words so far
    for position, member in enumerate(members):
        start, end = arrays["links_at"][member : member + 2]
        row["links"] += (arrays["links"][start:end].reshape(-1, 2) + np.asarray(words)).flatten().tolist()
        last = position == len(members) - 1
        for side, name in enumerate(("source", "target")):
            start, end = arrays[f"{name}_at"][member : member + 2]
            own = arrays[f"{name}_word"][start : end - 1].astype(np.int64) + words[side]
            row[name] += arrays[name][start : end if last else end - 1].tolist()  # one </s>, at the end
            row[f"{name}_word"] += [*own.tolist(), *([NO_WORD] if last else [])]
            words[side] = int(own[-1]) + 1
    return row if max(words) < NO_WORD else None


def concatenate(arrays: dict[str, np.ndarray], pattern: str, count: int, seed: int) -> dict[str, np.ndarray]:
    """Returns packed arrays of about `count` pairs, drawn evenly over the sentences of the corpora that fit the pattern."""
    random = np.random.default_rng(seed)
    columns = empty_columns()
    names = [str(name) for name in arrays["corpora"] if fnmatch.fnmatch(str(name), pattern)]
    which: list[int] = []
    fitting = {name: np.flatnonzero(arrays["corpus"] == list(arrays["corpora"]).index(name)) for name in names}
    total = sum(map(len, fitting.values()))
    for number, (name, sentences) in enumerate(fitting.items()):
        for _ in range(round(count * len(sentences) / total)):
            row = in_a_row(arrays, random.choice(sentences, random.integers(2, MOST + 1)))
            if row:
                which.append(number)
                for column, values in row.items():
                    columns[column].append(values)
    return packed(columns, which, [IN_A_ROW + name for name in names])
