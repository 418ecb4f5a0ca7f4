"""Trains the built-in text classifier.

    python train.py DATA TEACHER OUT [--without SOURCE ...] [--epochs N]

DATA is the folder of labelled CSV files, TEACHER the file that teacher.py wrote, OUT the folder to write to. With
--without, whole sources are left out of training, which tells how far the classifier carries over.
"""

import argparse
import json
import time
from pathlib import Path

import corpus
import numpy as np
import torch
import torch.nn.functional as F
from batches import WINDOW, Encoder, windows
from export import write
from measure import report
from student import Student
from teacher import load_teacher

SEED = 20261124
BATCH = 192
REPEATS = {"overt_train": 4, "nibbler_train": 6, "catqa_en": 2, "hatemojibuild_train": 1}
SUSPECT = 0.05


def targets(rows: list[corpus.Row]) -> tuple[torch.Tensor, torch.Tensor]:
    """Truth and weight per output. A harmful row says little about the categories that it does not name."""
    truth = torch.zeros(len(rows), 1 + len(corpus.CATEGORIES))
    weight = torch.ones_like(truth)
    for i, row in enumerate(rows):
        if row.harm:
            truth[i, 0] = 1
            weight[i, 1:] = 0.15
            for name in row.categories:
                truth[i, 1 + corpus.CATEGORIES.index(name)] = 1
                weight[i, 1 + corpus.CATEGORIES.index(name)] = 1
    return truth, weight


class Training:
    def __init__(self, rows, teacher, epochs: int) -> None:
        torch.manual_seed(SEED)
        self.random = np.random.default_rng(SEED)
        self.rows, self.epochs, self.encoder = rows, epochs, Encoder()
        self.texts = [self.encoder.encode(row.text) for row in rows]
        self.truth, self.weight = targets(rows)
        self.vectors, self.word_texts, self.word_vectors = teacher
        self.word_texts = [self.encoder.encode(text) for text in self.word_texts]
        self.model = Student()
        self.optimiser = torch.optim.AdamW(self.model.parameters(), 2e-3, weight_decay=1e-3)

    def order(self, keep: np.ndarray) -> np.ndarray:
        """Row numbers of one epoch; rows of small sources several times; the word texts follow the rows."""
        chosen = [np.repeat(i, REPEATS.get(self.rows[i].source, 1)) for i in np.flatnonzero(keep)]
        words = self.random.permutation(len(self.word_texts))[: len(self.word_texts) // 2] + len(self.rows)
        return self.random.permutation(np.concatenate([*chosen, words]))

    def view(self, i: int) -> np.ndarray:
        """A window of a text at random; now and then a word is left out."""
        if i >= len(self.rows):
            return self.word_texts[i - len(self.rows)]
        text = self.texts[i]
        if len(text) > WINDOW:
            harm_first = self.rows[i].harm and self.random.random() < 0.7
            start = 0 if harm_first else self.random.integers(0, len(text) - WINDOW + 1)
            text = text[start : start + WINDOW]
        return text[self.random.random(len(text)) > 0.05]

    def step(self, numbers: np.ndarray) -> float:
        views = [self.view(i) for i in numbers]
        out, echo = self.model(*self.encoder.batch(views), drop=0.2)
        labelled = torch.from_numpy(numbers < len(self.rows))
        real = torch.from_numpy(numbers[numbers < len(self.rows)])
        loss = F.binary_cross_entropy_with_logits(out[labelled], self.truth[real], self.weight[real])
        wanted = torch.stack([torch.from_numpy(self.wanted(i)) for i in numbers])
        loss = 4 * loss + 2 * (1 - F.cosine_similarity(echo, wanted)).mean()
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        return loss.item()

    def wanted(self, i: int) -> np.ndarray:
        return self.vectors[i] if i < len(self.rows) else self.word_vectors[i - len(self.rows)]

    def run(self, keep: np.ndarray) -> None:
        steps, total = 0, self.epochs * (len(self.order(keep)) // BATCH)
        for epoch in range(self.epochs):
            started, losses = time.time(), []
            self.model.train()
            for numbers in np.array_split(o := self.order(keep), max(1, len(o) // BATCH)):
                for group in self.optimiser.param_groups:
                    group["lr"] = 2e-3 * min(1, 20 * (1 - steps / total)) * min(1, (steps + 1) / 50) * (1 - 0.9 * steps / total)
                losses.append(self.step(numbers))
                steps += 1
            print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.time() - started:.0f} s", flush=True)

    @torch.no_grad()
    def logits(self) -> np.ndarray:
        """Per row the outputs of the window with the highest first output."""
        self.model.eval()
        parts = [(i, w) for i, text in enumerate(self.texts) for w in windows(text)]
        parts.sort(key=lambda part: len(part[1]))
        best = np.full((len(self.rows), self.truth.shape[1]), -99.0, dtype=np.float32)
        for at in range(0, len(parts), 512):
            some = parts[at : at + 512]
            out = self.model(*self.encoder.batch([w for _, w in some]))[0].numpy()
            for (i, _), row in zip(some, out):
                if row[0] > best[i, 0]:
                    best[i] = row
        return best


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--epochs", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = corpus.load(options.data)
    training = Training(rows, load_teacher(options.teacher, rows), options.epochs)
    keep = np.array([row.part == "train" and row.source not in options.without for row in rows])
    training.run(keep)
    logits = training.logits()
    options.out.mkdir(parents=True, exist_ok=True)
    result = report(rows, logits, options.without)
    (options.out / "metrics.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    if not options.without:
        write(training.model, rows, logits, options.out)
        np.save(options.out / "logits.npy", logits)


if __name__ == "__main__":
    main()
