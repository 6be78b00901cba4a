"""Makes the parity fixtures of the parts that recurrent models are composed of: very small random models, one for each
way to put the parts together that is worth a check, and what PyTorch computes with them, in float32.

    python3 -m attention_lens.part_fixtures --out ../test/parity/fixtures/parts
"""

import argparse
import base64
import json
import zlib
from pathlib import Path

import torch

from .config import merged
from .fixtures import forced_case
from .models.attention import SCORES
from .models.build import build
from .subwords import EOS, UNK

VOCABULARY = 40
PAD = VOCABULARY - 1
WINDOW = 1
# Of each model: a source longer than its target, one shorter (the window of local-m goes beyond the end), one piece.
CASES = [
    ([5, 17, 30, 8, 22, 11, 9, EOS], [12, 3, 28, 7, EOS]),
    ([14, 6, EOS], [33, 9, 21, 2, 18, 25, EOS]),
    ([EOS], [4, EOS]),
]
# Standard deviation of the random weights: large enough for gates and scores to differ, small enough not to saturate.
SPREAD = 0.5

# On the previous state, as in Bahdanau et al. 2015; H = D = 8, so that every score fits.
PREVIOUS = {
    "embedding": 6,
    "encoder": {"cell": "gru", "hidden": 4, "bidirectional": True},
    "decoder": {"cell": "gru", "hidden": 8, "initial_state": "backward-first"},
    "context": {"kind": "attention", "enters": ["cell", "readout"]},
    "attention": {"query": "previous-state", "score": "additive", "size": 5, "select": "soft"},
    "readout": {"kind": "maxout"},
}
# On the current state, with input-feeding, as in Luong et al. 2015.
CURRENT = {
    "embedding": 6,
    "encoder": {"cell": "lstm", "hidden": 6, "bidirectional": False},
    "decoder": {"cell": "lstm", "hidden": 6, "initial_state": "final"},
    "context": {"kind": "attention", "enters": ["input-feeding", "readout"]},
    "attention": {"query": "current-state", "score": "general", "size": 5, "select": "soft"},
    "readout": {"kind": "tanh"},
}
# Without attention, as in Cho et al. 2014.
FIXED = {
    "embedding": 6,
    "encoder": {"cell": "gru", "hidden": 7, "bidirectional": False},
    "decoder": {"cell": "gru", "hidden": 6, "initial_state": "final"},
    "context": {"kind": "fixed", "enters": ["cell", "readout"]},
    "readout": {"kind": "maxout"},
}


def attention(base: dict, **changes) -> dict:
    return merged(base, {"attention": changes})


def cells(base: dict, encoder: str, decoder: str) -> dict:
    return merged(base, {"encoder": {"cell": encoder}, "decoder": {"cell": decoder}})


def compositions() -> dict[str, dict]:
    """Returns the model configs by the names of their fixtures."""
    table = {}
    for score in SCORES:
        table[f"{score}-previous"] = attention(PREVIOUS, score=score)
        table[f"{score}-current"] = attention(CURRENT, score=score)
    for select in ("hard", "local-m", "local-p"):
        table[f"{select}-previous"] = attention(PREVIOUS, select=select, window=WINDOW)
        table[f"{select}-current"] = attention(CURRENT, select=select, window=WINDOW)
        table[f"{select}-ema"] = attention(PREVIOUS, select=select, window=WINDOW, smooth="ema")
    table["soft-ema-previous"] = attention(PREVIOUS, smooth="ema")
    table["soft-ema-current"] = attention(CURRENT, smooth="ema")
    for cell in ("rnn", "lstm"):
        table[f"{cell}-previous"] = cells(PREVIOUS, cell, cell)
        table[f"{cell}-fixed"] = cells(FIXED, cell, cell)
    table["gru-current"] = cells(CURRENT, "gru", "gru")
    table["lstm-to-gru"] = cells(CURRENT, "lstm", "gru")
    table["readout-alone"] = merged(CURRENT, {"context": {"enters": ["readout"]}})
    table["input-feeding-on-previous"] = merged(PREVIOUS, {"context": {"enters": ["input-feeding"]}})
    table["gru-fixed"] = FIXED
    table["fixed-initial-state"] = merged(FIXED, {"context": {"enters": []}})
    table["fixed-reversed"] = merged(cells(FIXED, "lstm", "lstm"),
                                     {"context": {"enters": []}, "encoder": {"reverse_source": True}})
    return table


def base64_floats(tensor: torch.Tensor) -> str:
    """float32, little-endian"""
    return base64.b64encode(tensor.detach().numpy().astype("<f4").tobytes()).decode("ascii")


def fixture(name: str, parts: dict) -> dict:
    config = {
        "id": name,
        "name": name,
        "source_language": "en",
        "target_language": "fr",
        "vocab_size": VOCABULARY,
        "eos_token_id": EOS,
        "unk_token_id": UNK,
        "pad_token_id": PAD,
        "decoder_start_token_id": PAD,
        "max_source_pieces": 32,
        "architecture": "recurrent",
        **parts,
    }
    model = build(config).eval()
    generator = torch.Generator().manual_seed(zlib.crc32(name.encode()))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(std=SPREAD, generator=generator)
    tensors = {key: {"shape": list(value.shape), "values": base64_floats(value)} for key, value in model.state_dict().items()}
    cases = [{"source": f"{len(s)} to {len(t)} pieces", **forced_case(model, s, t, VOCABULARY)} for s, t in CASES]
    return {"config": config, "tensors": tensors, "cases": cases}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder of the fixtures")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, parts in compositions().items():
        text = json.dumps(fixture(name, parts), separators=(",", ":"))
        (options.out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}.json  {len(text):,} characters")


if __name__ == "__main__":
    main()
