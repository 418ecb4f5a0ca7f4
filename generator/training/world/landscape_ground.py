"""The near half of a landscape: mirror water with ripples and a glitter path, or land."""
import math

import torch

from .paint import mix, put, smooth

LAND = {"lake": (0.05, 0.19, 0.27), "sea": (0.03, 0.28, 0.38), "meadow": (0.36, 0.58, 0.20),
        "flowers": (0.30, 0.52, 0.19), "snow": (0.88, 0.91, 0.97), "sand": (0.92, 0.76, 0.51)}
GRASS = {"spring": (0.46, 0.70, 0.26), "autumn": (0.72, 0.54, 0.22)}
BLOSSOM = ((0.90, 0.16, 0.18), (0.98, 0.80, 0.18), (0.62, 0.34, 0.86), (0.98, 0.96, 0.94))


def ground(c, above):
    s = c.sheet
    depth = ((s.y - c.horizon) / (1 - c.horizon)).clamp(0, 1)
    below = smooth(-0.5 * s.px, 0.5 * s.px, s.y - c.horizon)
    c.flat_u = s.x / (0.12 + 0.88 * depth) * 0.30
    c.flat_v = 2 * torch.log1p(14 * depth) / math.log(15) - 1
    c.depth, c.above = depth, above
    colour = c.apart(above, lambda a: a["ground"] in ("lake", "sea"), _water)
    colour = c.apart(colour, lambda a: a["ground"] not in ("lake", "sea"), _land)
    far = ((0.22 + 0.45 * c.fog + 0.15 * (c.wet + c.falling)) * (1 - depth) ** 4)[:, None]
    return put(above, below, mix(colour, c.haze, far))


def _lying(c, rows, columns, octaves=3, persistence=0.55):
    """Noise that lies flat on the ground: finer towards the horizon."""
    return c.sheet.sample(c.sheet.noise(rows, columns, octaves, persistence, 192), c.flat_u, c.flat_v)


def _water(c, above):
    s, depth = c.sheet, c.depth
    waves = 2 * (_lying(c, 34, 9, 3, 0.6) - 0.5)
    wind = smooth(0.40, 0.62, _lying(c, 5, 3, 2))
    rough = mix(0.014 + 0.045 * wind, 0.075 + 0 * wind, c.sea) * (0.12 + depth)
    swell = c.sea * torch.sin(c.flat_v * 34 + 5 * _lying(c, 3, 4, 1)) * 0.4
    waves = waves + swell
    mirror = 0.0
    for reach, share in ((0.5, 0.3), (1.1, 0.4), (1.9, 0.3)):
        up = 2 * c.horizon - s.y - (waves + 0.35) * rough * reach
        mirror = mirror + share * s.sample(above, s.x + 0.25 * waves * rough, up.clamp(-1, 1))
    body = s.colour("ground", LAND) * c.light
    deep = mix(0.06 + 0.30 * depth + 0.08 * wind, 0.24 + 0.36 * depth, c.sea)
    deep = (deep + 0.30 * waves * mix(0.2 + 0.5 * wind, 0.9, c.sea) * (0.3 + depth)).clamp(0.03, 0.9)
    water = mix(mirror * 0.96, body + 0.10 * c.low, deep[:, None])
    water = water + _glitter(c, waves, wind, depth)[:, None] * c.sun
    foam = c.sea * smooth(0.62, 0.95, waves + 0.25 * depth) * (0.10 + 0.45 * depth)
    return put(water, foam, c.light * 0.78 + 0.18)


def _glitter(c, waves, wind, depth):
    """Broken reflections of sun or moon on a path that widens towards us."""
    s = c.sheet
    across = (s.x - c.sun_x) / (0.07 + 0.26 * depth + 0.10 * c.sea)
    path = torch.exp(-across ** 2)
    crest = smooth(0.0, 0.5, waves - 0.5 * across.abs())
    fine = _lying(c, 60, 30, 2)
    sparkle = smooth(0.60, 0.72, fine) * torch.exp(-(across / 2.2) ** 2)
    strength = 0.45 + 0.35 * c.warm + 0.20 * c.night
    calm = 0.35 * path * (1 - depth) * (1 - c.sea)
    return (path * crest * 0.8 + 0.55 * sparkle + calm) * strength * c.visible * (1 - 0.65 * c.fog)


def _land(c, above):
    s, depth = c.sheet, c.depth
    rows = [GRASS.get(a["season"], LAND[a["ground"]]) if a["ground"] in ("meadow", "flowers")
            else LAND[a["ground"]] for a in s.attrs]
    base = torch.tensor(rows, device=s.device).view(-1, 3, 1, 1)
    green, sand = s.flag("ground", "meadow", "flowers"), s.flag("ground", "sand")
    patches = _lying(c, 7, 4, 3)
    tufts = s.sample(s.noise(60, 80, 2, 0.6, 192), c.flat_u * 1.6, c.flat_v)
    tone = 1 + (patches - 0.5) * mix(0.25, 0.60, green) + (tufts - 0.5) * (0.75 * green + 0.06) * (0.25 + depth)
    land = base * (tone * (0.78 + 0.28 * depth))[:, None]
    land = put(land, green * 0.5 * smooth(0.55, 0.75, patches), base * s.rgb((1.18, 1.08, 0.75)))
    land = _sand(c, land, patches, sand, depth)
    land = _snow(c, land, patches, depth)
    land = _flowers(c, land, depth)
    under = torch.exp(-((s.x - c.at_x) / 0.34) ** 2 - (depth / 0.07) ** 2) * (1 - s.flag("object", "none", "balloon"))
    cold = c.light.mean(1, keepdim=True) * s.rgb((0.90, 0.97, 1.10))
    land = land * (mix(c.light, cold, 0.5 * c.snow[:, None]) * 0.95 + 0.05) * (1 - 0.38 * under)[:, None]
    shine = torch.exp(-2 * (s.x - c.sun_x) ** 2) * 0.20 * (1 - depth) ** 2 * c.visible
    return land + shine[:, None] * c.sun


def _sand(c, land, patches, sand, depth):
    """Wind ripples: lit and shaded flanks of wavering lines."""
    if not sand.any():
        return land
    wave = torch.sin(c.flat_v * 46 + 14 * patches + 5 * c.flat_u)
    fade = smooth(0.02, 0.25, depth) * (0.35 + 0.65 * smooth(0.35, 0.6, patches))
    land = land * (1 + sand * 0.13 * wave * fade)[:, None]
    return land * mix(c.sheet.rgb((1.0, 1.0, 1.0)), c.sheet.rgb((0.90, 0.88, 1.0)), (sand * smooth(0.2, -1.0, wave) * fade * 0.8)[:, None])


def _snow(c, land, patches, depth):
    """Drifts with blue shadows, and single crystals that sparkle."""
    if not c.snow.any():
        return land
    s = c.sheet
    blue = c.snow * smooth(0.42, 0.62, patches) * (0.45 + 0.5 * depth)
    land = land * mix(s.rgb((1.0, 1.0, 1.0)), s.rgb((0.70, 0.82, 1.0)), blue[:, None])
    dx, dy, chance = s.scatter(s.x * 42 + 90, s.y * 42 + 90 * c.horizon, 5.0)
    spark = torch.exp(-(dx * dx + dy * dy) / 0.016) * (chance > 0.86) * depth
    return land + (c.snow * 0.5 * spark)[:, None]


def _flowers(c, land, depth):
    """Blossoms of four colours in drifts; far away they melt into a coloured field."""
    s = c.sheet
    bloom = s.flag("ground", "flowers")
    if not bloom.any():
        return land
    kind = _lying(c, 6, 3, 2) + 0.3 * (s.uniform(0, 1) - 0.5)
    far = _blossom(s, kind)
    land = put(land, bloom * mix(0.55, 0.18, smooth(0.0, 0.30, depth)), far)
    for cells, rows, size in ((44.0, 15.0, 0.34), (26.0, 9.0, 0.36)):
        dx, dy, chance = s.scatter(c.flat_u * cells + 70, (c.flat_v + 1) * rows + 1, cells + 20 * c.horizon)
        dot = smooth(size, size * 0.6, torch.sqrt(dx * dx + dy * dy + 1e-6)) * (chance > 0.25)
        tint = _blossom(s, kind + 0.22 * (chance - 0.5)) * (1.05 - 0.35 * dy - 0.1 * chance)[:, None]
        land = put(land, bloom * dot * smooth(0.01, 0.10, depth) * 0.95, tint)
    return land


def _blossom(s, kind):
    colour = s.rgb(BLOSSOM[0])
    for limit, tint in zip((0.44, 0.54, 0.66), BLOSSOM[1:]):
        colour = mix(colour, s.rgb(tint), smooth(limit - 0.01, limit + 0.01, kind)[:, None])
    return colour
