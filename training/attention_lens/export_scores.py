"""Gathers score functions that were trained on one model's frozen states, for the scoring bench.

    python3 -m attention_lens.export_scores --model ../models/luong-dot \\
        --checkpoints build/luong-dot-general/checkpoint.pt build/luong-dot-additive/checkpoint.pt …

Writes scores.safetensors into the model's folder: `<score>.<tensor>` for each tensor below `score.`.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from . import safetensors


def gathered(checkpoints: list[Path]) -> dict[str, np.ndarray]:
    """The averaged tensors of each checkpoint's score, float16, under the score's name."""
    tensors = {}
    for file in checkpoints:
        saved = torch.load(file, map_location="cpu")
        score = saved["model_config"]["attention"]["score"]
        for name, tensor in saved["average"].items():
            if name.startswith("score."):
                tensors[name.replace("score", score, 1)] = tensor.float().numpy().astype(np.float16)
    return tensors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder of the model whose states were frozen")
    parser.add_argument("--checkpoints", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    tensors = gathered(options.checkpoints)
    safetensors.write(options.model / "scores.safetensors", tensors, {"format": "pt"})
    for name, tensor in sorted(tensors.items()):
        print(name, list(tensor.shape))


if __name__ == "__main__":
    main()
