"""Builds the model that a config.json describes."""

from torch import nn

from .seq2seq import Seq2Seq
from .transformer import Transformer

ARCHITECTURES = {"recurrent": Seq2Seq, "transformer": Transformer}


def build(config: dict) -> nn.Module:
    """Raises ValueError where the architecture has no class here."""
    try:
        architecture = ARCHITECTURES[config["architecture"]]
    except KeyError as error:
        raise ValueError(f"unknown architecture {config.get('architecture')!r}") from error
    return architecture(config)
