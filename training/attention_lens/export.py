"""Exports a checkpoint as models/<id>/: config.json, model.safetensors, tokenizer.json.

    python3 -m attention_lens.export --checkpoint build/bahdanau-2015/checkpoint.pt --data build/en-fr --out ../models

A Transformer in float16 is also a valid checkpoint of Hugging Face's MarianMTModel; in int8, which halves the file, only
the engine reads it.
"""

import argparse
import json
import zlib
from pathlib import Path

import numpy as np
import torch

from . import safetensors
from .subwords import EOS, UNK

# What the engine reads; training-only keys stay behind, but where they are also keys of MarianConfig.
_TRAINING_ONLY = {"recurrent": frozenset({"dropout"}), "transformer": frozenset()}
WEIGHTS = ("float16", "int8")


def engine_config(config: dict, model_config: dict, weights: bytes) -> dict:
    """weights: the bytes of model.safetensors, whose checksum the engine compares."""
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
        "weights_crc32": f"{zlib.crc32(weights):08x}",
    }
    if "tokenizer" in config:
        head["tokenizer"] = config["tokenizer"]
    if model_config["architecture"] == "transformer":
        head |= marian_config(config, model_config)
    left_out = _TRAINING_ONLY[model_config["architecture"]]
    return head | {key: value for key, value in model_config.items() if key not in left_out}


def marian_config(config: dict, model_config: dict) -> dict:
    """What Hugging Face's MarianConfig wants besides, and the head that was trained to align."""
    extra = {
        "architectures": ["MarianMTModel"],
        "is_encoder_decoder": True,
        "num_hidden_layers": model_config["encoder_layers"],
        "decoder_vocab_size": model_config["vocab_size"],
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "static_position_embeddings": True,
        "bad_words_ids": [[model_config["pad_token_id"]]],
        "forced_eos_token_id": EOS,
        "max_length": model_config["max_position_embeddings"],
        "num_beams": 4,
    }
    guided = config.get("guided_alignment")
    if guided:  # as in train.loss_of
        extra["alignment"] = {"layer": model_config["decoder_layers"] - 1, "head": guided["head"], "row": "reading", "trained": True}
    elif "alignment" in config:  # found by `npm run -s heads`
        extra["alignment"] = config["alignment"]
    return extra


def stored(tensors: dict[str, np.ndarray], weights: str) -> dict[str, np.ndarray]:
    """Rounds to float16; matrices to int8 rows, if so wanted."""
    rounded: dict[str, np.ndarray] = {}
    for name, tensor in tensors.items():
        if weights == "int8" and tensor.ndim == 2 and min(tensor.shape) > 1:
            rounded[name], rounded[name + safetensors.SCALE] = safetensors.quantised(tensor)
        else:
            rounded[name] = tensor.astype(np.float16)
    return rounded


def shipped(saved: dict, positions: bool) -> dict[str, np.ndarray]:
    """The run's moving average, and what of the model is not trained."""
    fixed = {"final_logits_bias"} | ({f"model.{side}.embed_positions.weight" for side in ("encoder", "decoder")} if positions else set())
    tensors = {name: tensor for name, tensor in saved["model"].items() if name in fixed} | saved["average"]
    return {name: tensor.float().numpy() for name, tensor in tensors.items()}


def trained_so_far(saved: dict) -> dict[str, str]:
    """The file's metadata: how far the run went, with the stages before it."""
    stages = [*saved.get("before", []), {key: saved[key] for key in ("step", "pieces", "seconds")}]
    total = {key: sum(stage[key] for stage in stages) for key in ("step", "pieces", "seconds")}
    trained = {"target_pieces": str(total["pieces"]), "steps": str(total["step"]), "seconds": str(round(total["seconds"]))}
    return {"format": "pt", **trained}


def export(checkpoint: Path, data: Path, out: Path, weights: str = "float16", positions: bool = False) -> Path:
    """Returns the folder written.

    weights: one of WEIGHTS. positions: whether to store the sinusoidal tables, which the engine and Hugging Face's
    library compute where they are missing.
    """
    saved = torch.load(checkpoint, map_location="cpu")
    config = saved["config"]
    folder = out / config["id"]
    folder.mkdir(parents=True, exist_ok=True)
    tensors = stored(shipped(saved, positions), weights)
    file = folder / "model.safetensors"
    safetensors.write(file, tensors, trained_so_far(saved))
    written = json.dumps(engine_config(config, saved["model_config"], file.read_bytes()), ensure_ascii=False, indent=2)
    (folder / "config.json").write_text(written + "\n", encoding="utf-8")
    tokenizer = json.loads((data / "tokenizer.json").read_text(encoding="utf-8"))
    if "tokenizer" in config:  # another model's copy serves this one too
        shared = json.loads((out / config["tokenizer"] / "tokenizer.json").read_text(encoding="utf-8"))
        if shared != tokenizer:
            raise ValueError(f"{config['tokenizer']} has another vocabulary than {data}")
        (folder / "tokenizer.json").unlink(missing_ok=True)
        return folder
    compact = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact + "\n", encoding="utf-8")
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder of the models")
    parser.add_argument("--weights", choices=WEIGHTS, default="float16")
    parser.add_argument("--positions", action="store_true", help="store a Transformer's tables of positions too")
    options = parser.parse_args()
    folder = export(options.checkpoint, options.data, options.out, options.weights, options.positions)
    for file in sorted(folder.iterdir()):
        print(f"{file}  {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
