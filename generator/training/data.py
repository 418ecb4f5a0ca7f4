"""Renders of the world on disk, in shards, and the random sources that training draws from them.

A shard is `<name>.npy` (uint8 [n,3,256,256]) beside `<name>.json` (the attributes, same order).
Kinds: train (all scenes); safety (figures and portraits only); and, never trained on, check (sets thresholds),
test (measures the generator) and probe (measures the safety models).
"""

import json
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import world
from presets import SCENE_SHARES
from run import Run

SAFETY_SHARES = {"portrait": 0.45, "figure": 0.45, "table": 0.06, "landscape": 0.02, "street": 0.02}
KINDS = ("train", "safety", "check", "test", "probe")


def _attributes(count: int, shares: dict[str, float], rng: random.Random) -> list[dict]:
    scenes = rng.choices(list(shares), weights=list(shares.values()), k=count)
    return [world.sample(rng, scene) for scene in scenes]


def _paint(attributes: list[dict], run: Run, seed: int) -> np.ndarray:
    generator = torch.Generator(device=run.device).manual_seed(seed)
    groups = defaultdict(list)
    for i, attrs in enumerate(attributes):
        groups[world.group_key(attrs)].append(i)
    pictures = np.empty((len(attributes), 3, run.preset.size, run.preset.size), np.uint8)
    step = 32 if run.device == "cpu" else 256
    for members in groups.values():
        for at in range(0, len(members), step):
            batch = members[at : at + step]
            chosen = [attributes[i] for i in batch]
            pictures[batch] = world.render(chosen, run.preset.size, generator, run.device).cpu().numpy()
    return pictures


def render(run: Run, kind: str, count: int) -> None:
    """Renders the shards of one kind that are not there yet. Another process may take the next free shard."""
    folder = run.path("renders")
    folder.mkdir(exist_ok=True)
    base = KINDS.index(kind) * 1_000 + 10_000 * run.seed
    shares = SCENE_SHARES if kind in ("train", "test") else SAFETY_SHARES
    for number in range(-(-count // run.preset.chunk)):
        name, seed = f"{kind}-{number:03}", base + number
        try:
            (folder / f"{name}.claim").touch(exist_ok=False)
        except FileExistsError:
            continue
        attributes = _attributes(min(run.preset.chunk, count), shares, random.Random(seed))
        np.save(folder / f"{name}.part.npy", _paint(attributes, run, seed))
        (folder / f"{name}.json").write_text(json.dumps(attributes))
        (folder / f"{name}.part.npy").replace(folder / f"{name}.npy")
        run.log("rendered", shard=name, seed=seed, pictures=len(attributes))


class Renders:
    """All finished shards of some kinds, memory-mapped; pictures are read when a batch asks for them."""

    def __init__(self, run: Run, *kinds: str, only=lambda attrs: True):
        files = sorted(f for kind in kinds for f in run.path("renders").glob(f"{kind}-[0-9][0-9][0-9].npy"))
        if not files:
            raise SystemExit(f"no {'/'.join(kinds)} shards in {run.path('renders')}: run --stage render first")
        self.files = files
        self._maps = [np.load(f, mmap_mode="r") for f in files]
        self.attributes: list[dict] = []
        self._where: list[tuple[int, int]] = []
        for shard, file in enumerate(files):
            for row, attrs in enumerate(json.loads(Path(file).with_suffix(".json").read_text())):
                if only(attrs):
                    self.attributes.append(attrs)
                    self._where.append((shard, row))

    def __len__(self) -> int:
        return len(self.attributes)

    def pictures(self, chosen: list[int], box: tuple[int, int, int] | None = None) -> torch.Tensor:
        """uint8 [n,3,h,w]; `box` = (top, left, size) reads only that square of every picture."""
        y, x, size = box or (0, 0, self._maps[0].shape[-1])
        rows = [self._maps[s][r, :, y : y + size, x : x + size] for s, r in (self._where[i] for i in chosen)]
        return torch.from_numpy(np.stack(rows))

    def small(self) -> torch.Tensor:
        """Every picture at 128 px, uint8: what judge and safety models see."""
        parts = [self.pictures(list(range(i, min(i + 256, len(self))))) for i in range(0, len(self), 256)]
        return torch.cat([_halve(part) for part in parts])


def _halve(pictures: torch.Tensor) -> torch.Tensor:
    return F.avg_pool2d(pictures.float(), 2).round().to(torch.uint8)


def unit(pictures: torch.Tensor, device: str) -> torch.Tensor:
    """uint8 to float in -1..1 on the device."""
    return pictures.to(device).float() / 127.5 - 1


def shrink(pictures: torch.Tensor) -> torch.Tensor:
    """Pictures in -1..1 at full size to the 128 px, 0..1 view of judge and safety models."""
    return F.avg_pool2d(pictures.clamp(-1, 1), 2) * 0.5 + 0.5


def label_table(attributes: list[dict]) -> torch.Tensor:
    """Class index per picture and head, -100 where a head does not apply."""
    rows = [world.labels(attrs) for attrs in attributes]
    table = torch.tensor([[row[head] for head in world.HEADS] for row in rows])
    return table.masked_fill(table < 0, -100)


def head_sizes() -> dict[str, int]:
    return {head: len(values) for head, values in world.HEADS.items()}


def prompt(attrs: dict, rng: random.Random, empty: float = 0.1) -> str:
    """A caption for training: sometimes empty, so that the denoiser also learns the unconditional picture."""
    return "" if rng.random() < empty else world.caption(attrs, rng)


