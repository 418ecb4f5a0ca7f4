"""The texts that prepare.py gathered, as arrays that a device can hold whole."""

import lzma
import random
from pathlib import Path

import numpy as np
import torch
from corpus import CATEGORIES
from features import rows

WINDOW = 48
PIECES = 32
REPEATS = {"overt_train": 4, "nibbler_train": 6, "catqa_en": 3, "written-en": 2}
SPLICES = 60_000
SEED = 20261126


class Texts:
    """`text[i]` in words; `truth`, `weight` [N, outputs]; `kind`, `part`, `source`; loose texts have no truth."""

    def __init__(self, folder: Path, without: list[str], loose: int) -> None:
        with lzma.open(folder / "texts.tsv.xz", "rt", encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t") for line in file]
        head = [line for line in lines if line[0] != "loose"]
        tail = [line for line in lines if line[0] == "loose"]
        lines = head + random.Random(SEED).sample(tail, min(loose, len(tail)))
        self.kind, self.part, self.source = (np.array([line[i] for line in lines]) for i in range(3))
        self.harm = np.array([line[3] == "1" for line in lines])
        self.text = [line[5] for line in lines]
        named = [[CATEGORIES.index(c) for c in line[4].split(",") if c] for line in lines]
        self.labelled = self.kind != "loose"
        self.learned = ((self.part == "train") | (self.part == "words")) & ~np.isin(self.source, without)
        self.truth, self.weight = self._targets(named)

    def _targets(self, named) -> tuple[torch.Tensor, torch.Tensor]:
        """A harmful text says little about the categories that it does not name."""
        truth = torch.zeros(len(named), 1 + len(CATEGORIES))
        weight = torch.ones_like(truth)
        for i, categories in enumerate(named):
            if self.harm[i]:
                truth[i, 0] = 1
                weight[i, 1:] = 0.15
                for c in categories:
                    truth[i, 1 + c] = weight[i, 1 + c] = 1
        weight[torch.from_numpy(~self.labelled)] = 0
        weight[torch.from_numpy(np.char.startswith(self.source, "lexicon"))] *= 0.5
        users = torch.from_numpy(np.char.startswith(self.source, "real_user"))
        truth[users, 0] = 0.01
        return truth, weight

    def add_splices(self) -> None:
        """Halves of two texts together, and texts with some words exchanged; only the teacher says what they are."""
        draw = random.Random(SEED)
        pool = [t.split() for t, l, k in zip(self.text, self.learned, self.kind) if l and k == "row" and t]
        lone = [w for t in pool for w in t if len(w) > 2]
        made = []
        for i in range(SPLICES):
            one, other = draw.choice(pool), draw.choice(pool)
            if i % 3 == 0:
                made.append(one[: draw.randint(1, len(one))] + other[draw.randint(0, len(other) - 1) :])
            elif i % 3 == 1:
                made.append([draw.choice(lone) if draw.random() < 0.25 else w for w in one])
            else:
                made.append(draw.sample(one, max(1, len(one) * 2 // 3)) if i % 2 else one + other[-6:])
        extra = len(made)
        self.text += [" ".join(words[:WINDOW]) for words in made]
        for name, value in (("kind", "loose"), ("part", "words"), ("source", "words")):
            setattr(self, name, np.concatenate([getattr(self, name), np.full(extra, value)]))
        for name, value in (("harm", False), ("labelled", False), ("learned", True)):
            setattr(self, name, np.concatenate([getattr(self, name), np.full(extra, value)]))
        self.truth = torch.cat([self.truth, torch.zeros(extra, self.truth.shape[1])])
        self.weight = torch.cat([self.weight, torch.zeros(extra, self.truth.shape[1])])

    def shares(self) -> np.ndarray:
        """How often each text is drawn."""
        share = np.array([REPEATS.get(source, 1.0) for source in self.source])
        share[np.char.startswith(self.source, "lexicon")] = 0.5
        share[self.kind == "loose"] = 0.6
        return share * self.learned


class WordTable:
    """Every distinct word, its table rows, a misspelt form and its translations, as indices."""

    def __init__(self, texts: list[str], dictionary: dict[str, tuple[str, ...]]) -> None:
        draw = random.Random(SEED)
        words = dict.fromkeys(w for text in texts for w in text.split())
        known = list(words)
        forms = [misspelt(w, draw) for w in known]
        words.update(dict.fromkeys(forms))
        foreign = {w: t for w, t in dictionary.items() if w in words}
        words.update(dict.fromkeys(t for ts in foreign.values() for t in ts))
        self.index = {w: i for i, w in enumerate(words)}
        self.bags = np.zeros((len(words), PIECES), np.int32)
        for w, i in self.index.items():
            pieces = rows(w)[:PIECES]
            self.bags[i, : len(pieces)] = pieces
        self.misspelt = np.arange(len(words), dtype=np.int32)
        self.misspelt[: len(known)] = [self.index[f] for f in forms]
        self.foreign = np.tile(np.arange(len(words), dtype=np.int32), (4, 1))
        for w, translations in foreign.items():
            for language, t in enumerate(translations):
                self.foreign[language, self.index[w]] = self.index[t]

    def encode(self, texts: list[str]) -> np.ndarray:
        """[N, WINDOW] word numbers, -1 where there is none."""
        out = np.full((len(texts), WINDOW), -1, np.int32)
        for i, text in enumerate(texts):
            numbers = [self.index[w] for w in text.split()[:WINDOW]]
            out[i, : len(numbers)] = numbers
        return out


def misspelt(word: str, draw: random.Random) -> str:
    """One letter gone, doubled, exchanged with the next or replaced."""
    if len(word) < 4:
        return word
    i = draw.randrange(1, len(word) - 1)
    edits = (word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], word[:i] + word[i + 1] + word[i] + word[i + 2 :],
             word[:i] + draw.choice("aeioustnr") + word[i + 1 :])  # fmt: skip
    return draw.choice(edits)


def windows(text: str) -> list[str]:
    """Overlapping windows, each starting half a window after the last, as in Java."""
    words = text.split()
    if len(words) <= WINDOW:
        return [text]
    starts = [*range(0, len(words) - WINDOW, WINDOW // 2), len(words) - WINDOW]
    return [" ".join(words[s : s + WINDOW]) for s in starts]
