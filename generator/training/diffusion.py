"""Stages `diffusion` and `distil`: from noise and words to latents."""

import copy
import random
from collections import Counter

import torch
import world
from autoencoder import load_autoencoder
from data import Renders, prompt, unit
from networks import UNet
from presets import SCENE_SHARES
from run import Fit, Plan, Run
from sampling import TRAIN_STEPS, euler, sigmas
from torch import nn
from words import load_tokenizer, new_encoder


def _latents(run: Run) -> tuple[torch.Tensor, list[dict]]:
    """Latents of every render that the hold-out leaves to the generator; encoded once, kept as float16."""
    renders = Renders(run, "train", "safety", only=lambda attrs: not world.heldout(attrs))
    if not run.path("latents.pt").exists():
        autoencoder = load_autoencoder(run, "autoencoder.pt")
        parts = []
        with torch.no_grad(), run.autocast():
            for i in range(0, len(renders), 128):
                pictures = renders.pictures(list(range(i, min(i + 128, len(renders)))))
                parts.append(autoencoder.encoder(unit(pictures, run.device)).float().cpu())
        raw = torch.cat(parts)
        autoencoder.normalise(raw)
        run.save("scale.pt", {"mean": autoencoder.mean, "std": autoencoder.std})
        run.save("latents.pt", ((raw - autoencoder.mean.cpu()) / autoencoder.std.cpu()).half())
        run.log("encoded", pictures=len(raw), spread=round(raw.std().item(), 3))
    latents = run.load("latents.pt").float()
    if len(latents) != len(renders):
        raise SystemExit(f"{run.path('latents.pt')} holds {len(latents)} pictures, the shards {len(renders)}: delete it")
    return latents, renders.attributes


def _weight(attrs: dict) -> float:
    """Landscapes with an object more often, most of all the lighthouse of everyone's first picture; rain less, since
    streaks nobody asked for hide what was asked for."""
    thing = {"none": 1.0, "lighthouse": 2.5}.get(attrs.get("object", "none"), 1.5)
    return thing * (0.5 if attrs.get("weather") in ("storm", "rain") else 1.0)


def _weights(attributes: list[dict]) -> torch.Tensor:
    """Draws each scene by its share, whatever the shards hold."""
    totals: Counter[str] = Counter()
    for attrs in attributes:
        totals[attrs["scene"]] += _weight(attrs)
    return torch.tensor([SCENE_SHARES[a["scene"]] * _weight(a) / totals[a["scene"]] for a in attributes])


class Denoiser(nn.Module):
    """Text encoder and U-Net, trained together."""

    def __init__(self, run: Run):
        super().__init__()
        self.tokenizer = load_tokenizer(run)
        self.encoder = new_encoder(run, self.tokenizer)
        self.unet = UNet(run.preset).to(run.device)

    def start_from_words(self, run: Run) -> "Denoiser":
        state = run.load("words.pt")
        self.encoder.load_state_dict({k[8:]: v for k, v in state.items() if k.startswith("encoder.")})
        return self

    def read(self, prompts: list[str]):
        ids = torch.tensor(self.tokenizer.batch(prompts), device=self.encoder.places.device)
        return self.encoder(ids)

    def forward(self, noisy, time, prompts: list[str]):
        return self.unet(noisy, time * TRAIN_STEPS, self.read(prompts))


class _Batches:
    """Noisy latents with their captions: straight lines between a picture and noise."""

    def __init__(self, run: Run, lean: float, seed: int):
        self.run, self.lean = run, lean
        self.latents, self.attributes = _latents(run)
        self.weights = _weights(self.attributes)
        self.rng, self.random = random.Random(seed), torch.Generator().manual_seed(seed)

    def __call__(self, empty: float):
        size, device = self.run.preset.batch, self.run.device
        chosen = torch.multinomial(self.weights, size, generator=self.random)
        clean = self.latents[chosen]
        time = torch.sigmoid(torch.randn(size, generator=self.random) + self.lean)
        noise = torch.randn(clean.shape, generator=self.random)
        mixed = torch.lerp(clean, noise, time[:, None, None, None])
        prompts = [prompt(self.attributes[i], self.rng, empty) for i in chosen.tolist()]
        return mixed.to(device), time.to(device), (noise - clean).to(device), prompts


def train_diffusion(run: Run, minutes: float) -> None:
    """Writes diffusion.pt (running average of the weights)."""
    torch.manual_seed(run.seed + 4)
    model = Denoiser(run).start_from_words(run)
    plan = Plan("diffusion", minutes, run.preset.learning_rate, hold=0.4, average=0.998)
    fit = Fit(run, plan, model)
    batches = _Batches(run, 0.3, run.seed + 6 + fit.step)

    def loss_of(_: int) -> torch.Tensor:
        mixed, time, velocity, prompts = batches(0.1)
        with run.autocast():
            guess = model(mixed, time, prompts)
        return (guess.float() - velocity).square().mean()

    fit.train(loss_of)


def load_denoiser(run: Run, name: str) -> Denoiser:
    model = Denoiser(run)
    model.load_state_dict(run.load(name))
    return model.eval().requires_grad_(False)


def distil_guidance(run: Run, minutes: float) -> None:
    """Writes distil.pt: one evaluation gives what the teacher needs two for (Meng et al. 2023, fixed weight).

    A tenth of the prompts is empty and keeps the plain velocity, so negative prompts still have something to
    push away from. The text encoder stays as it is.
    """
    torch.manual_seed(run.seed + 7)
    teacher = load_denoiser(run, "diffusion.pt")
    student = copy.deepcopy(teacher)
    student.unet.requires_grad_(True).train()
    fit = Fit(run, Plan("distil", minutes, 2e-4, average=0.98), student)
    batches = _Batches(run, 0.6, run.seed + 8 + fit.step)

    def loss_of(_: int) -> torch.Tensor:
        mixed, time, _velocity, prompts = batches(0.1)
        with run.autocast():
            with torch.no_grad():
                plain = teacher(mixed, time, [""] * len(prompts)).float()
                wanted = plain + run.preset.guidance * (teacher(mixed, time, prompts).float() - plain)
            guess = student(mixed, time, prompts)
        return (guess.float() - wanted).square().mean()

    fit.train(loss_of)


def finished_autoencoder(run: Run):
    """The tuned decoder where there is one, with the scale of the latents that the denoiser was trained on."""
    name = "decoder.pt" if run.path("decoder.pt").exists() else "autoencoder.pt"
    model = load_autoencoder(run, name)
    model.load_state_dict(model.state_dict() | run.load("scale.pt"))
    return model


@torch.no_grad()
def draw(run: Run, model: Denoiser, autoencoder, prompts: list[str], seed: int, steps: int = 8, guidance: float = 1.0):
    """Pictures in -1..1 for looking at during training; figures are measured from the exported files instead."""
    shape = (len(prompts), run.preset.latent_channels, run.preset.latent_size, run.preset.latent_size)
    noise = torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(run.device)
    words, empty = model.read(prompts), model.read([""]).expand(len(prompts), -1, -1)

    def velocity(x, timestep):
        time = torch.full((len(prompts),), timestep, device=run.device)
        with run.autocast():
            wanted = model.unet(x, time, words).float()
            if guidance == 1:
                return wanted
            plain = model.unet(x, time, empty).float()
        return plain + guidance * (wanted - plain)

    return autoencoder.decode(euler(velocity, noise, sigmas(steps, run.preset.shift)))
