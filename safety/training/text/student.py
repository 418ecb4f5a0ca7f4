"""The student: hashed pieces to word vectors, three small transformer layers, attention and maximum over the window."""

import torch
import torch.nn.functional as F
from corpus import CATEGORIES
from features import ROWS
from torch import nn

WIDTH, HEADS, INNER, LAYERS, REACH, MIXED, TEACHER = 128, 4, 384, 3, 5, 192, 384
OUTPUTS = 1 + len(CATEGORIES)


class Layer(nn.Module):
    """Each word hears its neighbours, then all words, then thinks for itself."""

    def __init__(self) -> None:
        super().__init__()
        self.near = nn.Parameter((torch.rand(REACH, WIDTH) - 0.5) / REACH)
        self.norm_all, self.norm_own = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.asked = nn.Linear(WIDTH, 3 * WIDTH)
        self.said = nn.Linear(WIDTH, WIDTH)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)

    def forward(self, x: torch.Tensor, there: torch.Tensor, drop: float) -> torch.Tensor:
        batch, length, _ = x.shape
        padded = F.pad(x, (0, 0, REACH // 2, REACH // 2))
        x = (x + sum(padded[:, k : k + length] * self.near[k] for k in range(REACH))) * there
        parts = self.asked(self.norm_all(x)).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mask = (there[:, None, None, :, 0] - 1) * 1e4
        heard = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=mask.to(parts.dtype))
        heard = heard.transpose(1, 2).reshape(batch, length, WIDTH)
        x = x + F.dropout(self.said(heard), drop, self.training)
        own = self.outer(F.relu(self.inner(self.norm_own(x))))
        return (x + F.dropout(own, drop, self.training)) * there


class Student(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.randn(ROWS, WIDTH) * 0.5)
        self.norm_in, self.norm_out = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.look = nn.Linear(WIDTH, HEADS)
        self.mix = nn.Linear((HEADS + 1) * WIDTH, MIXED)
        self.out = nn.Linear(MIXED, OUTPUTS)
        self.echo = nn.Linear(MIXED, TEACHER)

    def forward(self, bags: torch.Tensor, index: torch.Tensor, drop: float = 0.0):
        """`bags` [V, P] are the table rows of the batch's distinct words (0: none), `index` [B, T] names words (-1)."""
        there = (index >= 0).to(self.table.dtype)[..., None]
        counts = (bags > 0).sum(1, keepdim=True).clamp(min=1)
        vectors = F.embedding_bag(bags, self.table, mode="sum", padding_idx=0) / counts
        x = self.norm_in(vectors)[index.clamp(min=0)]
        x = F.dropout(x, drop, self.training) * there
        for layer in self.layers:
            x = layer(x, there, drop)
        x = self.norm_out(x)
        hidden = (there - 1) * 1e4
        shares = torch.softmax(self.look(x) + hidden, 1)
        looked = torch.einsum("bth,btd->bhd", shares, x).flatten(1)
        pooled = torch.cat([looked, (x + hidden).amax(1)], 1)
        mixed = F.relu(self.mix(F.dropout(pooled, drop, self.training)))
        return self.out(F.dropout(mixed, drop, self.training)), self.echo(mixed)
