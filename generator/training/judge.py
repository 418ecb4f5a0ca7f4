"""Stage `judge`: the attribute classifier that measures the generator and lends its features to the decoder.

It trains on all combinations; only the generator gets a hold-out. A judge with a hold-out would learn the missing
combinations as a prior and punish the generator for drawing them.
"""

import augment
import torch
from data import Renders, head_sizes, label_table, seen_small
from readers import Judge
from run import Fit, Plan, Run
from words import grouped_loss


def load_judge(run: Run) -> Judge:
    judge = Judge(head_sizes()).to(run.device)
    judge.load_state_dict(run.load("judge.pt"))
    return judge.eval().requires_grad_(False)


def _soften(x, generator: torch.Generator):
    """Small shifts, blur and noise only: sides and colours must stay readable."""
    shift = torch.randint(-3, 4, (2,), generator=generator).tolist()
    x = torch.roll(x, shift, (2, 3))
    kind = torch.randint(0, 4, (1,), generator=generator).item()
    x = augment.blur(x) if kind == 0 else augment.jpeg(x, 60) if kind == 1 else x
    return augment.noise(x, 0.03) if kind == 2 else x


def train_judge(run: Run, minutes: float) -> None:
    torch.manual_seed(run.seed + 2)
    pictures, attributes = seen_small(run, "train")
    labels, sizes, batch = label_table(attributes), head_sizes(), 64 if run.device == "cpu" else 192
    model = Judge(sizes).to(run.device)
    fit = Fit(run, Plan("judge", minutes, 2e-3, decay=0.02), model)
    random = torch.Generator().manual_seed(run.seed + 3 + fit.step)

    def loss_of(_: int) -> torch.Tensor:
        chosen = torch.randint(0, len(pictures), (batch,), generator=random)
        x = _soften(pictures[chosen.to(pictures.device)].to(run.device).float() / 255, random)
        with run.autocast():
            logits, _features = model(x)
        return grouped_loss(logits, labels[chosen].to(run.device), sizes.values())

    fit.train(loss_of)
    _report(run, load_judge(run))
    _remember(run, load_judge(run), pictures)


def accuracy(logits: torch.Tensor, labels: torch.Tensor) -> dict[str, float]:
    """Share of right answers per head over the pictures it applies to."""
    result, sizes = {}, head_sizes()
    for name, part, column in zip(sizes, logits.split(list(sizes.values()), 1), labels.unbind(1)):
        valid = column >= 0
        if valid.any():
            result[name] = (part.argmax(1)[valid] == column[valid]).float().mean().item()
    return result


@torch.no_grad()
def _remember(run: Run, judge: Judge, pictures: torch.Tensor, count: int = 4_000) -> None:
    """Writes known.pt: the judge's features of some training pictures, to tell later whether the generator copies."""
    parts = pictures[:count].split(128)
    run.save("known.pt", torch.cat([judge(x.to(run.device).float() / 255)[1].cpu() for x in parts]))


@torch.no_grad()
def _report(run: Run, judge: Judge) -> None:
    if not list(run.path("renders").glob("test-*.npy")):
        return
    test = Renders(run, "test")
    logits = torch.cat([judge(x.to(run.device).float() / 255)[0].cpu() for x in test.small().split(128)])
    heads = accuracy(logits, label_table(test.attributes))
    run.log("judge on unseen renders", mean=round(sum(heads.values()) / len(heads), 4),
            heads={k: round(v, 3) for k, v in heads.items()})  # fmt: skip
