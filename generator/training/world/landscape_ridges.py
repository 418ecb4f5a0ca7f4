"""The land behind: two ridges of mountains, hills, dunes, forest or cliffs, and a wooded shore."""
import torch
import torch.nn.functional as F

from .paint import mix, put, scramble, smooth

ROCK = {"mountains": (0.44, 0.43, 0.50), "hills": (0.34, 0.52, 0.22), "dunes": (0.93, 0.71, 0.42),
        "forest": (0.15, 0.34, 0.19), "cliffs": (0.58, 0.51, 0.44)}
LEAVES = {"none": None, "spring": (0.52, 0.74, 0.32), "summer": None,
          "autumn": (0.80, 0.43, 0.13), "winter": (0.86, 0.89, 0.95)}


def ridges(c, picture):
    c.terrain = {name: c.sheet.flag("terrain", name) for name in ROCK}
    base = _base(c)
    for layer, (tall, veil) in enumerate(((1.0, 0.52), (0.60, 0.20))):
        picture = _ridge(c, picture, layer, tall, veil, base)
    return _shore(c, picture, base)


def _base(c):
    s = c.sheet
    rows = [LEAVES[a["season"]] or ROCK[a["terrain"]] if a["terrain"] in ("hills", "forest") else ROCK[a["terrain"]]
            for a in s.attrs]
    return torch.tensor(rows, device=s.device).view(-1, 3, 1, 1)


def _ridge(c, picture, layer, tall, veil, base):
    s, kind = c.sheet, c.terrain
    crest, height, tree = _crest(c, layer, tall)
    mask = smooth(-0.7 * s.px, 0.7 * s.px, s.y - crest)
    deep = (s.y - crest).clamp(min=0)
    rise = ((c.horizon - s.y) / height.clamp(min=0.02)).clamp(0, 1)
    texture = s.noise(6, 6, 5, 0.55, 160)
    skew = 0.35 * (1 if layer else -1)

    def relief(x):
        u = x + skew * deep
        n = s.sample(texture, u * mix(0.9, 0.5, kind["dunes"]), deep * 1.5 - 0.9)
        return n, 1 - (2 * n - 1).abs()

    n, folds = relief(s.x)
    _, lit = relief(s.x + 0.035 * torch.sign(c.lean))
    slope = (folds - lit) * mix(1.6, 4.2, kind["mountains"] + 0.2 * kind["cliffs"]) * c.lean.abs()
    fall = F.pad(height[:, :, 1:] - height[:, :, :-1], (0, 1), mode="replicate") * s.size / 5
    slope = slope - (1 - kind["forest"]) * fall * torch.sign(c.lean) * torch.exp(-deep * mix(5.0, 2.0, kind["dunes"])) * 0.8
    shade = (0.62 + 0.5 * slope).clamp(0.18, 1.15)
    colour = _ridge_colour(c, base, n, rise, slope, tree)
    cool = mix(s.rgb((0.70, 0.80, 1.0)), s.rgb((1.0, 1.0, 1.0)), torch.maximum(smooth(0.2, 0.8, shade), 0.7 * c.night)[:, None])
    colour = colour * (0.40 + 0.75 * shade)[:, None] * cool * c.light
    colour = colour + (0.16 * c.glow * (1 - rise))[:, None] * c.sun
    hide = veil * (0.75 + 0.6 * (1 - rise) ** 2) + (0.40 - 0.15 * layer) * c.fog + 0.14 * (c.wet + c.falling)
    return put(picture, mask, mix(colour, c.haze, hide.clamp(0, 0.92)[:, None]))


def _crest(c, layer, tall):
    """Where the ridge meets the sky, its height, and the shade of the trees along it."""
    s, kind = c.sheet, c.terrain
    rough, gentle = s.profile(3 + layer, 5, 0.46, sharp=True), s.profile(2 + layer, 2, 0.3)
    peaks, jag = kind["mountains"], s.profile(40, 2)
    height = peaks * (1.20 * rough - 0.20) + (1 - peaks) * (0.50 * gentle - 0.02)
    height = height + kind["dunes"] * (0.20 * s.profile(3, 1, sharp=True) - 0.08)
    height = height * (1 - 0.75 * kind["cliffs"]) + kind["cliffs"] * (_cliff(c, layer, rough) + 0.02 * jag)
    trees, tree = _trees(c, 20.0 + 8 * (1 - layer))
    height = height * tall + kind["forest"] * (0.07 + (0.12 + 0.05 * layer) * trees)
    height = height.clamp(min=0.02 + 0.015 * layer)
    return c.horizon - height, height, tree


def _trees(c, cells):
    """Treetops of different heights along x, 0..1, and a tone for each of them."""
    s = c.sheet
    top, tone = torch.zeros_like(s.x), 0.5
    for density in (1.0, 1.7, 0.6):
        across = (s.x + 3) * cells * density
        cell = torch.floor(across)
        chance = scramble(cell + 60 * c.horizon, s.uniform(0, 9))
        spire = (1 - 2 * (across - cell - 0.5).abs()) ** 0.8 * (0.35 + 0.65 * chance) / density ** 0.5
        tone = torch.where(spire > top, chance, torch.as_tensor(tone, device=s.device))
        top = torch.maximum(top, spire)
    return top, tone


def _ridge_colour(c, base, n, rise, slope, tree):
    s, kind = c.sheet, c.terrain
    wooded = kind["forest"] + 0.6 * kind["hills"]
    grain = mix(0.78 + 0.44 * n, 0.62 + 0.6 * n + kind["forest"] * _stand(c, tree, n, rise), wooded)
    colour = base * grain[:, None]
    fields = kind["hills"] * smooth(0.50, 0.56, n) * 0.35
    colour = put(colour, fields, base * s.rgb((1.20, 1.12, 0.90)))
    meadow = kind["mountains"] * smooth(0.42, 0.15, rise + 0.5 * (n - 0.5)) * (1 - c.snow)
    colour = put(colour, meadow * 0.85, s.rgb((0.24, 0.34, 0.22)))
    strata = kind["cliffs"] * 0.16 * torch.sin((s.y + 0.06 * n) * 70)
    colour = colour * (1 + strata)[:, None]
    white = kind["mountains"] * smooth(0.50, 0.60, rise + 0.45 * (n - 0.5) + 0.08 * slope)
    white = torch.maximum(white, c.snow * (1 - kind["dunes"]) * smooth(0.30, 0.62, n + 0.15 * kind["mountains"]) * 0.9)
    return put(colour, white, s.rgb((1.08, 1.10, 1.14)))


def _stand(c, tree, n, rise):
    """Single trees show near the crest; below they melt into tufts."""
    return 0.30 * (tree - 0.5) * smooth(0.55, 0.95, rise) + 0.7 * (n - 0.5) * smooth(0.95, 0.5, rise)


def _cliff(c, layer, rough):
    """A headland that falls steeply to the water on the object's side, and a low far coast."""
    s = c.sheet
    if layer == 0:
        return 0.12 + 0.12 * rough
    inward = s.x * c.side
    step = smooth(-0.02, 0.14, inward + 0.16 * (rough - 0.5)) * 0.55
    return (step + 0.35 * smooth(0.3, 1.0, inward) + 0.12 * step * rough) * 0.72


def _shore(c, picture, base):
    """Low bushes and trees along the foot of the land, in gaps and clumps."""
    s, kind = c.sheet, c.terrain
    wooded = kind["mountains"] + kind["hills"] + kind["forest"]
    if not wooded.any():
        return picture
    trees, tone = _trees(c, 26.0)
    clump = smooth(0.42, 0.62, s.profile(4, 3, 0.6))
    top = (0.02 + 0.085 * trees) * clump
    mask = smooth(0.8 * s.px, -0.8 * s.px, c.horizon - top - s.y) * wooded * clump
    leaf = mix(s.rgb((0.13, 0.25, 0.16)).expand_as(base), base * 0.62, (kind["hills"] + kind["forest"])[:, None])
    leaf = put(leaf, c.snow * 0.55, s.rgb((0.85, 0.88, 0.95)))
    light = c.light * (0.60 + 0.5 * tone + 1.5 * (c.horizon - s.y))[:, None]
    hide = 0.10 + 0.28 * c.fog + 0.08 * (c.wet + c.falling)
    return put(picture, mask, mix(leaf * light, c.haze, hide[:, None]))
