"""Renders of the world, in shards, and what training draws from them.

A shard is `<name>.npy` (uint8 [n,3,256,256]) beside `<name>.json` (the attributes, same order). A shard that is named
`fresh-...` holds copies at 128 px only: its pictures were made for their latents and thrown away.
Kinds: train (all scenes); safety (figures and portraits only); and, never trained on, check (sets thresholds),
test (measures the generator) and probe (measures the safety models).
"""

import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import world
from presets import SCENE_SHARES
from run import Run

SAFETY_SHARES = {"portrait": 0.45, "figure": 0.45, "table": 0.06, "landscape": 0.02, "street": 0.02}
KINDS = ("train", "safety", "check", "test", "probe")
FRESH_SHARES = {scene: 0.8 * SCENE_SHARES[scene] + 0.2 * SAFETY_SHARES[scene] for scene in SCENE_SHARES}


def _attributes(count: int, shares: dict[str, float], rng: random.Random) -> list[dict]:
    scenes = rng.choices(list(shares), weights=list(shares.values()), k=count)
    return [world.sample(rng, scene) for scene in scenes]


def _batches(attributes: list[dict], most: int) -> list[list[int]]:
    """Indices of pictures that can be painted together."""
    groups = defaultdict(list)
    for i, attrs in enumerate(attributes):
        groups[world.group_key(attrs)].append(i)
    return [members[at : at + most] for members in groups.values() for at in range(0, len(members), most)]


def _paint(attributes: list[dict], run: Run, seed: int) -> torch.Tensor:
    """uint8 [n,3,size,size] on the run's device."""
    generator = torch.Generator(device=run.device).manual_seed(seed)
    size = run.preset.size
    pictures = torch.empty((len(attributes), 3, size, size), dtype=torch.uint8, device=run.device)
    for batch in _batches(attributes, 32 if run.device == "cpu" else 256):
        pictures[batch] = world.render([attributes[i] for i in batch], size, generator, run.device)
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
        _store(folder, name, _paint(attributes, run, seed), attributes)
        run.log("rendered", shard=name, seed=seed, pictures=len(attributes))


def _store(folder: Path, name: str, pictures: torch.Tensor, attributes: list[dict]) -> None:
    np.save(folder / f"{name}.part.npy", pictures.cpu().numpy())
    (folder / f"{name}.json").write_text(json.dumps(attributes))
    (folder / f"{name}.part.npy").replace(folder / f"{name}.npy")


def fresh(run: Run, minutes: float) -> Iterator[tuple[torch.Tensor, list[dict]]]:
    """Pictures that are seen once, in chunks, until there are enough or the minutes are over; keeps small copies."""
    started, chunk = time.time(), run.preset.chunk
    for number in range(run.preset.fresh_pictures // chunk):
        if time.time() - started > minutes * 60:
            run.log("fewer fresh pictures than planned", pictures=number * chunk)
            return
        seed = 9_000 + number + 10_000 * run.seed
        attributes = _attributes(chunk, FRESH_SHARES, random.Random(seed))
        pictures = _paint(attributes, run, seed)
        _store(run.path("renders"), f"fresh-{number:03}", _halve(pictures), attributes)
        yield pictures, attributes


class Renders:
    """All finished shards of some kinds: memory-mapped files, or on a GPU pictures in its memory."""

    def __init__(self, run: Run, *kinds: str):
        self.files = sorted(f for kind in kinds for f in run.path("renders").glob(f"{kind}-[0-9][0-9][0-9].npy"))
        if not self.files:
            raise SystemExit(f"no {'/'.join(kinds)} shards in {run.path('renders')}: run --stage render first")
        self._shards = [np.load(f, mmap_mode="r") for f in self.files]
        self._starts = np.cumsum([0, *map(len, self._shards)]).tolist()
        self._resident = None
        if run.device != "cpu":
            self._resident = torch.cat([torch.from_numpy(np.array(shard)).to(run.device) for shard in self._shards])
        self.attributes: list[dict] = []
        self._where: list[tuple[int, int]] = []
        for shard, file in enumerate(self.files):
            attributes = json.loads(file.with_suffix(".json").read_text())
            self.attributes += attributes
            self._where += [(shard, row) for row in range(len(attributes))]

    def __len__(self) -> int:
        return len(self.attributes)

    def pictures(self, chosen: list[int], box: tuple[int, int, int] | None = None) -> torch.Tensor:
        """uint8 [n,3,h,w]; `box` = (top, left, size) reads only that square of every picture."""
        y, x, size = box or (0, 0, self._shards[0].shape[-1])
        where = [self._where[i] for i in chosen]
        if self._resident is not None:
            rows = torch.tensor([self._starts[s] + r for s, r in where], device=self._resident.device)
            return self._resident[rows, :, y : y + size, x : x + size]
        return torch.from_numpy(np.stack([self._shards[s][r, :, y : y + size, x : x + size] for s, r in where]))

    def small(self) -> torch.Tensor:
        """Every picture at 128 px, uint8: what judge and safety models see."""
        parts = [self.pictures(list(range(i, min(i + 256, len(self))))) for i in range(0, len(self), 256)]
        return torch.cat([part if part.shape[-1] == 128 else _halve(part) for part in parts])


def seen_small(run: Run, *kinds: str) -> tuple[torch.Tensor, list[dict]]:
    """Every training picture of some kinds at 128 px, those made for their latents alone included."""
    parts = [Renders(run, *kinds)]
    if list(run.path("renders").glob("fresh-[0-9][0-9][0-9].npy")):
        parts.append(Renders(run, "fresh"))
    return torch.cat([p.small() for p in parts]), [attrs for p in parts for attrs in p.attributes]


def _halve(pictures: torch.Tensor) -> torch.Tensor:
    parts = [F.avg_pool2d(part.float(), 2).round().to(torch.uint8) for part in pictures.split(1024)]
    return torch.cat(parts)


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
