"""Averages the weights of a run with those that it began with: a checkpoint to export.

    python3 -m attention_lens.average --checkpoint build/a/checkpoint.pt --with ../models/a/model.safetensors --share 0.3 \
        --out build/a/averaged.pt

Two models on one way through training differ in what each has learnt last; their mean is often better than either on text that
is unlike the training text (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", https://arxiv.org/abs/2109.01903).
Where the run made layers wider (widen.py), the earlier weights count as widened by the run's own new units.
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor

from . import safetensors
from .widen import widened


def mean(later: dict[str, Tensor], earlier: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Returns, for each name of later, (1 - share) * later + share * earlier; earlier may be narrower.

    Raises ValueError where a tensor is missing or cannot be widened.
    """
    missing = later.keys() - earlier.keys()
    if missing:
        raise ValueError(f"the earlier weights have no {min(missing)}")
    fitted = widened({name: earlier[name] for name in later}, later)
    return {name: torch.lerp(tensor, fitted[name].to(tensor.dtype), share) for name, tensor in later.items()}


def read_weights(file: Path) -> dict[str, Tensor]:
    """Returns a checkpoint's moving average, or what was exported of one."""
    if file.suffix == ".safetensors":
        return {name: torch.from_numpy(tensor) for name, tensor in safetensors.in_float32(safetensors.read(file)).items()}
    return torch.load(file, map_location="cpu")["average"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--with", type=Path, required=True, dest="earlier", help="checkpoint.pt or model.safetensors")
    parser.add_argument("--share", type=float, default=0.3, help="of the earlier weights")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    saved = torch.load(options.checkpoint, map_location="cpu")
    saved["average"] = mean(saved["average"], read_weights(options.earlier), options.share)
    torch.save(saved, options.out)


if __name__ == "__main__":
    main()
