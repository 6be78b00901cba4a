"""Checkpoints as a few small files, for a machine from which only small files come back, and checkpoints of these again.

    python3 -m attention_lens.pieces split --file build/transformer-en-fr/checkpoint.pt --out come-back
    python3 -m attention_lens.pieces join --pieces come-back/checkpoint-* --out build/transformer-en-fr/checkpoint.pt

A run's checkpoint is reduced first, so that 10 M parameters fit:
- `--keep run` (the default): all that the run needs to go on. Of matrices, the averaged weights are rounded to float16; the
  model's are told as their difference from the average in int8, a scale a row; first moments and momenta are bfloat16, int8
  where that does not fit; second moments are bfloat16, whose exponent reaches as far as float32's, because one
  rounded to 0 would make a step of any size. So a run that goes on is not the very run it would have been: the weights
  are off by at most 1/254 of what they had moved from their average, and the next steps by as little.
- `--keep float16` or `int8`: the averaged weights alone, as `export` rounds them, for models that are larger.
  `train --init model.safetensors` goes on from these, with a fresh optimiser.
Any other file is cut as it is. The names of the pieces hold their number and a digest of the whole.
"""

import argparse
import hashlib
import io
import re
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from . import safetensors
from .export import WEIGHTS, shipped, stored, trained_so_far
from .models.build import build

PIECE = 2**24
"""Bytes of the largest piece."""
TOGETHER = 4 * PIECE - 2**20
"""Bytes of all pieces; a MiB of the 64 is left for logs."""
_NAME = re.compile(r"(?P<stem>.+)-(?P<number>\d+)of(?P<count>\d+)-(?P<digest>[0-9a-f]{12})(?P<suffix>(\.\w+)?)")
_REDUCED = "reduced checkpoint"
_SCALARS = ("step", "pieces", "epoch", "batch", "seconds", "before", "config", "model_config")
_SECOND_MOMENTS = ("exp_avg_sq", "square")  # as PyTorch and `muon` name them


def in_rows(tensor: Tensor) -> dict:
    """A matrix as int8 with a scale for each row."""
    integers, scale = safetensors.quantised(tensor.float().cpu().numpy())
    return {"int8": torch.from_numpy(integers), "scale": torch.from_numpy(scale)}


def from_rows(rows: dict) -> Tensor:
    return rows["int8"].float() * rows["scale"][:, None]


def reduced(saved: dict, moments: str) -> dict:
    """Returns a checkpoint with its matrices rounded; moments: bfloat16 or int8, of the first moments."""
    average = {name: of.half() if of.ndim == 2 else of for name, of in saved["average"].items()}
    apart = {}
    for name, of in average.items():
        difference = saved["model"][name].float() - of.float()
        apart[name] = in_rows(difference) if of.ndim == 2 else difference
    state: dict = {}
    for which, entries in saved["optimiser"]["state"].items():
        state[which] = {}
        for key, value in entries.items():
            if isinstance(value, Tensor) and value.ndim == 2:
                value = in_rows(value) if moments == "int8" and key not in _SECOND_MOMENTS else value.bfloat16()
            state[which][key] = value
    rest = {"average": average, "apart": apart, "optimiser": saved["optimiser"] | {"state": state}}
    return {"kind": _REDUCED} | {key: saved[key] for key in _SCALARS} | rest


def expanded(kept: dict) -> dict:
    """Returns a checkpoint that `train` goes on from."""
    average = {name: of.float() for name, of in kept["average"].items()}
    apart = {name: from_rows(of) if isinstance(of, dict) else of for name, of in kept["apart"].items()}
    fixed = build(kept["model_config"]).state_dict()  # tables of positions and the like are computed, not trained
    model = fixed | {name: of + apart[name] for name, of in average.items()}
    state: dict = {}
    for which, entries in kept["optimiser"]["state"].items():
        state[which] = {}
        for key, value in entries.items():
            if isinstance(value, dict):
                value = from_rows(value)
            elif isinstance(value, Tensor) and value.dtype == torch.bfloat16:
                value = value.float()
            state[which][key] = value
    rest = {"model": model, "average": average, "optimiser": kept["optimiser"] | {"state": state}}
    return {key: kept[key] for key in _SCALARS} | rest


def run_bytes(saved: dict) -> bytes:
    """A run's checkpoint, reduced as little as makes it fit. Raises ValueError where none does."""
    for moments in ("bfloat16", "int8"):
        file = io.BytesIO()
        torch.save(reduced(saved, moments), file)
        if file.tell() <= TOGETHER:
            return file.getvalue()
    raise ValueError(f"{file.tell():,} bytes, and {TOGETHER:,} may come back: --keep float16 or int8 keeps the weights alone")


def weight_bytes(saved: dict, weights: str) -> bytes:
    """The averaged weights as a safetensors file."""
    return safetensors.encoded(stored(shipped(saved, positions=False), weights), trained_so_far(saved))


def split(file: Path, out: Path, keep: str = "run", limit: int = PIECE) -> list[Path]:
    """Cuts a file into pieces of at most `limit` bytes. Returns them. Raises ValueError where they are too many."""
    stem, suffix = file.stem, file.suffix
    if suffix == ".pt":
        saved = torch.load(file, map_location="cpu")
        content = run_bytes(saved) if keep == "run" else weight_bytes(saved, keep)
        stem, suffix = (stem, suffix) if keep == "run" else ("model", ".safetensors")
    else:
        content = file.read_bytes()
    if len(content) > TOGETHER:
        raise ValueError(f"{len(content):,} bytes, and {TOGETHER:,} may come back")
    digest = hashlib.sha256(content).hexdigest()[:12]
    parts = [content[i : i + limit] for i in range(0, len(content), limit)]
    out.mkdir(parents=True, exist_ok=True)
    pieces = [out / f"{stem}-{number}of{len(parts)}-{digest}{suffix}" for number in range(1, len(parts) + 1)]
    for piece, part in zip(pieces, parts):
        piece.write_bytes(part)
    return pieces


def join(pieces: list[Path], out: Path) -> None:
    """Puts the pieces of one file together again. Raises ValueError where one is missing or damaged."""
    named = [_NAME.fullmatch(piece.name) for piece in pieces]
    if not pieces or None in named:
        raise ValueError(f"not pieces: {', '.join(piece.name for piece, name in zip(pieces, named) if not name) or 'none'}")
    digests, counts = ({name[key] for name in named} for key in ("digest", "count"))
    ordered = dict(sorted((int(name["number"]), piece) for name, piece in zip(named, pieces)))
    if len(digests) > 1 or len(counts) > 1:
        raise ValueError(f"pieces of several files: digests {', '.join(sorted(digests))}")
    (count,), (digest,) = counts, digests
    if missing := set(range(1, int(count) + 1)) - ordered.keys():
        raise ValueError(f"missing of {count} pieces: {', '.join(map(str, sorted(missing)))}")
    content = b"".join(piece.read_bytes() for piece in ordered.values())
    if hashlib.sha256(content).hexdigest()[:12] != digest:
        raise ValueError("a piece is damaged: the digest differs")
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(out.name + ".partial")
    if named[0]["suffix"] == ".pt":
        torch.save(expanded(torch.load(io.BytesIO(content), map_location="cpu")), partial)
    else:
        partial.write_bytes(content)
    partial.replace(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    splitting = commands.add_parser("split")
    splitting.add_argument("--file", type=Path, required=True, help="a checkpoint.pt, or any other file")
    splitting.add_argument("--out", type=Path, required=True, help="folder for the pieces")
    splitting.add_argument("--keep", choices=("run", *WEIGHTS), default="run", help="what to keep of a checkpoint")
    joining = commands.add_parser("join")
    joining.add_argument("--pieces", type=Path, nargs="+", required=True)
    joining.add_argument("--out", type=Path, required=True, help="the file to write")
    options = parser.parse_args()
    if options.command == "join":
        join(options.pieces, options.out)
        print(f"{options.out}  {options.out.stat().st_size:,} bytes")
        return
    for piece in split(options.file, options.out, options.keep):
        print(f"{piece}  {piece.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
