"""Distortions a picture may suffer on its way to a filter. All take and return [B,3,H,W] in 0..1."""

import math

import torch
import torch.nn.functional as F


def mirror(x):
    return x.flip(3)


def grey(x):
    weights = torch.tensor([0.299, 0.587, 0.114], device=x.device).view(1, 3, 1, 1)
    return (x * weights).sum(1, keepdim=True).expand_as(x)


def blur(x, radius: int = 1):
    for _ in range(2):
        x = F.avg_pool2d(F.pad(x, (radius,) * 4, mode="replicate"), 2 * radius + 1, 1)
    return x


def noise(x, sigma: float = 0.08, generator: torch.Generator | None = None):
    return (x + sigma * torch.randn(x.shape, generator=generator, device=x.device)).clamp(0, 1)


def zoom(x, scale: float, dx: float = 0.0, dy: float = 0.0):
    """`scale` below 1 crops into the picture, above 1 shrinks it and repeats the border."""
    theta = torch.tensor([[scale, 0.0, dx], [0.0, scale, dy]], device=x.device).expand(len(x), 2, 3)
    where = F.affine_grid(theta, list(x.shape), align_corners=False)
    return F.grid_sample(x, where, mode="bilinear", padding_mode="border", align_corners=False)


def tint(x, gain: float, gamma: float):
    return (x.clamp(min=1e-4) ** gamma * gain).clamp(0, 1)


_QUANT = torch.tensor([16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
                       14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
                       49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99.0])  # fmt: skip


def jpeg(x, quality: int = 60):
    """Block-transform quantisation with JPEG's example table (ITU-T T.81, Annex K), all channels alike."""
    k = torch.arange(8, dtype=torch.float32)
    basis = torch.cos((2 * k[None] + 1) * k[:, None] * math.pi / 16) * 0.5
    basis[0] /= math.sqrt(2)
    basis = basis.to(x.device)
    strength = (5000 / quality if quality < 50 else 200 - 2 * quality) / 100
    table = (_QUANT.view(8, 8).to(x.device) * strength).clamp(min=1)
    blocks = (x * 255 - 128).unfold(2, 8, 8).unfold(3, 8, 8)
    coefficients = ((basis @ blocks @ basis.T) / table).round() * table
    restored = (basis.T @ coefficients @ basis + 128) / 255
    return restored.permute(0, 1, 2, 4, 3, 5).reshape(x.shape).clamp(0, 1)


NAMED = {
    "none": lambda x: x,
    "mirror": mirror,
    "crop 84 %": lambda x: zoom(x, 0.84),
    "shrink 120 %": lambda x: zoom(x, 1.2),
    "greyscale": grey,
    "blur": blur,
    "noise 0.08": lambda x: noise(x, 0.08, torch.Generator(device=x.device).manual_seed(1)),
    "jpeg 60": jpeg,
}


def random_mix(x, generator: torch.Generator):
    """A random selection of the above, the same one for all pictures except mirroring."""

    def uniform(low: float, high: float) -> float:
        return low + (high - low) * torch.rand((), generator=generator).item()

    x = torch.where(torch.rand(len(x), 1, 1, 1, generator=generator).to(x.device) < 0.5, x, mirror(x))
    if uniform(0, 1) < 0.7:
        x = zoom(x, uniform(0.75, 1.2), uniform(-0.1, 0.1), uniform(-0.1, 0.1))
    changes = [
        (0.18, grey),
        (0.25, blur),
        (0.25, lambda y: noise(y, uniform(0.01, 0.12))),
        (0.25, lambda y: jpeg(y, int(uniform(40, 90)))),
        (0.30, lambda y: tint(y, uniform(0.85, 1.15), uniform(0.8, 1.25))),
    ]
    for chance, change in changes:
        x = change(x) if uniform(0, 1) < chance else x
    return x
