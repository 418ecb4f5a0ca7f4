"""Stage `safety`: the gate (violence, unclothed figure, face) and the identity embedder.

Both learn from renders of all combinations, hard negatives included, and from the autoencoder's reconstructions, so
that they know the generator's softer look. Thresholds and temperatures come from shards that training never saw.
"""

import augment
import torch
import torch.nn.functional as F
import world
from autoencoder import load_autoencoder
from data import Renders, seen_small, shrink, unit
from readers import Gate, IdentityEmbedder
from run import Fit, Plan, Run

RECONSTRUCTIONS = 4_000


@torch.no_grad()
def _reconstructed(run: Run, renders: Renders, count: int) -> torch.Tensor:
    name = "decoder.pt" if run.path("decoder.pt").exists() else "autoencoder.pt"
    model, parts = load_autoencoder(run, name), []
    for i in range(0, count, 32):
        pictures = unit(renders.pictures(list(range(i, min(i + 32, count)))), run.device)
        with run.autocast():
            raw = model.encoder(pictures).float()
            painted = model.decoder(raw + (0.05 + 0.02 * (i // 32 % 10)) * torch.randn_like(raw)).float()
        parts.append((shrink(painted) * 255).round().to(torch.uint8))
    return torch.cat(parts)


def _collection(run: Run) -> tuple[torch.Tensor, list[dict]]:
    """Pictures at 128 px and their safety truth: renders, then reconstructions of the first safety shards."""
    safety, (small, attributes) = Renders(run, "safety"), seen_small(run, "train", "safety")
    count = min(RECONSTRUCTIONS, len(safety))
    pictures = torch.cat([small, _reconstructed(run, safety, count).to(small.device)])
    return pictures, [world.safety(attrs) for attrs in attributes + safety.attributes[:count]]


def _distorted(run: Run, pictures: torch.Tensor, chosen: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """Chosen pictures in 0..1, distorted differently in each quarter of the batch."""
    parts = pictures[chosen.to(pictures.device)].to(run.device).float().div(255).chunk(4)
    return torch.cat([augment.random_mix(part, random) for part in parts])


def gate_targets(truths: list[dict]) -> torch.Tensor:
    """Violence at least 1, 2, 3; unclothed; face: what each raw score of the gate answers."""
    rows = [[t["violence"] >= 1, t["violence"] >= 2, t["violence"] >= 3, t["unclothed"], t["face"]] for t in truths]
    return torch.tensor(rows, dtype=torch.float32)


def _train_gate(run: Run, minutes: float, pictures: torch.Tensor, truths: list[dict]) -> None:
    model, targets = Gate().to(run.device), gate_targets(truths)
    weight = 1 + 2 * targets[:, :4].amax(1) + torch.tensor([0.5 * t["face"] for t in truths])
    fit = Fit(run, Plan("gate", minutes, 1.5e-3, decay=0.03), model)
    random, batch = torch.Generator().manual_seed(run.seed + 20 + fit.step), 64 if run.device == "cpu" else 256

    def loss_of(_: int) -> torch.Tensor:
        chosen = torch.multinomial(weight, batch, replacement=True, generator=random)
        with run.autocast():
            raw = model(_distorted(run, pictures, chosen, random))
        return F.binary_cross_entropy_with_logits(raw.float(), targets[chosen].to(run.device))

    fit.train(loss_of)


def _pull_together(points: torch.Tensor, people: torch.Tensor, temperature: float = 0.1) -> torch.Tensor:
    """Supervised contrastive loss (Khosla et al. 2020): same person near, everyone else far."""
    logits = points @ points.T / temperature - 1e4 * torch.eye(len(points), device=points.device)
    same = (people[:, None] == people[None]) & ~torch.eye(len(points), dtype=torch.bool, device=points.device)
    share = logits.log_softmax(1)
    return -(share * same).sum(1).div(same.sum(1).clamp(min=1)).mean()


def _train_identity(run: Run, minutes: float, pictures: torch.Tensor, truths: list[dict]) -> None:
    named = torch.tensor([i for i, t in enumerate(truths) if t["identity"] >= 0])
    strangers = torch.tensor([i for i, t in enumerate(truths) if t["face"] and t["identity"] < 0])
    others = torch.tensor([i for i, t in enumerate(truths) if not t["face"]])
    person = torch.tensor([t["identity"] if t["identity"] >= 0 else 1_000 + i for i, t in enumerate(truths)])
    model = IdentityEmbedder().to(run.device)
    fit = Fit(run, Plan("identity", minutes, 1.5e-3, decay=0.03), model)
    random, share = torch.Generator().manual_seed(run.seed + 30 + fit.step), 1 if run.device == "cpu" else 4

    def some(of: torch.Tensor, count: int) -> torch.Tensor:
        return of[torch.randint(0, len(of), (count,), generator=random)]

    def loss_of(_: int) -> torch.Tensor:
        chosen = torch.cat([some(named, 28 * share), some(strangers, 28 * share), some(others, 8 * share)])
        chosen = chosen[torch.randperm(len(chosen), generator=random)]
        views = [_distorted(run, pictures, chosen, random) for _ in range(2)]
        with run.autocast():
            points = model(torch.cat(views))
        people = person[chosen].to(run.device)
        return _pull_together(points.float(), torch.cat([people, people]))

    fit.train(loss_of)


def load_reader(run: Run, name: str):
    model = {"gate": Gate, "identity": IdentityEmbedder}[name]().to(run.device)
    model.load_state_dict(run.load(f"{name}.pt"))
    return model.eval().requires_grad_(False)


@torch.no_grad()
def _all(model, pictures: torch.Tensor, run: Run) -> torch.Tensor:
    return torch.cat([model(x.to(run.device).float() / 255).float().cpu() for x in pictures.split(128)])


def _temperatures(run: Run, pictures: torch.Tensor, truths: list[dict]) -> list[float]:
    """One divisor per raw score that makes it a calibrated log-odds on renders and on mild distortions of them."""
    seen = torch.cat([pictures, (augment.jpeg(pictures.float() / 255) * 255).round().to(torch.uint8)])
    raw, targets = _all(load_reader(run, "gate"), seen, run), gate_targets(truths).repeat(2, 1)
    grid = [0.2 * 1.15**k for k in range(30)]
    losses = [F.binary_cross_entropy_with_logits(raw / t, targets, reduction="none").mean(0) for t in grid]
    return [grid[i] for i in torch.stack(losses).argmin(0).tolist()]


def _register(run: Run, pictures: torch.Tensor, truths: list[dict]) -> dict:
    """Centroid per identity from training renders; threshold where false accepts on the check shard reach 1 %."""
    model, train = load_reader(run, "identity"), Renders(run, "safety")
    points, people = _all(model, train.small(), run), [world.safety(a)["identity"] for a in train.attributes]
    people = torch.tensor(people)
    centroids = F.normalize(torch.stack([points[people == k].mean(0) for k in range(len(world.IDENTITIES))]), dim=1)
    likeness = _all(model, pictures, run) @ centroids.T
    known = torch.tensor([t["identity"] for t in truths])
    best = likeness.amax(1)
    false = best[known < 0].sort(descending=True).values
    genuine = likeness[torch.arange(len(known)), known.clamp(min=0)][known >= 0]
    strict = false[max(0, round(0.01 * len(false)) - 1)].item()
    middle = (strict + genuine.quantile(0.05).item()) / 2
    return {"centroids": centroids, "threshold": round(max(min(middle, 0.95), min(strict, 0.95)), 4)}


def train_safety(run: Run, minutes: float) -> None:
    """Writes gate.pt, identity.pt and safety.pt (temperatures, register, threshold)."""
    torch.manual_seed(run.seed + 9)
    pictures, truths = _collection(run)
    _train_gate(run, minutes * 0.55, pictures, truths)
    _train_identity(run, minutes * 0.45, pictures, truths)
    check = Renders(run, "check")
    held, held_truths = check.small().cpu(), [world.safety(a) for a in check.attributes]
    register = _register(run, held, held_truths)
    temperatures = _temperatures(run, held, held_truths)
    run.save("safety.pt", {"temperatures": torch.tensor(temperatures), **register})
    run.log("safety", temperatures=[round(t, 3) for t in temperatures], threshold=register["threshold"])
