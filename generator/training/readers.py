"""Networks that read pictures: the judge (measures the generator) and the two safety models."""

import torch
import torch.nn.functional as F
from torch import nn


def _convolutions(plan: list[tuple[int, int]]) -> list[nn.Module]:
    layers, wide = [], 3
    for width, stride in plan:
        layers += [nn.Conv2d(wide, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.SiLU()]
        wide = width
    return layers


_PLAN = [(32, 2), (64, 2), (64, 1), (96, 2), (128, 2), (128, 1)]


class Judge(nn.Module):
    """Names every attribute of a 128 px picture (RGB in 0..1); it measures and never ships as a filter."""

    def __init__(self, heads: dict[str, int]):
        super().__init__()
        self.names = list(heads)
        self.body = nn.Sequential(*_convolutions([(32, 2), (64, 2), (64, 1), (128, 2), (128, 1), (192, 2), (192, 2)]))
        self.features = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(192 * 16, 256), nn.SiLU())
        self.heads = nn.ModuleList(nn.Linear(256, size) for size in heads.values())

    def forward(self, pixels):
        features = self.features(self.body(pixels * 2 - 1))
        return torch.cat([head(features) for head in self.heads], 1), features

    def middle(self, pixels):
        """Feature maps at a quarter and an eighth of the size, for the decoder's perceptual loss."""
        low = self.body[:9](pixels * 2 - 1)
        return low, self.body[9:15](low)


class Gate(nn.Module):
    """Raw scores of a 128 px picture: violence at least 1, 2, 3; unclothed figure; face."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(*_convolutions(_PLAN))
        self.out = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(128 * 64, 96), nn.SiLU(), nn.Linear(96, 5))

    def forward(self, pixels):
        return self.out(self.body(pixels * 2 - 1))


class IdentityEmbedder(nn.Module):
    """A face picture (128 px, RGB in 0..1) as a point on the unit sphere in 64 dimensions."""

    def __init__(self, dimensions: int = 64):
        super().__init__()
        self.body = nn.Sequential(*_convolutions(_PLAN))
        self.out = nn.Sequential(nn.Flatten(), nn.Linear(128 * 64, 128), nn.SiLU(), nn.Linear(128, dimensions))

    def forward(self, pixels):
        return F.normalize(self.out(self.body(pixels * 2 - 1)), dim=1)
