"""Writes the student as one file of big-endian numbers, and its calibration."""

import json
from pathlib import Path

import corpus
import numpy as np
from features import ROWS
from student import HIDDEN, OUTPUTS, SEEN, WIDTH

MAGIC = 0x494D5054
VERSION = 1
PRIOR = 0.1


def _calibration(rows, logits: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the log-odds of harm (Platt), fitted on the tuning part.

    Fitted with harm and calm weighing alike, then moved to a prior of one harmful text in ten.
    """
    tune = [i for i, row in enumerate(rows) if row.part == "tune"]
    score, truth = logits[tune, 0].astype(np.float64), np.array([rows[i].harm for i in tune], dtype=np.float64)
    weight = _balance([rows[i] for i in tune])
    slope, shift = 1.0, 0.0
    for _ in range(4000):
        chance = 1 / (1 + np.exp(-(slope * score + shift)))
        error = weight * (chance - truth)
        slope -= 0.02 * (error * score).sum()
        shift -= 0.2 * error.sum()
    return float(slope), float(shift + np.log(PRIOR / (1 - PRIOR)))


def _balance(rows) -> np.ndarray:
    counts: dict = {}
    for row in rows:
        counts[(row.source, row.harm)] = counts.get((row.source, row.harm), 0) + 1
    weight = np.array([counts[(row.source, row.harm)] ** -0.5 for row in rows])
    harm = np.array([row.harm for row in rows])
    weight[harm] /= weight[harm].sum() * 2
    weight[~harm] /= weight[~harm].sum() * 2
    return weight


def write(model, rows, logits: np.ndarray, out: Path) -> None:
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    table = state["table.weight"]
    scale = np.abs(table).max(1) / 127
    packed = np.round(table / np.maximum(scale, 1e-12)[:, None]).astype(np.int8)
    numbers = [state["near.weight"].transpose(2, 0, 1), state["near.bias"], state["mix.weight"], state["mix.bias"],
               state["out.weight"], state["out.bias"]]  # fmt: skip
    with open(out / "text-classifier.bin", "wb") as file:
        file.write(np.array([MAGIC, VERSION, ROWS, WIDTH, SEEN, HIDDEN, OUTPUTS], dtype=">i4").tobytes())
        file.write(scale.astype(">f4").tobytes())
        file.write(packed.tobytes())
        for part in numbers:
            file.write(part.astype(">f4").tobytes())
    slope, shift = _calibration(rows, logits)
    (out / "text-classifier.json").write_text(
        json.dumps({"version": "1", "categories": corpus.CATEGORIES, "slope": slope, "shift": shift}, indent=2) + "\n",
        encoding="utf-8",
    )
