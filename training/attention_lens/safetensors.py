"""Reads and writes the safetensors format: an 8-byte little-endian header length, a JSON header, the tensors' bytes.

Debian has no package of the reference library; the format is small and fixed
(https://github.com/huggingface/safetensors#format).
"""

import json
import struct
from pathlib import Path

import numpy as np

_DTYPES = {"F32": np.float32, "F16": np.float16, "I8": np.int8}
SCALE = ".scale"
_NAMES = {np.dtype(dtype): name for name, dtype in _DTYPES.items()}


def encoded(tensors: dict[str, np.ndarray], metadata: dict[str, str] | None = None) -> bytes:
    """Returns the file of tensors of float32, float16 or int8, in the order of their names."""
    header: dict = {"__metadata__": metadata} if metadata else {}
    at = 0
    for name, tensor in sorted(tensors.items()):
        header[name] = {"dtype": _NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, at + tensor.nbytes]}
        at += tensor.nbytes
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)  # the tensors begin on a multiple of 8
    contents = (np.ascontiguousarray(tensor).tobytes() for _, tensor in sorted(tensors.items()))
    return b"".join([struct.pack("<Q", len(head)), head, *contents])


def write(path: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str] | None = None) -> None:
    path.write_bytes(encoded(tensors, metadata))


def _header(data: bytes) -> tuple[dict, int]:
    """Returns the header and where the tensors begin."""
    (size,) = struct.unpack_from("<Q", data)
    return json.loads(data[8 : 8 + size]), 8 + size


def quantised(tensor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rounds a matrix to int8, row by row. Returns the integers and the scale of each row, float32."""
    scale = np.maximum(np.abs(tensor).max(axis=1), 1e-12).astype(np.float32) / 127
    return np.rint(tensor / scale[:, None]).astype(np.int8), scale


def in_float32(tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Undoes what storing did: int8 rows are multiplied by their `<name>.scale`, float16 is widened."""
    widened = {name: tensor.astype(np.float32) for name, tensor in tensors.items()}
    for name, tensor in tensors.items():
        if tensor.dtype == np.int8:
            widened[name] *= widened.pop(name + SCALE)[:, None]
    return widened


def metadata(path: Path) -> dict[str, str]:
    return _header(path.read_bytes())[0].get("__metadata__", {})


def read(path: Path) -> dict[str, np.ndarray]:
    data = path.read_bytes()
    header, begin = _header(data)
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = (begin + offset for offset in entry["data_offsets"])
            tensors[name] = np.frombuffer(data[start:end], _DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors
