"""Stage `words`: the tokenizer, and a text encoder that already knows what a caption says.

Before it ever sees a picture, the text encoder learns to name every attribute from the caption alone, out of its
summary token. The denoiser then starts from prompts whose meaning is linearly readable.
"""

import random

import bpe
import torch
import torch.nn.functional as F
import world
from data import head_sizes, label_table
from networks import TextEncoder
from presets import SCENE_SHARES
from run import Fit, Plan, Run
from torch import nn

VOCABULARY_SIZE = 2_048


def _sample(rng: random.Random) -> dict:
    return world.sample(rng, rng.choices(list(SCENE_SHARES), weights=list(SCENE_SHARES.values()))[0])


def _tokenizer(run: Run) -> bpe.Tokenizer:
    folder = run.path("tokenizer")
    if not (folder / "merges.txt").exists():
        rng = random.Random(run.seed)
        texts = [world.caption(_sample(rng), rng) for _ in range(20_000)] + [" ".join(world.VOCABULARY)] * 2
        bpe.Tokenizer(bpe.train(texts, VOCABULARY_SIZE)).save(folder)
    return bpe.Tokenizer.load(folder)


def load_tokenizer(run: Run) -> bpe.Tokenizer:
    return bpe.Tokenizer.load(run.path("tokenizer"))


def new_encoder(run: Run, tokenizer: bpe.Tokenizer) -> TextEncoder:
    preset = run.preset
    return TextEncoder(len(tokenizer.ids), preset.text_width, preset.text_layers, tokenizer.end_id).to(run.device)


def grouped_loss(logits, labels, sizes) -> torch.Tensor:
    """Mean cross-entropy over heads; pictures a head does not apply to are left out."""
    losses = []
    for part, column in zip(logits.float().split(list(sizes), 1), labels.unbind(1)):
        if (column >= 0).any():
            losses.append(F.cross_entropy(part, column, ignore_index=-100))
    return torch.stack(losses).mean()


def train_words(run: Run, minutes: float) -> None:
    """Writes tokenizer/ and words.pt (text encoder with its reading head, which is dropped later)."""
    tokenizer, sizes = _tokenizer(run), head_sizes()
    model = nn.ModuleDict({"encoder": new_encoder(run, tokenizer),
                           "heads": nn.Linear(run.preset.text_width, sum(sizes.values()))}).to(run.device)  # fmt: skip
    fit = Fit(run, Plan("words", minutes, 1e-3, hold=0.3, average=0.995), model)
    rng = random.Random(run.seed + 11 + fit.step)

    def loss_of(_: int) -> torch.Tensor:
        attributes = [_sample(rng) for _ in range(64)]
        ids = torch.tensor(tokenizer.batch([world.caption(a, rng) for a in attributes]), device=run.device)
        with run.autocast():
            logits = model["heads"](model["encoder"](ids)[:, 0])
        return grouped_loss(logits, label_table(attributes).to(run.device), sizes.values())

    fit.train(loss_of)
