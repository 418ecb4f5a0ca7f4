"""Trains the built-in text classifier from what prepare.py gathered.

    python train.py --prepared DIR --out DIR --minutes M [--device cuda] [--without SOURCE ...] [--untuned | --from FILE]

A share of the time tunes the teacher on the labels; the student then learns from labels, from the teacher's judgement
of labelled and unlabelled texts, and to echo the teacher's untuned embedding. With --without, whole sources are left
out of all learning, which tells how far the classifier carries over. With --untuned, the teacher only gives embeddings.
With --from, an exported student goes on without the teacher: from labels, and from its own earlier judgement of texts
that have none, so that what it knew lasts.
"""

import argparse
import json
import time
from pathlib import Path

import export
import numpy as np
import patterns
import torch
import torch.nn.functional as F
from features import words
from measure import report
from student import Student
from teacher import Lessons, Teacher, encode
from texts import SEED, WINDOW, Texts, WordTable, windows

FOREIGN, MISSPELT, GONE = 0.25, 0.03, 0.05
# For a student that has learned before: share of the rate of learning, and of its new weights in the mean with its old
# ones (Wortsman et al., 2022, "Robust fine-tuning of zero-shot models").
GOING_ON, BLEND = 0.3, 0.8


class Training:
    def __init__(self, texts: Texts, table: WordTable, lessons: dict, device: str, clock) -> None:
        torch.manual_seed(SEED)
        self.texts, self.device, self.clock, self.lessons = texts, device, clock, lessons
        self.draw = np.random.default_rng(SEED)
        encoded = table.encode(texts.text)
        self.lengths = (encoded >= 0).sum(1)
        self.index = torch.from_numpy(encoded).to(device)
        self.bags = torch.from_numpy(table.bags).to(device)
        self.misspelt = torch.from_numpy(table.misspelt).to(device)
        self.foreign = torch.from_numpy(table.foreign).to(device)
        self.truth, self.weight = texts.truth.to(device), texts.weight.to(device)
        self.model = Student().to(device)
        self.mean = Student().to(device)
        self.earlier: Student | None = None
        self.mean.load_state_dict(self.model.state_dict())

    def view(self, numbers: np.ndarray) -> torch.Tensor:
        """Words of these texts; some in another language, some misspelt, some gone."""
        at = torch.from_numpy(numbers).to(self.device)
        index = self.index[at, : max(1, int(self.lengths[numbers].max()))]
        shape, device = index.shape, self.device
        language = torch.randint(0, 4, (shape[0], 1), device=device).expand(shape)
        foreign = (torch.rand(shape[0], 1, device=device) < FOREIGN) & (torch.rand(shape, device=device) < 0.9)
        there = index >= 0
        plain = index.clamp(min=0)
        index = torch.where(foreign, self.foreign[language, plain], plain)
        index = torch.where(torch.rand(shape, device=device) < MISSPELT, self.misspelt[index.long()], index)
        return torch.where(there & (torch.rand(shape, device=device) >= GONE), index, -1)

    def outputs(self, model, index: torch.Tensor, drop: float):
        distinct, places = torch.unique(index, return_inverse=True)
        empty = bool(distinct[0] < 0)
        places = places - 1 if empty else places
        distinct = distinct[1:] if empty and len(distinct) > 1 else distinct.clamp(min=0)
        return model(self.bags[distinct.long()], places, drop)

    def step(self, numbers: np.ndarray, optimiser) -> float:
        at = torch.from_numpy(numbers).to(self.device)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            out, echo = self.outputs(self.model, self.view(numbers), 0.1)
        out, echo = out.float(), echo.float()
        loss = 4 * F.binary_cross_entropy_with_logits(out, self.truth[at], self.weight[at])
        if "soft" in self.lessons:
            judged = self.lessons["has"][at].float()[:, None]
            soft = torch.sigmoid(self.lessons["soft"][at].float())
            loss = 0.5 * loss + 4 * F.binary_cross_entropy_with_logits(out, soft, judged.expand_as(out))
        if "raw" in self.lessons:
            told = self.lessons["has"][at].float()
            distance = 1 - F.cosine_similarity(echo, self.lessons["raw"][at].float())
            loss = loss + 2 * (distance * told).sum() / told.sum().clamp(min=1)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        optimiser.step()
        return loss.item() if self.device == "cpu" else 0.0

    def run(self, seconds: float, out: Path) -> None:
        share = self.texts.shares()
        size = 768 if self.device == "cuda" else 192
        table, rest = [self.model.table], [p for n, p in self.model.named_parameters() if n != "table"]
        part = GOING_ON if self.earlier else 1
        optimiser = torch.optim.AdamW([{"params": table, "lr": part * 4e-3, "weight_decay": 0.0},
                                       {"params": rest, "lr": part * 1.5e-3}],
                                      betas=(0.9, 0.98), weight_decay=0.01)  # fmt: skip
        rates = [group["lr"] for group in optimiser.param_groups]
        steps, started, told, seen = 0, time.time(), 0.0, []
        while (gone := (time.time() - started) / seconds) < 1:
            numbers = self.draw.choice(len(share), size * 16, p=share / share.sum())
            numbers = numbers[np.argsort(self.lengths[numbers], kind="stable")]
            chunks = np.split(numbers, 16)
            self.draw.shuffle(chunks)
            self.model.train()
            for some in chunks:
                for group, rate in zip(optimiser.param_groups, rates):
                    group["lr"] = rate * max(0.01, min(1, 1.15 * (1 - gone))) * min(1, (steps + 1) / 200)
                seen.append(self.step(some, optimiser))
                steps += 1
                self.average(min(0.998, steps / (steps + 10)))
            if time.time() - told > (20 if self.device == "cuda" else 180):
                self.clock(f"student {gone:.0%}, {steps} steps, {steps * size} texts, loss {np.mean(seen[-200:]):.3f}")
                self.save(out)
                told = time.time()
        self.clock(f"student {steps} steps, {steps * size} texts")
        if self.earlier:
            with torch.no_grad():
                torch._foreach_lerp_(list(self.mean.parameters()), list(self.earlier.parameters()), 1 - BLEND)
        self.save(out)

    def save(self, out: Path) -> None:
        """The averaged student, its table in half precision."""
        state = {k: v.half() if k == "table" else v for k, v in self.mean.state_dict().items()}
        torch.save({k: v.cpu() for k, v in state.items()}, out / "student.pt")

    def resume(self, out: Path) -> None:
        """Goes on from a student that an earlier run left."""
        if (out / "student.pt").exists():
            for model in (self.model, self.mean):
                model.load_state_dict(torch.load(out / "student.pt", map_location=self.device))
            self.clock("goes on from student.pt")

    @torch.no_grad()
    def go_on(self, student: Student) -> None:
        """Starts from an exported student; its judgement of texts without labels of their own is what it must keep."""
        for model in (self.model, self.mean):
            model.load_state_dict(student.state_dict())
        self.earlier = student.to(self.device)
        has = self.texts.learned & (~self.texts.labelled | np.char.startswith(self.texts.source, "lexicon"))
        soft = torch.zeros_like(self.truth, dtype=torch.float16)
        numbers = np.flatnonzero(has)
        self.mean.eval()
        for some in np.array_split(numbers[np.argsort(self.lengths[numbers], kind="stable")], len(numbers) // 512 + 1):
            index = self.index[torch.from_numpy(some), : max(1, int(self.lengths[some].max()))]
            soft[torch.from_numpy(some)] = self.outputs(self.mean, index, 0.0)[0].half()
        self.lessons = {"has": torch.from_numpy(has).to(self.device), "soft": soft}
        self.clock(f"goes on; {len(numbers)} texts judged")

    @torch.no_grad()
    def average(self, keep: float) -> None:
        mean, now = list(self.mean.parameters()), list(self.model.parameters())
        torch._foreach_lerp_(mean, now, 1 - keep)

    @torch.no_grad()
    def logits(self, table: WordTable, numbers: np.ndarray) -> np.ndarray:
        """Per text the outputs of the window with the highest first output."""
        self.mean.eval()
        parts = [(i, w) for i, n in enumerate(numbers) for w in windows(self.texts.text[n])]
        best = np.full((len(numbers), self.truth.shape[1]), -99.0, dtype=np.float32)
        parts.sort(key=lambda part: len(part[1]))
        for at in range(0, len(parts), 512):
            some = parts[at : at + 512]
            index = torch.from_numpy(table.encode([w for _, w in some])).to(self.device)
            index = index[:, : max(1, int((index >= 0).sum(1).max()))]
            for (i, _), row in zip(some, self.outputs(self.mean, index, 0.0)[0].float().cpu().numpy()):
                if row[0] > best[i, 0]:
                    best[i] = row
        return best


def teach(folder: Path, texts: Texts, seconds: float, device: str, most: int, clock) -> dict:
    """The teacher's embedding of `most` texts that it can read, and with time for it its judgement."""
    model = Teacher(folder)
    lessons = Lessons(model, encode(folder, texts.text), device, clock)
    draw = np.random.default_rng(SEED)
    readable = np.flatnonzero(texts.learned & (texts.kind != "foreign"))
    readable = np.sort(draw.permutation(readable)[:most])
    has = torch.zeros(len(texts.text), dtype=torch.bool)
    has[torch.from_numpy(readable)] = True
    raw = torch.zeros(len(texts.text), 384, dtype=torch.float16)
    raw[has] = lessons.read(readable, model.embed)
    clock(f"{len(readable)} texts embedded")
    told = {"has": has.to(device), "raw": raw.to(device)}
    if seconds:
        lessons.tune(texts, seconds, SEED)
        soft = torch.zeros(len(texts.text), texts.truth.shape[1], dtype=torch.float16)
        soft[has] = lessons.read(readable, model)
        told["soft"] = soft.to(device)
        held = np.flatnonzero((np.isin(texts.part, ("tune", "test")) | ~texts.learned) & (texts.kind == "row"))
        held = np.sort(draw.permutation(held)[:most])
        told["report"] = report(texts, held, lessons.read(held, model).float().numpy())
        clock("teacher " + json.dumps(told["report"]))
    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--prepared", type=Path, default=Path(__file__).parent / "prepared")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--loose", type=int, default=200_000)
    parser.add_argument("--read", type=int, default=1_000_000, help="the most texts that the teacher reads")
    parser.add_argument("--without", nargs="*", default=[])
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--untuned", action="store_true")
    start.add_argument("--from", dest="earlier", type=Path, help="an exported student to go on from")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    started = time.time()
    log = open(options.out / "log.txt", "a", encoding="utf-8")

    def clock(text: str) -> None:
        for file in (None, log):
            print(f"{time.time() - started:7.1f} s  {text}", file=file, flush=True)

    if options.device == "cpu":
        torch.set_num_threads(1)
    texts = Texts(options.prepared, options.without, options.loose)
    if not options.untuned:
        texts.add_splices()
    dictionary = {k: tuple(w for t in v for w in words(t)[-1:]) for k, v in patterns.dictionary().items()}
    table = WordTable(texts.text, {k: v for k, v in dictionary.items() if len(v) == 4})
    clock(f"{len(texts.text)} texts, {len(table.index)} words")
    seconds = options.minutes * 60
    lessons, tuning = {}, 0 if options.untuned or options.earlier else seconds * 0.27
    if not options.earlier:
        lessons = teach(options.prepared, texts, tuning, options.device, options.read, clock)
    training = Training(texts, table, lessons, options.device, clock)
    if options.earlier:
        training.go_on(export.read(options.earlier))
    training.resume(options.out)
    training.run(seconds - tuning, options.out)
    held = np.flatnonzero((texts.part != "train") & texts.labelled | ~texts.learned)
    logits = training.logits(table, held)
    np.savez_compressed(options.out / "logits.npz", numbers=held, logits=logits)
    result = {"without": options.without, "student": report(texts, held, logits), "teacher": lessons.get("report")}
    (options.out / "metrics.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    clock("student " + json.dumps(result["student"]))


if __name__ == "__main__":
    main()
