"""Folds packed corpora into one small file, to be taken to another machine, and unfolds them there.

    python3 -m attention_lens.carry fold --data build/en-fr --out build/en-fr.carry [--without "*-mt" canada-laws]
    python3 -m attention_lens.carry unfold --file build/en-fr.carry --out build/en-fr

The arrays come out as they were, bit for bit. The file is a zip of LZMA streams. What can be told from the rest is left
out: offsets from </s>, which ends each sentence and stands nowhere else; words from the pieces (`words`), where only
what would come out otherwise is kept; and a word link is told as one byte by how far it is from the one before it.
"""

import argparse
import io
import lzma
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from .pack import of_corpora
from .subwords import EOS
from .words import WordStarts, numbered

Arrays = dict[str, np.ndarray]
SIDES = ("source", "target")
TOKENIZER = ("tokenizer.json", "tokenizer.model", "tokenizer.vocab")

# A link (i, j) after (i', j') is coded by i - i' and j - j' - 1 where they are in these ranges; _FAR sends to a list.
_STEPS, _JUMPS, _BACK = 3, 84, 40
_FAR, _END = 254, 255


def selected(arrays: Arrays, without: list[str]) -> Arrays:
    """Leaves out the sentences of the corpora that a pattern names; the names stay, so that numbers keep their meaning."""
    kept = ~of_corpora(arrays, without)
    if kept.all():
        return arrays
    chosen = {"corpora": arrays["corpora"], "corpus": arrays["corpus"][kept]}
    for name, offsets in (*((f"{side}{part}", side) for side in SIDES for part in ("", "_word")), ("links", "links")):
        lengths = np.diff(arrays[f"{offsets}_at"])
        chosen[name] = arrays[name][np.repeat(kept, lengths)]
        chosen[f"{offsets}_at"] = np.concatenate([[0], np.cumsum(lengths[kept])]).astype(np.int64)
    return chosen


def _folded_side(arrays: Arrays, side: str, words: WordStarts) -> dict[str, np.ndarray]:
    ids, at = arrays[side], arrays[f"{side}_at"]
    if not np.array_equal(np.flatnonzero(ids == EOS) + 1, at[1:]):
        raise ValueError(f"{side}: </s> does not stand at the end of each sentence and nowhere else")
    starts = words.starts(ids)
    told, truth = numbered(starts, ids), arrays[f"{side}_word"]
    del starts
    wrong = np.flatnonzero(np.logical_or.reduceat(told != truth, at[:-1])) if len(at) > 1 else at[:0]
    rows = [truth[at[i] : at[i + 1]] for i in wrong]
    return {
        side: ids,
        f"{side}_odd": np.diff(wrong, prepend=0).astype(np.uint32),
        f"{side}_odd_words": np.concatenate(rows) if rows else truth[:0],
    }


def _unfolded_side(folded: Arrays, side: str, words: WordStarts) -> Arrays:
    ids = folded[side]
    at = np.concatenate([[0], np.flatnonzero(ids == EOS) + 1]).astype(np.int64)
    told = numbered(words.starts(ids), ids)
    begin = 0
    for i in np.cumsum(folded[f"{side}_odd"], dtype=np.int64):
        size = at[i + 1] - at[i]
        told[at[i] : at[i + 1]] = folded[f"{side}_odd_words"][begin : begin + size]
        begin += size
    return {side: ids, f"{side}_at": at, f"{side}_word": told}


def _folded_links(links: np.ndarray, at: np.ndarray) -> Arrays:
    pairs = links.reshape(-1, 2).astype(np.int16)
    before = np.empty_like(pairs)
    before[1:] = pairs[:-1]
    counts = np.diff(at) // 2
    before[(at[:-1] // 2)[counts > 0]] = (0, -1)
    steps = pairs[:, 0] - before[:, 0]
    jumps = pairs[:, 1] - before[:, 1] - 1
    near = (steps >= 0) & (steps < _STEPS) & (jumps >= -_BACK) & (jumps < _JUMPS - _BACK)
    codes = np.where(near, steps * _JUMPS + jumps + _BACK, _FAR).astype(np.uint8)
    return {
        "links": np.insert(codes, at[1:] // 2, _END),  # each sentence's links end in _END
        "links_far": np.stack([steps[~near], jumps[~near]], axis=1).reshape(-1),
    }


def _unfolded_links(folded: Arrays) -> Arrays:
    codes = folded["links"]
    ends = np.flatnonzero(codes == _END)
    at = ends - np.arange(len(ends))  # links up to the end of each sentence
    codes = codes[codes != _END]
    far = codes == _FAR
    steps, jumps = codes.astype(np.int64) // _JUMPS, codes.astype(np.int64) % _JUMPS - _BACK
    steps[far], jumps[far] = folded["links_far"].reshape(-1, 2).T
    starts = np.concatenate([[0], at])
    pairs = np.empty((len(codes), 2), dtype=np.uint8)
    for column, moved, begin in ((0, steps, 0), (1, jumps + 1, -1)):
        total = np.concatenate([[0], np.cumsum(moved)])
        pairs[:, column] = total[1:] - np.repeat(total[starts[:-1]], np.diff(starts)) + begin
    return {"links": pairs.reshape(-1), "links_at": (2 * starts).astype(np.int64)}


def _filters(array: np.ndarray) -> list[dict]:
    wide = array.dtype.itemsize == 2  # LZMA then takes in which of the two bytes it is at
    bits = {"lc": 3, "lp": 1, "pb": 1} if wide else {"lc": 4, "lp": 0, "pb": 0}
    return [{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 1 << 27, "nice_len": 128} | bits]


def _compressed(array: np.ndarray) -> bytes:
    little = array.astype(array.dtype.newbyteorder("<"))
    return lzma.compress(little.tobytes(), lzma.FORMAT_XZ, lzma.CHECK_NONE, filters=_filters(array))  # zip has a CRC


def fold(data: Path, file: Path, without: list[str], threads: int = 1) -> dict[str, int]:
    """Writes one file with the packed corpora and the tokenizer of a folder. Returns the bytes of each part."""
    arrays = selected(dict(np.load(data / "packed.npz")), without)
    words = WordStarts(data / "tokenizer.json")
    parts: Arrays = {}
    for side in SIDES:
        parts |= _folded_side(arrays, side, words)
    parts |= _folded_links(arrays["links"], arrays["links_at"]) | {"corpus": arrays["corpus"]}
    with ThreadPoolExecutor(threads) as pool:
        packed = dict(zip(parts, pool.map(_compressed, parts.values())))
    packed = {f"{name}.{parts[name].dtype.name}": bytes_ for name, bytes_ in packed.items()}
    packed["corpora"] = lzma.compress("\n".join(map(str, arrays["corpora"])).encode())
    packed |= {name: lzma.compress((data / name).read_bytes()) for name in TOKENIZER if (data / name).exists()}
    partial = file.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as folded:
        for name, bytes_ in packed.items():
            folded.writestr(zipfile.ZipInfo(name), bytes_)  # without a date: the same corpora make the same file
    partial.replace(file)
    return {name: len(bytes_) for name, bytes_ in packed.items()}


def unfold(file: Path, out: Path) -> None:
    """Writes packed.npz and the tokenizer's files, as they were, into a folder.

    Raises zipfile.BadZipFile where the file was damaged on the way.
    """
    out.mkdir(parents=True, exist_ok=True)
    folded: Arrays = {}
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as members:
        plain = {name: lzma.decompress(members.read(name)) for name in members.namelist()}
    for name, content in plain.items():
        if name in TOKENIZER:
            (out / name).write_bytes(content)
        elif name != "corpora":
            part, dtype = name.split(".")
            folded[part] = np.frombuffer(content, np.dtype(dtype).newbyteorder("<")).astype(dtype, copy=False)
    words = WordStarts(out / "tokenizer.json")
    arrays = {"corpus": folded["corpus"], "corpora": np.array(plain["corpora"].decode().split("\n"))}
    for side in SIDES:
        arrays |= _unfolded_side(folded, side, words)
    np.savez(out / "packed.npz", **arrays, **_unfolded_links(folded))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    folding = commands.add_parser("fold")
    folding.add_argument("--data", type=Path, required=True, help="folder with packed.npz and tokenizer.*")
    folding.add_argument("--out", type=Path, required=True, help="the file to write")
    folding.add_argument("--without", nargs="*", default=[], metavar="PATTERN", help="corpora to leave out")
    folding.add_argument("--threads", type=int, default=1)
    unfolding = commands.add_parser("unfold")
    unfolding.add_argument("--file", type=Path, required=True)
    unfolding.add_argument("--out", type=Path, required=True, help="folder for packed.npz and tokenizer.*")
    options = parser.parse_args()
    began = time.monotonic()
    if options.command == "fold":
        sizes = fold(options.data, options.out, options.without, options.threads)
        for name, size in sizes.items():
            print(f"{name:28} {size:>12,}")
        print(f"{options.out}  {options.out.stat().st_size / 2**20:.1f} MiB", end="")
    else:
        unfold(options.file, options.out)
        print(f"{options.out / 'packed.npz'}", end="")
    print(f"  {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
