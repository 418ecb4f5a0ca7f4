"""Trains, exports and measures the starter models. See README.md; every stage can be run alone and continued."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

# glibc gives large blocks back to the system at once by default; training asks for the same ones again.
_MALLOC = {"MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "4000000000", "MALLOC_TOP_PAD_": "268435456"}
if any(name not in os.environ for name in _MALLOC):
    import sys

    os.environ.update(_MALLOC)
    os.execv(sys.executable, [sys.executable, *sys.argv])

import torch  # noqa: E402
from presets import PRESETS  # noqa: E402
from run import Run  # noqa: E402


def _render(run: Run, _: float) -> None:
    from data import render

    for kind, count in (("train", run.preset.chunk), ("test", run.preset.test_pictures),
                        ("train", run.preset.pictures), ("safety", run.preset.safety_pictures),
                        ("check", run.preset.test_pictures), ("probe", run.preset.test_pictures)):  # fmt: skip
        render(run, kind, count)


def _stages() -> dict[str, Callable[[Run, float], None]]:
    import autoencoder
    import diffusion
    import export
    import judge
    import measure
    import safety
    import words

    return {
        "render": _render,
        "words": words.train_words,
        "autoencoder": autoencoder.train_autoencoder,
        "latents": diffusion.encode_latents,
        "judge": judge.train_judge,
        "decoder": autoencoder.tune_decoder,
        "safety": safety.train_safety,
        "diffusion": diffusion.train_diffusion,
        "distil": diffusion.distil_guidance,
        "export": lambda run, _: export.export(run),
        "measure": lambda run, _: measure.measure(run),
    }


def main() -> None:
    stages = _stages()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", choices=[*stages, "all"], default="all")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--preset", choices=list(PRESETS), default="cpu")
    parser.add_argument("--minutes", type=float, help="budget of the stage; of all trained stages together for 'all'")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    asked.out.mkdir(parents=True, exist_ok=True)
    run = Run(asked.out, asked.device, PRESETS[asked.preset], asked.seed)
    chosen = list(stages) if asked.stage == "all" else [asked.stage]
    planned = run.preset.minutes
    scale = 1.0 if asked.minutes is None else asked.minutes / max(1e-9, sum(planned.get(s, 0) for s in chosen))
    for stage in chosen:
        run.log("stage", stage=stage, preset=asked.preset, device=asked.device, seed=asked.seed)
        stages[stage](run, planned.get(stage, 0) * scale)


if __name__ == "__main__":
    main()
