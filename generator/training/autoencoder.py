"""Stages `autoencoder` and `decoder`: pictures to latents and back."""

import torch
import torch.nn.functional as F
from data import Renders, unit
from judge import load_judge
from networks import Autoencoder
from run import Fit, Plan, Run

NOISE = 0.04
CROP = 128


def _slopes(x):
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


def _picture_loss(wanted, painted, edge: float):
    edges = sum((a - b).abs().mean() for a, b in zip(_slopes(wanted), _slopes(painted)))
    blocks = (F.avg_pool2d(wanted, 8) - F.avg_pool2d(painted, 8)).square().mean()
    return (wanted - painted).abs().mean() + edge * edges + 0.3 * blocks


class _Crops:
    """Random 128 px squares of the renders; on a CPU new shards join as they are finished."""

    def __init__(self, run: Run, batch: int, seed: int):
        self.run, self.batch, self.renders = run, batch, Renders(run, "train")
        self.random = torch.Generator().manual_seed(seed)

    def __call__(self, step: int):
        if step % 200 == 199 and self.run.device == "cpu":
            self.renders = Renders(self.run, "train")
        chosen = torch.randint(0, len(self.renders), (self.batch,), generator=self.random).tolist()
        spread = (self.run.preset.size - CROP) // 16 + 1
        y, x = (torch.randint(0, spread, (2,), generator=self.random) * 16).tolist()
        return unit(self.renders.pictures(chosen, (y, x, CROP)), self.run.device)


def train_autoencoder(run: Run, minutes: float) -> None:
    """Writes autoencoder.pt. Latents get a little noise instead of a variational bottleneck."""
    torch.manual_seed(run.seed)
    model = Autoencoder(run.preset).to(run.device)
    fit = Fit(run, Plan("autoencoder", minutes, 2e-3, hold=0.3, decay=1e-4), model)
    crops = _Crops(run, 16 if run.device == "cpu" else 96, run.seed + fit.step)
    encoder, decoder = run.compiled(model.encoder), run.compiled(model.decoder)

    def loss_of(step: int):
        pictures = crops(step)
        with run.autocast():
            raw = encoder(pictures).float()
            painted = decoder(raw + NOISE * torch.randn_like(raw)).float()
        return _picture_loss(pictures, painted, 1.0) + 2e-3 * raw.square().mean()

    fit.train(loss_of)


def load_autoencoder(run: Run, name: str) -> Autoencoder:
    model = Autoencoder(run.preset).to(run.device)
    model.load_state_dict(run.load(name))
    return model.eval().requires_grad_(False)


def tune_decoder(run: Run, minutes: float) -> None:
    """Writes decoder.pt: the same encoder (latents stay valid), a decoder that also pleases the judge's features."""
    torch.manual_seed(run.seed + 1)
    model = load_autoencoder(run, "autoencoder.pt")
    model.decoder.requires_grad_(True).train()
    judge = load_judge(run)
    fit = Fit(run, Plan("decoder", minutes, 1e-3, hold=0.2, decay=1e-4), model)
    crops = _Crops(run, 12 if run.device == "cpu" else 96, run.seed + 5 + fit.step)
    decoder = run.compiled(model.decoder)

    def loss_of(step: int):
        pictures = crops(step)
        with run.autocast():
            with torch.no_grad():
                raw = model.encoder(pictures).float()
                wanted = judge.middle(pictures * 0.5 + 0.5)
            painted = decoder(raw + NOISE * torch.randn_like(raw))
            seen = judge.middle(painted * 0.5 + 0.5)
        felt = sum((a.float() - b.float()).abs().mean() for a, b in zip(wanted, seen))
        return _picture_loss(pictures, painted.float(), 1.5) + 0.15 * felt

    fit.train(loss_of)
