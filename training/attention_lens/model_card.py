"""Writes models/<id>/MODEL_CARD.md from the config, the data and the measured figures.

    npm run -s evaluate -- --model bahdanau-2015 --set all --json > build/bahdanau-2015/figures.json
    python3 -m attention_lens.model_card --config configs/bahdanau-2015.json --data build/en-fr \
        --model ../models/bahdanau-2015 --figures build/bahdanau-2015/figures.json

`--figures ../models/figures.json` takes the shorter measures that `npm run -s figures` keeps of every model.
"""

import argparse
import csv
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np

from . import safetensors
from .concatenate import IN_A_ROW
from .config import read_config
from .enrich import ENRICHED
from .mixture import Mixture
from .openers import OPENED
from .substitute import SUBSTITUTED, WIKDICT

MADE = (IN_A_ROW, SUBSTITUTED, ENRICHED, OPENED)
"""How the names of corpora begin that are made of others."""

SOURCES = Path(__file__).with_name("sources.tsv")


def data_table(mixture: Mixture) -> list[str]:
    """A row for each corpus used: pairs, how often each is drawn an epoch, source, licence."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        sources = {row["corpus"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    rows = []
    for index, name in enumerate(map(str, mixture.arrays["corpora"])):
        weights = mixture.weight[(mixture.arrays["corpus"] == index) & (mixture.weight > 0)]
        if len(weights):
            own = next((name.removeprefix(made) for made in MADE if name.startswith(made)), name)
            of = [sources[own]]
            of += [sources[WIKDICT]] if name.startswith((SUBSTITUTED, ENRICHED)) else []
            source, licence = ("; ".join(row[key] for row in of) for key in ("source", "licence"))
            rows.append((len(weights), f"| {name} | {len(weights):,} | {weights[0]:g} | {source} | {licence} |"))
    return [row for _, row in sorted(rows, reverse=True)]


def printed(figure: float) -> str:
    """With one decimal, halves away from zero, as `printFigure` of src/shared/figure.ts does."""
    return str(Decimal(str(figure)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def short_quality_table(figures: dict) -> list[str]:
    """From an entry of models/figures.json, as `npm run -s figures` keeps it."""
    aer = printed(figures["aer"]) if figures["aer"] is not None else "–, no attention"
    lengths = figures["bleuByLength"]
    cells = [printed(value) if value is not None else "–" for value in lengths.values()]
    return [
        f"tatoeba: BLEU {printed(figures['bleu'])}, chrF {printed(figures['chrf'])}. hansards-dev: AER {aer}.",
        "BLEU on tatoeba and python-docs together, by words of the source:",
        "",
        f"| {' | '.join(lengths)} |",
        f"|{'---|' * len(lengths)}",
        f"| {' | '.join(cells)} |",
        "",
        "Greedy, backend wasm, by `npm run -s figures`. [All models beside each other](../README.md).",
    ]


def quality_table(figures: dict) -> list[str]:
    rows = ["| set | sentences | BLEU | chrF | AER |", "|---|---|---|---|---|"]
    for name, of_set in figures["sets"].items():
        cells = [printed(of_set[key]) if of_set.get(key) is not None else "–" for key in ("bleu", "chrf", "aer")]
        rows.append(f"| {name} | {of_set['sentences']:,} | {' | '.join(cells)} |")
    how = f"Beam {figures['beam']}, backend {figures['backend']}, by `npm run -s evaluate -- --model {figures['model']} --set all"
    how += f" --beam {figures['beam']}`. BLEU: `{figures['signatures']['bleu']}`; chrF: `{figures['signatures']['chrf']}`. AER: sure and possible links, in percent."
    return [*rows, "", how]


def commands(model: str, config_file: Path) -> list[str]:
    """How to train it: the run, and a second stage where configs/stages has one."""
    train = "python3 -m attention_lens.train --data build/en-fr"
    lines = [f"{train} --config configs/{config_file.name} --out build/{model}"]
    if (config_file.parent / "stages" / config_file.name).exists():
        init = f"--init build/{model}/checkpoint.pt"
        lines.append(f"{train} --config configs/stages/{config_file.name} {init} --out build/{model}-2")
    return ["```sh", *lines, "```"]


def embeddings(config: dict) -> list[str]:
    """Where the embedding table came from, if not from chance."""
    if "embeddings" not in config:
        return []
    return [f"- The embedding table began as that of {Path(config['embeddings']).parent.name} and was trained on with the rest"]


def card(config: dict, folder: Path, mixture: Mixture, figures: dict | None, config_file: Path) -> str:
    weights = safetensors.read(folder / "model.safetensors")
    metadata = safetensors.metadata(folder / "model.safetensors")
    parameters = sum(tensor.size for tensor in weights.values())
    size = sum(file.stat().st_size for file in folder.iterdir() if file.suffix in {".json", ".safetensors"})
    minutes = int(metadata["seconds"]) / 60
    kind = "int8 rows with a float32 scale, vectors float16" if any(t.dtype == np.int8 for t in weights.values()) else "float16"
    parameters -= sum(tensor.size for name, tensor in weights.items() if name.endswith(safetensors.SCALE))
    tokenizer = f"; the tokenizer is that of {config['tokenizer']}" if "tokenizer" in config else " with the tokenizer"
    quality = ["Not measured yet."]
    if figures:
        quality = quality_table(figures) if "sets" in figures else short_quality_table(figures[config["id"]])
    return "\n".join(
        [
            f"# {config['id']}",
            "",
            f"{config['name']}. English → French. {config['summary']}",
            "",
            f"- Parameters: {parameters:,}, stored as {kind}; {size / 1e6:.1f} MB{tokenizer}",
            f"- Weights: CC BY-SA 4.0 (the code that trains and runs them: MIT)",
            f"- Trained on {int(metadata['target_pieces']) / 1e6:.1f} M target pieces in {int(metadata['steps']):,} steps, "
            f"{minutes:.0f} minutes on a shared two-core CPU, bfloat16 autocast; the weights are a moving average of the run",
            *embeddings(config),
            *(f"- {note}" for note in config.get("notes", [])),
            "- Vocabulary: 8,000 byte-pair pieces shared by both languages, byte fallback; pieces never cross a word",
            "- Trained, in `training/`, by:",
            "",
            *commands(config["id"], config_file),
            "",
            "## Quality",
            "",
            *quality,
            "",
            "## Data",
            "",
            f"Sentences of at most {config['data']['max_pieces']} pieces; `drawn` is how often a pair is seen an epoch"
            f"{' of the first stage' if (config_file.parent / 'stages' / config_file.name).exists() else ''}. "
            "No text under a copyleft licence is used. No sentence of the evaluation sets occurs in it.",
            "",
            "| corpus | pairs | drawn | source | licence |",
            "|---|---|---|---|---|",
            *data_table(mixture),
            "",
            "## Limits",
            "",
            *config["limits"],
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--figures", type=Path, help="what `npm run -s evaluate -- --set all --json` printed, or models/figures.json")
    options = parser.parse_args()
    config = read_config(options.config)
    figures = json.loads(options.figures.read_text(encoding="utf-8")) if options.figures else None
    mixture = Mixture(options.data / "packed.npz", config["data"], 0, config["seed"])
    text = card(config, options.model, mixture, figures, options.config)
    (options.model / "MODEL_CARD.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
