"""Building blocks that several networks share."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Residual(nn.Module):
    """Two 3x3 convolutions around a skip; an embedding, where given, scales and shifts the middle."""

    def __init__(self, wide_in: int, wide_out: int, embedding: int = 0):
        super().__init__()
        self.norm_in = nn.GroupNorm(min(16, wide_in // 4), wide_in)
        self.conv_in = nn.Conv2d(wide_in, wide_out, 3, padding=1)
        self.norm_out = nn.GroupNorm(min(16, wide_out // 4), wide_out)
        self.conv_out = nn.Conv2d(wide_out, wide_out, 3, padding=1)
        self.skip = nn.Conv2d(wide_in, wide_out, 1) if wide_in != wide_out else nn.Identity()
        self.modulate = nn.Linear(embedding, 2 * wide_out) if embedding else None
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.conv_out.bias)

    def forward(self, x, embedding=None):
        h = self.norm_out(self.conv_in(F.silu(self.norm_in(x))))
        if self.modulate is not None:
            scale, shift = self.modulate(embedding)[:, :, None, None].chunk(2, 1)
            h = h * (1 + scale) + shift
        return self.skip(x) + self.conv_out(F.silu(h))


class Attention(nn.Module):
    """Multi-head attention over a sequence; `bias` is added to the logits (0 keeps, -10000 hides)."""

    def __init__(self, width: int, heads: int = 4, context: int | None = None):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(context or width, width, bias=False)
        self.value = nn.Linear(context or width, width, bias=False)
        self.out = nn.Linear(width, width)

    def _split(self, x):
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x, context=None, bias=None):
        context = x if context is None else context
        q, k, v = self._split(self.query(x)), self._split(self.key(context)), self._split(self.value(context))
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=None if bias is None else bias.to(q.dtype))
        return self.out(seen.transpose(1, 2).flatten(2))


def feed_forward(width: int, times: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, times * width), nn.GELU(), nn.Linear(times * width, width))


def hide(keep):
    """Logit bias [batch, 1, 1, tokens] that hides the tokens where `keep` is zero."""
    return (keep.float() - 1)[:, None, None, :] * 1e4


def sinusoid(time, width: int):
    """Sinusoidal features of a timestep in 0..1000, highest frequency first."""
    steps = torch.arange(width // 2, device=time.device, dtype=torch.float32)
    angle = time.float()[:, None] * torch.exp(-math.log(10_000) * steps / (width // 2))[None]
    return torch.cat([angle.cos(), angle.sin()], -1)
