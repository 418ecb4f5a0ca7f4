"""Captions as token ids, made ahead of training by several processes: a fast device must not wait for words."""

import os
import random
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import bpe
import numpy as np
import torch
import world

LENGTH = 56
_CHUNK = 2_000


def rows(tokenizer: bpe.Tokenizer, texts: Sequence[str]) -> np.ndarray:
    """int16 [n, 56]: start mark, words, end marks. What is longer loses its end, never the mark."""
    ids = np.array([tokenizer(text)[:LENGTH] for text in texts], np.int16)
    ids[:, -1] = tokenizer.end_id
    return ids


def _captions(folder: str, attributes: list[dict], count: int, seed: int) -> np.ndarray:
    tokenizer, rng = bpe.Tokenizer.load(Path(folder)), random.Random(seed)
    texts = [world.caption(attrs, rng) for attrs in attributes for _ in range(count)]
    return rows(tokenizer, texts).reshape(len(attributes), count, LENGTH)


class Wordings:
    """Collects captions of pictures in the order in which they are added."""

    def __init__(self, tokenizer: Path, count: int, seed: int):
        self._folder, self._count, self._seed = str(tokenizer), count, seed
        workers = max(1, (os.cpu_count() or 2) - 2)
        self._pool: Executor = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
        self._parts: list = []

    def add(self, attributes: list[dict]) -> None:
        for at in range(0, len(attributes), _CHUNK):
            seed = self._seed * 100_000 + len(self._parts)
            self._parts.append(self._pool.submit(_captions, self._folder, attributes[at : at + _CHUNK], self._count, seed))

    def finish(self) -> torch.Tensor:
        """int16 [pictures, captions, 56]."""
        with self._pool:
            return torch.from_numpy(np.concatenate([part.result() for part in self._parts]))
