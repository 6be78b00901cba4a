"""Training configs: JSON files, one of which may extend another."""

import json
from pathlib import Path


def merged(base: dict, changes: dict) -> dict:
    """Returns base with the changes laid over it, object by object; null takes a key away."""
    result = dict(base)
    for key, value in changes.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result


def read_config(file: Path) -> dict:
    """Reads a config; "extends" names another one, seen from its folder, to start from."""
    config = json.loads(file.read_text(encoding="utf-8"))
    base = config.pop("extends", None)
    return merged(read_config(file.parent / base), config) if base else config
