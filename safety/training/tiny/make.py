"""Writes the tiny gate packs that the tests load: classifiers whose answers can be worked out by hand.

Run with Python and the package onnx:  python make.py ../../src/test/resources/gates
"""

import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path

from onnx import TensorProto, checker, helper

SIDE = 8


def png(path: Path, side: int, colour: tuple[int, int, int]) -> None:
    """A picture of one colour, as PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    rows = (b"\0" + bytes(colour) * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def mean_colour(layout: str, factor: float) -> bytes:
    """scores[b, c] = factor * mean of channel c."""
    shape, axes = (["n", 3, SIDE, SIDE], [2, 3]) if layout == "NCHW" else (["n", SIDE, SIDE, 3], [1, 2])
    nodes = [
        helper.make_node("ReduceMean", ["pixels"], ["mean"], axes=axes, keepdims=0),
        helper.make_node("Mul", ["mean", "factor"], ["scores"]),
    ]
    graph = helper.make_graph(
        nodes,
        "mean-colour",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 3])],
        [helper.make_tensor("factor", TensorProto.FLOAT, [1], [factor])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    checker.check_model(model)
    return model.SerializeToString()


def manifest(model: bytes, layout: str, channels: str) -> dict:
    first, last = ("red", "blue") if channels == "RGB" else ("blue", "red")
    named = {"red": "violence", "green": "face", "blue": "sexual"}
    categories = [named[first], named["green"], named[last]]
    expect = {"violence": [0.99, 1.01], "face": [-0.01, 0.01], "sexual": [-0.01, 0.01]}
    return {
        "name": f"tiny-{layout.lower()}-{channels.lower()}",
        "version": "1",
        "licence": "Apache-2.0",
        "file": "model.onnx",
        "sha256": hashlib.sha256(model).hexdigest(),
        "input": {"name": "pixels", "width": SIDE, "height": SIDE, "channels": channels, "layout": layout,
                  "scale": 1 / 255, "mean": [0, 0, 0], "std": [1, 1, 1]},
        "outputs": [{"name": "scores", "index": i, "category": c, "direction": "unsafe"}
                    for i, c in enumerate(categories)],
        "selfTest": [{"image": "selftest/red.png", "expect": expect}],
    }  # fmt: skip


def pack(folder: Path, layout: str, channels: str, factor: float = 1.0) -> dict:
    (folder / "selftest").mkdir(parents=True, exist_ok=True)
    png(folder / "selftest/red.png", SIDE, (255, 0, 0))
    model = mean_colour(layout, factor)
    (folder / "model.onnx").write_bytes(model)
    described = manifest(model, layout, channels)
    if factor != 1.0:
        described["selfTest"][0]["expect"]["violence"] = [factor - 0.01, factor + 0.01]
    write(folder, described)
    return described


def write(folder: Path, described: dict) -> None:
    (folder / "gate.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def identity(folder: Path) -> None:
    """The mean colour as an embedding, compared with a register of one."""
    described = pack(folder, "NCHW", "RGB")
    register = {"model": "tiny", "version": "1", "dimensions": 3, "similarity": "cosine", "threshold": 0.9,
                "identities": {"reddish": [1.0, 0.0, 0.0]}}  # fmt: skip
    text = json.dumps(register, indent=2) + "\n"
    (folder / "register.json").write_text(text, encoding="utf-8")
    described["name"] = "tiny-identity"
    described["outputs"] = [{"name": "scores", "index": 0, "length": 3, "category": "identity", "direction": "unsafe"}]
    described["register"] = {"file": "register.json", "threshold": 0.9,
                             "sha256": hashlib.sha256(text.encode()).hexdigest()}  # fmt: skip
    described["selfTest"][0]["expect"] = {"identity": [0.99, 1.01]}
    write(folder, described)


def main() -> None:
    root = Path(sys.argv[1])
    pack(root / "nchw-rgb", "NCHW", "RGB")
    pack(root / "nhwc-bgr", "NHWC", "BGR")
    pack(root / "too-high", "NCHW", "RGB", factor=2.0)
    identity(root / "identity")


main()
