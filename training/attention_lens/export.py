"""Exports a checkpoint as models/<id>/: config.json, model.safetensors (float16), tokenizer.json.

    python3 -m attention_lens.export --checkpoint build/bahdanau-2015/checkpoint.pt --data build/en-fr --out ../models
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from . import safetensors
from .subwords import EOS, UNK

# What the engine reads; training-only keys (dropout) stay behind.
_TRAINING_ONLY = frozenset({"dropout"})


def engine_config(config: dict, model_config: dict) -> dict:
    pad = model_config["pad_token_id"]
    head = {
        "id": config["id"],
        "name": config["name"],
        "source_language": "en",
        "target_language": "fr",
        "eos_token_id": EOS,
        "unk_token_id": UNK,
        "pad_token_id": pad,
        "decoder_start_token_id": pad,
        "max_source_pieces": config["max_source_pieces"],
    }
    return head | {key: value for key, value in model_config.items() if key not in _TRAINING_ONLY}


def export(checkpoint: Path, data: Path, out: Path) -> Path:
    """Returns the folder written. The weights are the run's moving average, rounded to float16."""
    saved = torch.load(checkpoint, map_location="cpu")
    config = saved["config"]
    folder = out / config["id"]
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {name: tensor.numpy().astype(np.float16) for name, tensor in saved["average"].items()}
    trained = {"target_pieces": str(saved["pieces"]), "steps": str(saved["step"]), "seconds": str(round(saved["seconds"]))}
    safetensors.write(folder / "model.safetensors", tensors, {"format": "pt", **trained})
    written = json.dumps(engine_config(config, saved["model_config"]), ensure_ascii=False, indent=2)
    (folder / "config.json").write_text(written + "\n", encoding="utf-8")
    tokenizer = json.loads((data / "tokenizer.json").read_text(encoding="utf-8"))
    compact = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact + "\n", encoding="utf-8")
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder of the models")
    options = parser.parse_args()
    folder = export(options.checkpoint, options.data, options.out)
    for file in sorted(folder.iterdir()):
        print(f"{file}  {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
