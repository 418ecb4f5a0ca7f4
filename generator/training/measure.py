"""Stage `measure`: every figure of metrics.json, computed from the exported files on ONNX Runtime alone."""

import random
import statistics
import time
from pathlib import Path

import cards
import numpy as np
import torch
import world
from data import Renders, head_sizes, label_table
from judge import accuracy
from manifests import session, write_json
from measure_safety import measure_safety
from pipeline import Pipeline
from presets import SCENE_SHARES
from run import Run

PROMPTS = 512
SEED = 77


def small(pictures: np.ndarray) -> np.ndarray:
    """uint8 pictures at full size to the 128 px, 0..1 view of the judge and the safety models."""
    n, c, h, w = pictures.shape
    return pictures.reshape(n, c, 128, h // 128, 128, w // 128).mean((3, 5), dtype=np.float32) / 255


class _Judge:
    def __init__(self, folder: Path):
        self.model = session(folder / "model.onnx")

    def __call__(self, pictures: np.ndarray) -> tuple[torch.Tensor, np.ndarray]:
        parts = [self.model.run(None, {"pixels": small(pictures[i : i + 64])}) for i in range(0, len(pictures), 64)]
        return torch.from_numpy(np.concatenate([p[0] for p in parts])), np.concatenate([p[1] for p in parts])

    def answers(self, pictures: np.ndarray) -> list[dict[str, int]]:
        logits, sizes = self(pictures)[0], head_sizes()
        best = [part.argmax(1).tolist() for part in logits.split(list(sizes.values()), 1)]
        return [dict(zip(sizes, row)) for row in zip(*best)]


def held_out(count: int, seed: int) -> list[dict]:
    """Attribute combinations the generator never saw, scenes in the shares of training."""
    rng, found = random.Random(seed), []
    while len(found) < count:
        attrs = world.sample(rng, rng.choices(list(SCENE_SHARES), list(SCENE_SHARES.values()))[0])
        if world.heldout(attrs):
            found.append(attrs)
    return found


def _renders(run: Run, attributes: list[dict], seed: int) -> np.ndarray:
    generator = torch.Generator().manual_seed(seed)
    return np.concatenate([world.render([a], run.preset.size, generator, "cpu").numpy() for a in attributes])


def _edges(pictures: np.ndarray) -> float:
    """Mean absolute step between neighbouring pixels, both directions."""
    values = pictures.astype(np.float32)
    return float(np.abs(np.diff(values, axis=3)).mean() + np.abs(np.diff(values, axis=2)).mean())


def _frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Distance of two Gaussians fitted to the judge's features (Heusel et al. 2017, other features)."""
    both = np.cov(a.T).astype(np.float64) @ np.cov(b.T).astype(np.float64)
    mixed = np.sqrt(np.linalg.eigvals(both).real.clip(0)).sum()
    return float(np.square(a.mean(0) - b.mean(0)).sum() + np.trace(np.cov(a.T)) + np.trace(np.cov(b.T)) - 2 * mixed)


def _all_right(logits: torch.Tensor, labels: torch.Tensor) -> float:
    right = torch.stack([(part.argmax(1) == column) | (column < 0) for part, column
                         in zip(logits.split(list(head_sizes().values()), 1), labels.unbind(1))])  # fmt: skip
    return right.all(0).float().mean().item()


def _mean(heads: dict[str, float]) -> float:
    return statistics.fmean(heads.values())


def _adherence(run: Run, pipeline: Pipeline, judge: _Judge) -> tuple[dict, np.ndarray, list[dict]]:
    attributes = held_out(PROMPTS, SEED)
    labels, real = label_table(attributes), _renders(run, attributes, SEED)
    drawn = pipeline.draw([world.canonical(a) for a in attributes], [SEED * 1000 + i for i in range(PROMPTS)])
    (seen, features), (truth, wanted) = judge(drawn), judge(real)
    heads, ceiling = accuracy(seen, labels), accuracy(truth, labels)
    other = _renders(run, attributes, SEED + 1)
    return {
        "prompts": PROMPTS, "seed": SEED, "combinations": "held out from the generator",
        "meanAttributeAccuracy": round(_mean(heads), 4), "judgeOnRenders": round(_mean(ceiling), 4),
        "adherenceRatio": round(_mean(heads) / _mean(ceiling), 4),
        "allAttributesRight": round(_all_right(seen, labels), 4),
        "allAttributesRightOnRenders": round(_all_right(truth, labels), 4),
        "sharpness": round(_edges(drawn) / _edges(real), 4),
        "frechetGenerated": round(_frechet(features, wanted), 2),
        "frechetFloor": round(_frechet(judge(other)[1], wanted), 2),
        "heads": {k: {"generated": round(v, 3), "renders": round(ceiling[k], 3)} for k, v in heads.items()},
    }, drawn, attributes  # fmt: skip


def _nearest(run: Run, judge: _Judge, drawn: np.ndarray, attributes: list[dict]) -> dict:
    """Median distance to the nearest training render, in judge features: a copier would come closer than renders do."""
    known = run.load("known.pt").float().cpu().numpy()

    def median(pictures: np.ndarray) -> float:
        seen = judge(pictures)[1]
        square = (seen**2).sum(1)[:, None] + (known**2).sum(1)[None] - 2 * seen @ known.T
        return round(float(np.median(np.sqrt(square.min(1).clip(0)))), 3)

    fresh = _renders(run, attributes[:256], SEED + 3)
    return {"trainingRenders": len(known), "generated": median(drawn), "freshRenders": median(fresh)}


def _autoencoder(run: Run, pipeline: Pipeline, judge: _Judge) -> dict:
    test = Renders(run, "test")
    pictures = test.pictures(list(range(min(256, len(test))))).cpu().numpy()
    back = np.concatenate([pipeline.decode(pipeline.encode(pictures[i : i + 16])) for i in range(0, len(pictures), 16)])
    error = np.square(pictures.astype(np.float64) - back).mean((1, 2, 3)).clip(1e-6)
    labels = label_table(test.attributes[: len(pictures)])
    return {"pictures": len(pictures), "psnr": round(float((10 * np.log10(255**2 / error)).mean()), 2),
            "sharpness": round(_edges(back) / _edges(pictures), 4),
            "judgeOnPictures": round(_mean(accuracy(judge(pictures)[0], labels)), 4),
            "judgeOnReconstructions": round(_mean(accuracy(judge(back)[0], labels)), 4)}  # fmt: skip


EDITS = {"landscape": ("time", "time"), "table": ("floor", "table_floor"), "portrait": ("shirt", "portrait_shirt"),
         "figure": ("backdrop", "figure_backdrop"), "street": ("neon", "street_neon")}  # fmt: skip


def _edits(pipeline: Pipeline, judge: _Judge, count: int = 96) -> dict:
    """Same seed, one attribute changed: does that head follow, and do the others keep their answer?"""
    rng, before, after, wanted = random.Random(SEED + 2), [], [], []
    while len(before) < count:
        attrs = world.sample(rng, list(EDITS)[len(before) % len(EDITS)])
        key, head = EDITS[attrs["scene"]]
        if attrs.get("weather") in ("aurora", "rainbow"):
            continue
        value = rng.choice([v for v in world.HEADS[head] if v != attrs[key]])
        before, after = [*before, attrs], [*after, attrs | {key: value}]
        wanted.append((head, world.HEADS[head].index(value)))
    seeds = [SEED * 2000 + i for i in range(count)]
    old, new = (judge.answers(pipeline.draw([world.canonical(a) for a in side], seeds)) for side in (before, after))
    follows = statistics.fmean(n[head] == value for n, (head, value) in zip(new, wanted))
    stays = statistics.fmean(o[k] == n[k] for o, n, a, (head, _) in zip(old, new, before, wanted)
                             for k, label in world.labels(a).items() if label >= 0 and k != head)  # fmt: skip
    return {"pairs": count, "seed": SEED + 2, "changedHeadFollows": round(follows, 4), "otherHeadsStay": round(stays, 4)}


def _speed(folder: Path) -> dict:
    started = time.perf_counter()
    pipeline = Pipeline(folder, threads=2)
    load, times, work = time.perf_counter() - started, [], []
    for seed in range(11):
        at, busy = time.perf_counter(), time.process_time()
        pipeline.draw(["a lighthouse by the sea at sunset"], [seed])
        times.append(time.perf_counter() - at)
        work.append(time.process_time() - busy)
    return {"threads": 2, "steps": 8, "guidance": 1.0, "loadSeconds": round(load, 3), "runs": 10,
            "medianSecondsPerPicture": round(statistics.median(times[1:]), 3),
            "medianProcessorSecondsPerPicture": round(statistics.median(work[1:]), 3),
            "note": "measured beside other work on a shared two-core machine"}  # fmt: skip


def _recheck(adherence: dict, count: int = 20) -> dict:
    """Prompts with the answers they ask for, for the build: it draws and judges them anew with the committed files."""
    attributes = held_out(count, SEED + 9)
    asked = [{"prompt": world.canonical(a), "labels": {k: v for k, v in world.labels(a).items() if v >= 0}} for a in attributes]
    return {"atLeast": round(adherence["meanAttributeAccuracy"] - 0.12, 2), "prompts": asked}


def measure(run: Run) -> None:
    """Writes metrics.json and the model cards into the bundle."""
    bundle = run.path("bundle")
    pipeline, judge = Pipeline(bundle / "starter", threads=2), _Judge(bundle / "judge")
    adherence, drawn, attributes = _adherence(run, pipeline, judge)
    metrics = {
        "adherence": adherence,
        "autoencoder": _autoencoder(run, pipeline, judge),
        "nearestTrainingRender": _nearest(run, judge, drawn, attributes),
        "edits": _edits(pipeline, judge),
        "safety": measure_safety(run, bundle, drawn, attributes),
        "speed": _speed(bundle / "starter"),
        "recheck": _recheck(adherence),
        "bytes": {str(f.relative_to(bundle)): f.stat().st_size for f in sorted(bundle.rglob("*.onnx*"))},
    }
    write_json(bundle / "starter/metrics.json", metrics)
    cards.write(run, bundle, metrics)
    run.log("measured", adherence=adherence["adherenceRatio"], psnr=metrics["autoencoder"]["psnr"], edits=metrics["edits"])
