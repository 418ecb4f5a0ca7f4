"""Writes a trained student as one file of big-endian numbers, and its calibration.

    python export.py --prepared DIR --trained DIR --version N --to ../../src/main/resources/org/imprimatur/safety/classifier
"""

import argparse
import json
from pathlib import Path

import corpus
import numpy as np
import torch
from features import ROWS
from student import HEADS, INNER, LAYERS, MIXED, OUTPUTS, REACH, WIDTH, Student
from texts import Texts

MAGIC, VERSION = 0x494D5054, 2
LINE, FALSE_ALARMS = 0.8, 0.005


def calibration(texts: Texts, numbers: np.ndarray, logits: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the log-odds of harm, fitted on the tuning part (Platt).

    Fitted with harm and calm weighing alike, then shifted so that at most one real user's prompt and one caption of a
    photograph in two hundred reach the line 0.8: the share of harm among the texts that a gateway gets is not known, what a false alarm costs is.
    """
    tune = texts.part[numbers] == "tune"
    score, truth = logits[tune, 0].astype(np.float64), texts.harm[numbers][tune].astype(np.float64)
    source = texts.source[numbers][tune]
    weight = balance(source, truth > 0.5)
    slope, shift = 1.0, 0.0
    for _ in range(6000):
        chance = 1 / (1 + np.exp(-(slope * score + shift)))
        error = weight * (chance - truth)
        slope -= 0.02 * (error * score).sum()
        shift -= 0.2 * error.sum()
    calm = [np.sort(score[source == name]) for name in (corpus.USERS, corpus.BENIGN[0])]
    line = max(scores[int(len(scores) * (1 - FALSE_ALARMS))] for scores in calm)
    print(f"Platt: slope {slope:.3f}, shift {shift:.3f}; 0.8 stands at {line:.3f}")
    return float(slope), float(np.log(LINE / (1 - LINE)) - slope * line)


def balance(source: np.ndarray, harm: np.ndarray) -> np.ndarray:
    keys = [f"{s}/{h}" for s, h in zip(source, harm)]
    names, counts = np.unique(keys, return_counts=True)
    weight = np.array([dict(zip(names, counts))[k] ** -0.5 for k in keys])
    weight[harm] /= weight[harm].sum() * 2
    weight[~harm] /= weight[~harm].sum() * 2
    return weight


def layout() -> list[tuple[str, bool]]:
    """The parts behind the table in the order of the file, and whether a part is written transposed."""

    def linear(name):
        return [(f"{name}.weight", True), (f"{name}.bias", False)]

    def norm(name):
        return [(f"{name}.weight", False), (f"{name}.bias", False)]

    parts = norm("norm_in")
    for i in range(LAYERS):
        at = f"layers.{i}."
        parts += [(at + "near", False), *norm(at + "norm_all"), *linear(at + "asked"), *linear(at + "said"),
                  *norm(at + "norm_own"), *linear(at + "inner"), *linear(at + "outer")]  # fmt: skip
    return parts + norm("norm_out") + linear("look") + linear("mix") + linear("out")


def write(state: dict[str, np.ndarray], file: Path) -> None:
    table = state["table"].copy()
    table[0] = 0
    scale = np.abs(table).max(1) / 127
    packed = np.round(table / np.maximum(scale, 1e-12)[:, None]).astype(np.int8)
    with open(file, "wb") as out:
        head = [MAGIC, VERSION, ROWS, WIDTH, HEADS, INNER, LAYERS, REACH, MIXED, OUTPUTS]
        out.write(np.array(head, dtype=">i4").tobytes())
        out.write(scale.astype(">f4").tobytes())
        out.write(packed.tobytes())
        for name, transposed in layout():
            part = state[name].T if transposed else state[name]
            out.write(np.ascontiguousarray(part).astype(">f4").tobytes())


def read(file: Path) -> Student:
    """A written student again; what only training needs (the echo of the teacher) is as new."""
    student, data, at = Student(), file.read_bytes(), 40

    def numbers(kind: str, *shape: int) -> np.ndarray:
        nonlocal at
        array = np.frombuffer(data, kind, int(np.prod(shape)), at).reshape(shape)
        at += array.nbytes
        return array

    scale = numbers(">f4", ROWS, 1)
    state = student.state_dict()
    found = {"table": numbers("i1", ROWS, WIDTH) * scale}
    for name, transposed in layout():
        shape = state[name].shape
        found[name] = numbers(">f4", *reversed(shape)).T if transposed else numbers(">f4", *shape)
    if at != len(data):
        raise SystemExit(f"{file} is of another version: {len(data) - at} bytes too many")
    student.load_state_dict(state | {name: torch.from_numpy(value.astype(np.float32)) for name, value in found.items()})
    return student


def load(folder: Path) -> dict[str, np.ndarray]:
    state = torch.load(folder / "student.pt", map_location="cpu")
    return {name: value.float().numpy() for name, value in state.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--prepared", type=Path, required=True)
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    texts = Texts(options.prepared, [], 0)
    saved = np.load(options.trained / "logits.npz")
    slope, shift = calibration(texts, saved["numbers"], saved["logits"])
    write(load(options.trained), options.to / "text-classifier.bin")
    about = {"version": options.version, "categories": corpus.CATEGORIES, "slope": slope, "shift": shift}
    (options.to / "text-classifier.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
