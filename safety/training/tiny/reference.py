"""Scores of a TensorFlow.js layers model by a reference of our own in PyTorch, and a tiny such model.

Run with Python, numpy, torch and Pillow:
  python reference.py tiny  FOLDER             writes a tiny model with its goldens
  python reference.py score FOLDER GOLDEN.json measures goldens of a model that lies there
"""

import json
import sys
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F


def weights(folder: Path, model: dict) -> dict:
    found = {}
    for group in model["weightsManifest"]:
        raw = b"".join((folder / p).read_bytes() for p in group["paths"])
        at = 0
        for w in group["weights"]:
            count = int(numpy.prod(w["shape"])) if w["shape"] else 1
            q = w.get("quantization")
            kind = numpy.dtype({"uint8": "<u1", "uint16": "<u2"}[q["dtype"]] if q else "<f4")
            part = numpy.frombuffer(raw, kind, count, at).astype(numpy.float64)
            at += count * kind.itemsize
            found[w["name"]] = torch.tensor((part * q["scale"] + q["min"] if q else part).reshape(w["shape"]))
    return found


def same(x, kernel, stride):
    pads = []
    for side, k, s in zip(reversed(x.shape[2:]), reversed(kernel), reversed(stride)):
        total = max((-(-side // s) - 1) * s + k - side, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads)


def activated(x, name):
    if name == "softmax":
        return torch.softmax(x, -1)
    return {"linear": lambda v: v, "relu": F.relu, "sigmoid": torch.sigmoid}[name](x)


def layer(kind, c, name, xs, w):
    x = xs[0]
    if kind == "ZeroPadding2D":
        (t, b), (l, r) = c["padding"]
        return F.pad(x, (l, r, t, b))
    if kind in ("Conv2D", "DepthwiseConv2D"):
        depth = kind == "DepthwiseConv2D"
        k = w[name + ("/depthwise_kernel" if depth else "/kernel")]
        groups = k.shape[2] if depth else 1
        if depth:
            k = k.permute(2, 3, 0, 1).reshape(-1, 1, k.shape[0], k.shape[1])
        else:
            k = k.permute(3, 2, 0, 1)
        if c["padding"] == "same":
            x = same(x, k.shape[2:], c["strides"])
        return activated(F.conv2d(x, k, w.get(name + "/bias"), c["strides"], 0, c["dilation_rate"], groups), c["activation"])
    if kind == "BatchNormalization":
        return F.batch_norm(x, w[name + "/moving_mean"], w[name + "/moving_variance"], w[name + "/gamma"],
                            w[name + "/beta"], False, 0, c["epsilon"])  # fmt: skip
    if kind == "ReLU":
        return torch.clamp(x, 0, c["max_value"]) if c["max_value"] else F.relu(x)
    if kind == "Add":
        return sum(xs)
    if kind == "AveragePooling2D":
        return F.avg_pool2d(x, c["pool_size"], c["strides"])
    if kind == "GlobalAveragePooling2D":
        return x.mean((2, 3))
    if kind == "Flatten":
        return x.permute(0, 2, 3, 1).reshape(x.shape[0], -1)
    if kind == "Dense":
        return activated(x @ w[name + "/kernel"] + w[name + "/bias"], c["activation"])
    if kind == "Dropout":
        return x
    raise ValueError(kind)


def scores(folder: Path, picture: numpy.ndarray) -> list:
    model = json.loads((folder / "model.json").read_text())
    w = weights(folder, model)
    values = {}
    out = None
    for l in model["modelTopology"]["model_config"]["config"]["layers"]:
        if l["class_name"] == "InputLayer":
            out = torch.tensor(picture).permute(2, 0, 1)[None]
        else:
            out = layer(l["class_name"], l["config"], l["name"], [values[n[0]] for n in l["inbound_nodes"][0]], w)
        values[l["name"]] = out
    return [round(float(v), 6) for v in out[0]]


def picture(side: int, seed: int) -> numpy.ndarray:
    """Whole levels by a rule that the test repeats."""
    y, x, c = numpy.mgrid[0:side, 0:side, 0:3]
    return ((x * (3 + seed) + y * 5 + c * 40 + (x * y) // 7) % 256) / 255.0


def goldens(folder: Path, side: int) -> list:
    return [{"seed": s, "scores": scores(folder, picture(side, s))} for s in range(3)]


def tiny(folder: Path) -> None:
    random = numpy.random.default_rng(0)
    raw, manifest, layers = b"", [], []

    def add(kind, name, config, **arrays):
        nonlocal raw
        before = [[[layers[-1]["name"], 0, 0, {}]]] if layers else []
        layers.append({"name": name, "class_name": kind, "config": config, "inbound_nodes": before})
        for key, (shape, low, high) in arrays.items():
            levels = random.integers(0, 256, shape, dtype=numpy.uint8)
            raw += levels.tobytes()
            manifest.append({"name": f"{name}/{key}", "shape": list(shape), "dtype": "float32", "quantization":
                             {"min": low, "scale": (high - low) / 255, "dtype": "uint8"}})  # fmt: skip

    common = {"data_format": "channels_last", "dilation_rate": [1, 1], "activation": "linear"}
    add("InputLayer", "in", {"batch_input_shape": [None, 16, 16, 3]})
    add("ZeroPadding2D", "pad", {"padding": [[0, 1], [0, 1]], "data_format": "channels_last"})
    add("Conv2D", "conv", {**common, "strides": [2, 2], "padding": "valid"}, kernel=((3, 3, 3, 4), -1, 1))
    add("BatchNormalization", "bn", {"epsilon": 0.001}, gamma=((4,), 0.5, 2), beta=((4,), -1, 1),
        moving_mean=((4,), -1, 1), moving_variance=((4,), 0.5, 2))  # fmt: skip
    add("ReLU", "relu", {"max_value": 6.0, "negative_slope": 0.0, "threshold": 0.0})
    add("DepthwiseConv2D", "depth", {**common, "strides": [1, 1], "padding": "same"}, depthwise_kernel=((3, 3, 4, 1), -1, 1))
    add("Add", "add", {})
    layers[-1]["inbound_nodes"] = [[["relu", 0, 0, {}], ["depth", 0, 0, {}]]]
    add("AveragePooling2D", "pool", {"pool_size": [2, 2], "strides": [2, 2], "padding": "valid", "data_format": "channels_last"})
    add("Flatten", "flat", {})
    add("Dense", "dense", {"activation": "relu", "use_bias": True}, kernel=((64, 6), -1, 1), bias=((6,), -1, 1))
    add("Dropout", "drop", {"rate": 0.5})
    add("Dense", "last", {"activation": "softmax", "use_bias": True}, kernel=((6, 3), -0.1, 0.1), bias=((3,), -1, 1))
    model = {"modelTopology": {"model_config": {"class_name": "Model", "config": {"layers": layers}}},
             "weightsManifest": [{"paths": ["weights.bin"], "weights": manifest}]}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.bin").write_bytes(raw)
    (folder / "model.json").write_text(json.dumps(model) + "\n")
    (folder / "goldens.json").write_text(json.dumps({"goldens": goldens(folder, 16)}) + "\n")


if sys.argv[1] == "tiny":
    tiny(Path(sys.argv[2]))
else:
    measured = {"goldens": goldens(Path(sys.argv[2]), 224)}
    Path(sys.argv[3]).write_text(json.dumps(measured) + "\n")
