"""Cross-entropy a target piece of checkpoints on sentence pairs: where BLEU is too coarse to tell two stages of a run apart.

    python3 -m attention_lens.cross_entropy --checkpoint build/a/checkpoint.pt build/b/checkpoint.pt --data build/en-fr \
        --pairs eval/tatoeba.en-fr.tsv eval/flores-dev.en-fr.tsv [--limit 500] [--raw | --mean]

Pairs are lines `English<TAB>French`. The weights are the moving average, as they ship; with --raw those of the last step,
with --mean the mean of the averages of all checkpoints.
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from .models.build import build
from .pack import MAX_PIECES
from .subwords import EOS, Subwords

Pairs = list[tuple[list[int], list[int]]]


def read(file: Path, limit: int, subwords: Subwords) -> Pairs:
    """Returns the pieces of the first pairs, each sentence ending in </s>, by length."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").split("\n")[:limit] if line]
    pairs = [tuple(subwords.encode(text)[0] + [EOS] for text in row[:2]) for row in rows]
    return sorted((pair for pair in pairs if max(map(len, pair)) < MAX_PIECES), key=lambda pair: len(pair[1]))


def padded(rows: list[list[int]], pad: int) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=pad)


@torch.no_grad()
def cross_entropy(model: torch.nn.Module, pairs: Pairs, pad: int) -> float:
    """Returns the mean over all target pieces, </s> counted, in nats."""
    total, count = 0.0, 0
    for start in range(0, len(pairs), 50):
        source, target = (padded(list(rows), pad) for rows in zip(*pairs[start : start + 50]))
        target_in = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], dim=1)
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(source, target_in)[0]  # (B, T, V)
        total += F.cross_entropy(logits.float().flatten(0, 1), target.flatten(), ignore_index=pad, reduction="sum").item()
        count += int((target != pad).sum())
    return total / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with tokenizer.model")
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--limit", type=int, default=500, help="pairs of each file")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--raw", action="store_true")
    which.add_argument("--mean", action="store_true")
    options = parser.parse_args()
    subwords = Subwords(options.data / "tokenizer.model")
    sets = {file.name: read(file, options.limit, subwords) for file in options.pairs}
    several = [torch.load(file, map_location="cpu") for file in options.checkpoint]
    if options.mean:
        mean = {name: sum(saved["average"][name] for saved in several) / len(several) for name in several[0]["average"]}
        several = [several[-1] | {"average": mean}]
    for saved in several:
        model = build(saved["model_config"])
        model.load_state_dict(saved["model"] | ({} if options.raw else saved["average"]))
        model.eval()
        figures = (f"{name} {cross_entropy(model, pairs, subwords.pad):.4f}" for name, pairs in sets.items())
        print("  ".join(figures), flush=True)


if __name__ == "__main__":
    main()
