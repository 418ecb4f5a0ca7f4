"""One run: its folder, device, log, checkpoints, and the loop that every training stage shares."""

import copy
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from presets import Preset
from torch import nn


@dataclass(frozen=True)
class Run:
    """Where a run keeps its files and which machine it uses. Stages meet only through this folder."""

    out: Path
    device: str
    preset: Preset
    seed: int

    def log(self, event: str, **fields) -> None:
        record = {"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "event": event, **fields}
        line = json.dumps(record)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)

    def path(self, name: str) -> Path:
        return self.out / name

    def save(self, name: str, state: object) -> None:
        """Writes beside the target and renames, so a stopped run never leaves half a checkpoint."""
        part = self.path(name + ".part")
        torch.save(state, part)
        part.replace(self.path(name))

    def load(self, name: str):
        if not self.path(name).exists():
            raise SystemExit(f"{self.path(name)} is missing: run the stage that writes it first (see README.md)")
        return torch.load(self.path(name), map_location=self.device, weights_only=True)

    def autocast(self):
        return torch.autocast(self.device, torch.bfloat16)

    def compiled(self, module: nn.Module) -> Callable:
        """The module fused into few kernels where that pays; its weights stay those of the module."""
        return torch.compile(module) if self.device == "cuda" else module


@dataclass(frozen=True)
class Plan:
    """How one stage trains. `hold` is the share of the time at full learning rate before the cosine falls."""

    name: str
    minutes: float
    rate: float
    hold: float = 0.0
    decay: float = 0.01
    average: float = 0.0


class Fit:
    """Trains a module until the minutes are over; continues from its checkpoint when one is there."""

    def __init__(self, run: Run, plan: Plan, module: nn.Module):
        self.run, self.plan, self.module = run, plan, module
        self.weights = [p for p in module.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(self.weights, lr=plan.rate, betas=(0.9, 0.98), weight_decay=plan.decay,
                                           fused=run.device != "cpu")  # fmt: skip
        self.mean = copy.deepcopy(module).requires_grad_(False) if plan.average else module
        self.step, self.elapsed = 0, 0.0
        self._resume()

    def _checkpoint(self) -> str:
        return f"{self.plan.name}.train.pt"

    def _resume(self) -> None:
        if self.run.path(self._checkpoint()).exists():
            state = self.run.load(self._checkpoint())
            self.module.load_state_dict(state["module"])
            self.mean.load_state_dict(state["mean"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.elapsed = state["step"], state["elapsed"]
            self.run.log("resume", stage=self.plan.name, step=self.step, minutes=round(self.elapsed / 60, 1))

    def _keep(self) -> None:
        state = {"module": self.module.state_dict(), "mean": self.mean.state_dict(),
                 "optimiser": self.optimiser.state_dict(), "step": self.step, "elapsed": self.elapsed}  # fmt: skip
        self.run.save(self._checkpoint(), state)
        self.run.save(f"{self.plan.name}.pt", self.mean.state_dict())

    def _rate(self) -> float:
        share = min(1.0, self.elapsed / (self.plan.minutes * 60))
        fall = max(0.0, (share - self.plan.hold) / (1 - self.plan.hold))
        return self.plan.rate * min(1.0, (self.step + 1) / 100) * (0.5 * (1 + math.cos(math.pi * fall)) + 0.005)

    def _update(self, loss) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = self._rate()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimiser.step()
        self.step += 1
        if self.plan.average:
            pull = 1 - min(self.plan.average, (self.step + 1) / (self.step + 20))
            with torch.no_grad():
                torch._foreach_lerp_(list(self.mean.parameters()), list(self.module.parameters()), pull)

    def train(self, loss_of: Callable[[int], torch.Tensor]) -> nn.Module:
        """Calls `loss_of(step)` until the time is over and returns the (averaged) module in eval mode."""
        last = kept = time.time()
        losses: list[torch.Tensor] = []
        while self.elapsed < self.plan.minutes * 60:
            loss = loss_of(self.step)
            self._update(loss)
            losses.append(loss.detach())
            self.elapsed, last = self.elapsed + time.time() - last, time.time()
            if self.step % 100 == 0:
                self.run.log("train", stage=self.plan.name, step=self.step, loss=round(torch.stack(losses).mean().item(), 4),
                             seconds=round(self.elapsed), per_second=round(self.step / self.elapsed, 2))  # fmt: skip
                losses.clear()
            if time.time() - kept > 90:
                self._keep()
                kept = time.time()
        self._keep()
        self.run.log("trained", stage=self.plan.name, steps=self.step, minutes=round(self.elapsed / 60, 2))
        return self.mean.eval()
