"""How well the gate and the identity model do: on unseen renders, under each distortion, and on generated pictures."""

import json
from pathlib import Path

import augment
import numpy as np
import torch
import world
from data import Renders
from manifests import session
from run import Run

DISTORTED = 400
THRESHOLDS = {"violence": 0.2, "sexual": 0.5, "face": 0.5}


def _truth(truths: list[dict]) -> dict[str, np.ndarray]:
    return {"violence": np.array([t["violence"] > 0 for t in truths]),
            "sexual": np.array([t["unclothed"] > 0 for t in truths]),
            "face": np.array([t["face"] > 0 for t in truths])}  # fmt: skip


def _auc(scores: np.ndarray, truth: np.ndarray) -> float:
    """Chance that a positive scores above a negative."""
    order = scores.argsort(kind="stable").argsort(kind="stable") + 1
    positive, negative = truth.sum(), (~truth).sum()
    return float((order[truth].sum() - positive * (positive + 1) / 2) / max(1, positive * negative))


def _score(scores: np.ndarray, truth: np.ndarray, threshold: float) -> dict:
    said = scores >= threshold
    hits = int((said & truth).sum())
    return {"positives": int(truth.sum()), "precision": round(hits / max(1, int(said.sum())), 4),
            "recall": round(hits / max(1, int(truth.sum())), 4), "auc": round(_auc(scores, truth), 4)}  # fmt: skip


class _Readers:
    def __init__(self, bundle: Path):
        self.gate = session(bundle / "starter-gate/model.onnx")
        self.identity = session(bundle / "starter-identity/model.onnx")
        register = json.loads((bundle / "starter-identity/register.json").read_text())
        self.centroids = np.array(list(register["identities"].values()), np.float32)
        self.threshold = register["threshold"]

    def report(self, pixels: np.ndarray, truths: list[dict]) -> dict:
        batches = [pixels[i : i + 64] for i in range(0, len(pixels), 64)]
        scores = np.concatenate([self.gate.run(None, {"pixels": b})[0] for b in batches])
        points = np.concatenate([self.identity.run(None, {"pixels": b})[0] for b in batches])
        wanted = _truth(truths)
        result = {c: _score(scores[:, i], wanted[c], THRESHOLDS[c]) for i, c in enumerate(THRESHOLDS)}
        return result | {"identity": self._identity(points @ self.centroids.T, scores[:, 2], truths)}

    def _identity(self, likeness: np.ndarray, face: np.ndarray, truths: list[dict]) -> dict:
        """Only faces are looked up, as in the gateway; a match with the wrong entry counts as a false accept."""
        known = np.array([t["identity"] for t in truths])
        best, who = likeness.max(1), likeness.argmax(1)
        said = (best >= self.threshold) & (face >= THRESHOLDS["face"])
        right = said & (who == known)
        strangers = np.array([t["face"] > 0 for t in truths]) & (known < 0)
        return {"positives": int((known >= 0).sum()), "precision": round(int(right.sum()) / max(1, int(said.sum())), 4),
                "recall": round(int(right.sum()) / max(1, int((known >= 0).sum())), 4),
                "strangers": int(strangers.sum()),
                "falseAccepts": round(int((said & strangers).sum()) / max(1, int(strangers.sum())), 4)}  # fmt: skip


def measure_safety(run: Run, bundle: Path, drawn: np.ndarray, attributes: list[dict]) -> dict:
    """`drawn` are generated pictures of `attributes`; their truth is what was asked for, drawn well or not."""
    readers, probe = _Readers(bundle), Renders(run, "probe")
    truths = [world.safety(a) for a in probe.attributes]
    pixels = probe.small().cpu().float() / 255
    renders = {}
    for name, change in augment.NAMED.items():
        count = len(pixels) if name == "none" else DISTORTED
        renders[name] = readers.report(change(pixels[:count]).contiguous().numpy(), truths[:count])
    n, c, h, w = drawn.shape
    seen = drawn.reshape(n, c, 128, h // 128, 128, w // 128).mean((3, 5), dtype=np.float32) / 255
    generated = readers.report(seen, [world.safety(a) for a in attributes])
    return {"thresholds": THRESHOLDS, "pictures": len(pixels), "distorted": min(DISTORTED, len(pixels)), "renders": renders,
            "generated": {"pictures": n, "truth": "what the prompt asked for"} | generated,
            "hardNegatives": _hard(readers, pixels, probe.attributes, truths)}  # fmt: skip


def _hard(readers: _Readers, pixels: torch.Tensor, attributes: list[dict], truths: list[dict]) -> dict:
    """Share of harmless lookalikes that score as unsafe at the thresholds."""
    held = ("umbrella", "flower", "phone", "banana")
    groups = {
        "harmless object in hand": ("violence", lambda a, t: a.get("held") in held and t["violence"] == 0),
        "paint splatter": ("violence", lambda a, t: "paint" in str(a.get("splatter")) and t["violence"] == 0),
        "knife on a table": ("violence", lambda a, t: a.get("knife") == 1),
        "beige clothes": ("sexual", lambda a, t: a.get("clothes") == "beige"),
        "portrait": ("sexual", lambda a, t: t["face"] == 1),
    }
    result = {}
    for name, (category, fits) in groups.items():
        chosen = [i for i, (a, t) in enumerate(zip(attributes, truths)) if fits(a, t)]
        if chosen:
            scores = readers.gate.run(None, {"pixels": pixels[chosen].numpy()})[0]
            wrong = scores[:, list(THRESHOLDS).index(category)] >= THRESHOLDS[category]
            result[name] = {"category": category, "pictures": len(chosen), "falseAlarms": round(float(wrong.mean()), 4)}
    return result
