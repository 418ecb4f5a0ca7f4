"""Texts as batches of word indices, and windows of long texts."""

import numpy as np
import torch
from features import rows, words

WINDOW = 40


class Encoder:
    """Knows every distinct word once, so that a batch looks each up once."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.bags: list[np.ndarray] = []

    def encode(self, text: str) -> np.ndarray:
        out = []
        for word in words(text):
            if word not in self.known:
                self.known[word] = len(self.bags)
                self.bags.append(np.array(rows(word), dtype=np.int64))
            out.append(self.known[word])
        return np.array(out, dtype=np.int64)

    def batch(self, texts: list[np.ndarray]):
        width = max(1, max(len(t) for t in texts))
        index = np.full((len(texts), width), -1, dtype=np.int64)
        for row, text in enumerate(texts):
            index[row, : len(text)] = text
        distinct, places = np.unique(index[index >= 0], return_inverse=True)
        index[index >= 0] = places
        bags = [self.bags[i] for i in distinct] or [np.zeros(1, dtype=np.int64)]
        starts = np.concatenate([[0], np.cumsum([len(b) for b in bags])[:-1]])
        return torch.from_numpy(np.concatenate(bags)), torch.from_numpy(starts), torch.from_numpy(index)


def windows(text: np.ndarray) -> list[np.ndarray]:
    """Overlapping windows, each starting half a window after the last, as in Java."""
    if len(text) <= WINDOW:
        return [text]
    starts = list(range(0, len(text) - WINDOW, WINDOW // 2)) + [len(text) - WINDOW]
    return [text[s : s + WINDOW] for s in starts]
