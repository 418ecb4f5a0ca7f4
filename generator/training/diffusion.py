"""Stages `latents`, `diffusion` and `distil`: from noise and words to latents."""

import copy
from collections import Counter

import torch
import world
from autoencoder import load_autoencoder
from data import Renders, fresh, unit
from networks import UNet
from presets import SCENE_SHARES
from run import Fit, Plan, Run
from sampling import TRAIN_STEPS, euler, sigmas
from torch import nn
from wordings import Wordings, rows
from words import load_tokenizer, new_encoder


def encode_latents(run: Run, minutes: float) -> None:
    """Writes latents.pt: latents (float16) and captions (token ids) of every picture the generator may learn from.

    The hold-out stays out. `minutes` bounds the rendering of fresh pictures.
    """
    autoencoder = load_autoencoder(run, "autoencoder.pt")
    wordings = Wordings(run.path("tokenizer"), run.preset.captions, run.seed + 12)
    parts, attributes = [], []
    for pictures, of in _sources(run, minutes):
        kept = [i for i, attrs in enumerate(of) if not world.heldout(attrs)]
        wordings.add([of[i] for i in kept])
        attributes += [of[i] for i in kept]
        parts.append(_encoded(run, autoencoder, pictures, kept))
    raw = torch.cat(parts)
    autoencoder.normalise(raw.float())
    run.save("scale.pt", {"mean": autoencoder.mean, "std": autoencoder.std})
    latents = ((raw.float() - autoencoder.mean) / autoencoder.std).half()
    run.save("latents.pt", {"latents": latents, "weights": _weights(attributes), "captions": wordings.finish()})
    run.log("encoded", pictures=len(raw), spread=round(raw.float().std().item(), 3))


def _sources(run: Run, minutes: float):
    """Pictures and their attributes, first the kept shards, then fresh ones."""
    kept = Renders(run, "train", "safety")
    for at in range(0, len(kept), 1_000):
        chosen = list(range(at, min(at + 1_000, len(kept))))
        yield kept.pictures(chosen), [kept.attributes[i] for i in chosen]
    del kept
    yield from fresh(run, minutes)


@torch.no_grad()
def _encoded(run: Run, autoencoder, pictures: torch.Tensor, kept: list[int]) -> torch.Tensor:
    with run.autocast():
        parts = torch.tensor(kept, device=pictures.device).split(256)
        raw = [autoencoder.encoder(unit(pictures[part], run.device)).float() for part in parts]
    return torch.cat(raw).half()


def _weight(attrs: dict) -> float:
    """Landscapes with an object more often, most of all the lighthouse of everyone's first picture; rain less, since
    streaks nobody asked for hide what was asked for."""
    thing = {"none": 1.0, "lighthouse": 2.0}.get(attrs.get("object", "none"), 1.5)
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

    def forward(self, noisy, time, ids):
        return self.unet(noisy, time * TRAIN_STEPS, self.encoder(ids))


class _Batches:
    """Noisy latents with their captions: straight lines between a picture and noise."""

    def __init__(self, run: Run, lean: float, seed: int):
        stored = run.load("latents.pt")
        self.latents, self.captions, self.weights = stored["latents"], stored["captions"], stored["weights"].cpu()
        self.empty = torch.from_numpy(rows(load_tokenizer(run), [""])).to(run.device)
        self.run, self.lean = run, lean
        self.cpu, self.random = torch.Generator().manual_seed(seed), torch.Generator(run.device).manual_seed(seed)

    def __call__(self, empty: float):
        size, device = self.run.preset.batch, self.run.device
        chosen = torch.multinomial(self.weights, size, replacement=True, generator=self.cpu).to(device)
        wording = torch.randint(0, self.captions.shape[1], (size,), generator=self.random, device=device)
        silent = torch.rand(size, 1, generator=self.random, device=device) < empty
        ids = torch.where(silent, self.empty, self.captions[chosen, wording]).long()
        clean = self.latents[chosen].float()
        time = torch.sigmoid(torch.randn(size, generator=self.random, device=device) + self.lean)
        noise = torch.randn(clean.shape, generator=self.random, device=device)
        return torch.lerp(clean, noise, time[:, None, None, None]), time, noise - clean, ids


def train_diffusion(run: Run, minutes: float) -> None:
    """Writes diffusion.pt (running average of the weights)."""
    torch.manual_seed(run.seed + 4)
    model = Denoiser(run).start_from_words(run)
    plan = Plan("diffusion", minutes, run.preset.learning_rate, hold=0.4, average=0.998)
    fit = Fit(run, plan, model)
    batches, guess_of = _Batches(run, 0.3, run.seed + 6 + fit.step), run.compiled(model)

    def loss_of(_: int) -> torch.Tensor:
        mixed, time, velocity, ids = batches(0.1)
        with run.autocast():
            guess = guess_of(mixed, time, ids)
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
    silence = batches.empty.long().repeat(run.preset.batch, 1)
    taught, learnt = run.compiled(teacher), run.compiled(student)

    def loss_of(_: int) -> torch.Tensor:
        mixed, time, _velocity, ids = batches(0.1)
        with run.autocast():
            with torch.no_grad():
                plain = taught(mixed, time, silence).float()
                wanted = plain + run.preset.guidance * (taught(mixed, time, ids).float() - plain)
            guess = learnt(mixed, time, ids)
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
