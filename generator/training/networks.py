"""The generator's networks: autoencoder, text encoder and denoiser."""

from itertools import pairwise

import torch
import torch.nn.functional as F
from layers import Attention, Residual, feed_forward, hide, sinusoid
from presets import Preset
from torch import nn


def _up(wide_in: int, wide_out: int) -> nn.Sequential:
    return nn.Sequential(nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(wide_in, wide_out, 3, padding=1))


class Autoencoder(nn.Module):
    """Pictures [B,3,H,W] in -1..1 to latents [B,C,H/factor,W/factor] and back; the factor is 8 or 16.

    With factor 16 the encoder sees the picture average-pooled to half its size; the decoder always paints full size,
    doubling its resolution between one width and the next. Latents are normalised per channel by `mean` and `std`,
    which `normalise` sets once after training.
    """

    def __init__(self, preset: Preset):
        super().__init__()
        c, (e0, e1), widths = preset.latent_channels, preset.encoder, preset.decoder
        if preset.factor != 2 ** len(widths):
            raise ValueError(f"factor {preset.factor} needs {preset.factor.bit_length() - 1} decoder widths, got {widths}")
        self.encoder = nn.Sequential(
            *([nn.AvgPool2d(2)] if preset.factor == 16 else []),
            nn.PixelUnshuffle(4), nn.Conv2d(48, e0, 3, padding=1), Residual(e0, e0), Residual(e0, e0),
            nn.Conv2d(e0, e1, 3, 2, 1), Residual(e1, e1), Residual(e1, e1),
            nn.GroupNorm(16, e1), nn.SiLU(), nn.Conv2d(e1, c, 1),
        )  # fmt: skip
        first, second, last = widths[0], widths[1], widths[-1]
        layers = [nn.Conv2d(c, first, 3, padding=1), Residual(first, first), Residual(first, first), Residual(first, first)]
        for wide_in, wide_out in pairwise(widths):
            layers += [_up(wide_in, wide_out), Residual(wide_out, wide_out)]
            layers += [Residual(wide_out, wide_out)] if wide_out == second else []
        layers += [nn.GroupNorm(4, last), nn.SiLU(), nn.Conv2d(last, 12, 3, padding=1), nn.PixelShuffle(2)]
        self.decoder = nn.Sequential(*layers)
        self.register_buffer("mean", torch.zeros(1, c, 1, 1))
        self.register_buffer("std", torch.ones(1, c, 1, 1))

    def encode(self, pictures):
        return (self.encoder(pictures).float() - self.mean) / self.std

    def decode(self, latents):
        return self.decoder(latents * self.std + self.mean)

    @torch.no_grad()
    def normalise(self, raw_latents):
        self.mean.copy_(raw_latents.mean((0, 2, 3), keepdim=True))
        self.std.copy_(raw_latents.std((0, 2, 3), keepdim=True))


class TextEncoder(nn.Module):
    """Token ids [B,L] to hidden states [B,L,width].

    Attention runs both ways over the words up to the end mark; what follows it is zero in the output, so a
    reader can tell padding by its zeros. Position 0 carries the summary of the whole prompt.
    """

    def __init__(self, vocabulary: int, width: int, layers: int, end_id: int, length: int = 77):
        super().__init__()
        self.end_id = end_id
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Parameter(torch.randn(length, width) * 0.02)
        nn.init.normal_(self.words.weight, std=0.05)
        self.blocks = nn.ModuleList(
            nn.ModuleDict({"before": nn.LayerNorm(width), "attend": Attention(width),
                           "between": nn.LayerNorm(width), "think": feed_forward(width, 3)})
            for _ in range(layers)
        )  # fmt: skip
        self.norm = nn.LayerNorm(width)

    def forward(self, ids):
        ends = (ids == self.end_id).to(torch.int32)
        keep = (torch.cumsum(ends, 1).to(torch.int32) - ends == 0).float()
        x, bias = self.words(ids) + self.places[: ids.shape[1]], hide(keep)
        for block in self.blocks:
            x = x + block["attend"](block["before"](x), bias=bias)
            x = x + block["think"](block["between"](x))
        return self.norm(x) * keep[:, :, None]


class _Look(nn.Module):
    """Self-attention over the picture, cross-attention to the words, then a feed-forward layer."""

    def __init__(self, width: int, text: int):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
        self.picture, self.words = Attention(width), Attention(width, context=text)
        self.think = feed_forward(width, 2)

    def forward(self, x, text, bias):
        y = x.flatten(2).transpose(1, 2)
        y = y + self.picture(self.norms[0](y))
        y = y + self.words(self.norms[1](y), text, bias)
        y = y + self.think(self.norms[2](y))
        return y.transpose(1, 2).unflatten(2, (x.shape[2], x.shape[3]))


class UNet(nn.Module):
    """Rectified-flow denoiser: (noisy latents, time in 0..1000 per picture, hidden states) to velocity.

    The velocity is noise minus clean latents. The prompt's summary (position 0) joins the time embedding;
    the single words are read by cross-attention below the top resolution.
    """

    def __init__(self, preset: Preset, embedding: int = 256):
        super().__init__()
        channels, widths, blocks, text = preset.latent_channels, preset.unet, preset.blocks, preset.text_width
        self.time = nn.Sequential(nn.Linear(128, embedding), nn.SiLU(), nn.Linear(embedding, embedding))
        self.summary = nn.Sequential(nn.Linear(text, embedding), nn.SiLU(), nn.Linear(embedding, embedding))
        self.first = nn.Conv2d(channels, widths[0], 3, padding=1)
        self.down, self.up, self.widths, self.blocks = nn.ModuleList(), nn.ModuleList(), widths, blocks
        kept, wide = [widths[0]], widths[0]
        for level, width in enumerate(widths):
            for _ in range(blocks):
                self.down.append(self._stage(wide, width, level, embedding, text))
                wide = width
                kept.append(width)
            if level + 1 < len(widths):
                self.down.append(nn.Conv2d(width, width, 3, 2, 1))
                kept.append(width)
        self.middle = nn.ModuleList([Residual(wide, wide, embedding), _Look(wide, text), Residual(wide, wide, embedding)])
        for level in reversed(range(len(widths))):
            for _ in range(blocks + 1):
                self.up.append(self._stage(wide + kept.pop(), widths[level], level, embedding, text))
                wide = widths[level]
            if level > 0:
                self.up.append(_up(wide, wide))
        self.last = nn.Sequential(nn.GroupNorm(16, wide), nn.SiLU(), nn.Conv2d(wide, channels, 3, padding=1))
        nn.init.zeros_(self.last[2].weight)
        nn.init.zeros_(self.last[2].bias)

    @staticmethod
    def _stage(wide_in, wide_out, level, embedding, text):
        stage = [Residual(wide_in, wide_out, embedding)]
        return nn.ModuleList(stage + ([_Look(wide_out, text)] if level else []))

    @staticmethod
    def _run(stage, h, embedding, text, bias):
        h = stage[0](h, embedding)
        return stage[1](h, text, bias) if len(stage) > 1 else h

    def forward(self, sample, timestep, encoder_hidden_states):
        text = encoder_hidden_states
        bias = hide((text.abs().sum(-1) > 0).float())
        embedding = F.silu(self.time(sinusoid(timestep, 128)) + self.summary(text[:, 0]))
        h = self.first(sample)
        kept = [h]
        for stage in self.down:
            h = self._run(stage, h, embedding, text, bias) if isinstance(stage, nn.ModuleList) else stage(h)
            kept.append(h)
        h = self.middle[2](self.middle[1](self.middle[0](h, embedding), text, bias), embedding)
        for stage in self.up:
            if isinstance(stage, nn.ModuleList):
                h = self._run(stage, torch.cat([h, kept.pop()], 1), embedding, text, bias)
            else:
                h = stage(h)
        return self.last(h)
