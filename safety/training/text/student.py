"""The student: hashed pieces to word vectors, words with their neighbours, the strongest and the mean over a window."""

import torch
import torch.nn.functional as F
from corpus import CATEGORIES
from features import ROWS
from torch import nn

WIDTH, SEEN, HIDDEN, TEACHER = 80, 128, 160, 384
OUTPUTS = 1 + len(CATEGORIES)


class Student(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(ROWS, WIDTH, mode="mean")
        nn.init.normal_(self.table.weight, std=0.3)
        self.near = nn.Conv1d(WIDTH, SEEN, 3, padding=1)
        self.mix = nn.Linear(2 * SEEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, OUTPUTS)
        self.echo = nn.Linear(HIDDEN, TEACHER)

    def forward(self, pieces: torch.Tensor, starts: torch.Tensor, index: torch.Tensor, drop: float = 0.0):
        """`pieces` and `starts` are the bags of the batch's distinct words, `index` [B, T] names words, -1 for none."""
        vectors = self.table(pieces, starts)
        there = (index >= 0).float()[..., None]
        x = F.dropout(vectors[index.clamp(min=0)], drop, self.training) * there
        seen = F.relu(self.near(x.transpose(1, 2)).transpose(1, 2)) * there
        mean = seen.sum(1) / there.sum(1).clamp(min=1)
        pooled = torch.cat([seen.amax(1), mean], 1)
        hidden = F.relu(self.mix(F.dropout(pooled, drop, self.training)))
        return self.out(F.dropout(hidden, drop, self.training)), self.echo(hidden)
