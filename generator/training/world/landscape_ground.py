"""The near half of a landscape: mirror water with ripples and a glitter path, or land."""
import torch
import torch.nn.functional as F

from .paint import mix, put, smooth

LAND = {"lake": (0.06, 0.20, 0.28), "sea": (0.04, 0.30, 0.42), "meadow": (0.38, 0.60, 0.22),
        "flowers": (0.34, 0.56, 0.22), "snow": (0.93, 0.95, 1.0), "sand": (0.94, 0.78, 0.52)}
GRASS = {"spring": (0.50, 0.74, 0.28), "autumn": (0.74, 0.56, 0.22)}
BLOSSOM = ((0.92, 0.20, 0.22), (0.98, 0.82, 0.20), (0.70, 0.36, 0.88))


def ground(c, above):
    s = c.sheet
    depth = ((s.y - c.horizon) / (1 - c.horizon)).clamp(0, 1)
    below = smooth(-0.5 * s.px, 0.5 * s.px, s.y - c.horizon)
    colour = mix(_land(c, depth), _water(c, above, depth), c.water[:, None])
    far = ((0.22 + 0.45 * c.fog) * (1 - depth) ** 3)[:, None]
    return put(above, below, mix(colour, c.haze, far))


def _perspective(c, texture, depth, narrow=0.35):
    """Samples a texture lying flat on the ground: finer towards the horizon."""
    s = c.sheet
    shape = (s.batch, s.size, s.size)
    u = (s.x / (narrow + (1 - narrow) * depth) * 0.36).expand(shape)
    v = (2 * depth ** 0.5 - 1).expand(shape)
    return F.grid_sample(texture, torch.stack([u, v], -1), mode="bicubic",
                         padding_mode="reflection", align_corners=False)[:, 0]


def _water(c, above, depth):
    s = c.sheet
    waves = _perspective(c, s.rand(s.batch, 1, 34, 14), depth) - 0.5
    waves = waves + 0.5 * (_perspective(c, s.rand(s.batch, 1, 70, 34), depth) - 0.5)
    rough = mix(0.07, 0.15, c.sea) * (0.15 + depth)
    up = 2 * c.horizon - s.y + waves * rough
    shape = (s.batch, s.size, s.size)
    across = (s.x + 0.35 * waves * rough).expand(shape)
    mirror = F.grid_sample(above, torch.stack([across, up.clamp(-1, 1).expand(shape)], -1),
                           mode="bilinear", padding_mode="reflection", align_corners=False)
    body = s.colour("ground", LAND) * c.light
    deep = mix(0.10 + 0.34 * depth, 0.26 + 0.44 * depth, c.sea)
    water = mix(mirror * 0.90, body + 0.12 * c.low, deep[:, None])
    water = water * (1 + 0.35 * waves * mix(0.3, 1.0, c.sea))[:, None]
    path = torch.exp(-((s.x - c.sun_x) / (0.10 + 0.20 * depth)) ** 2)
    glitter = path * smooth(-0.10, 0.22, waves) * (0.30 + 0.5 * c.warm + 0.35 * c.night)
    water = water + (glitter * c.visible * (1 - 0.7 * c.fog))[:, None] * c.sun * 0.9
    crest = c.sea * smooth(0.30, 0.46, waves) * (0.15 + 0.35 * depth)
    return put(water, crest, c.light * 0.75 + 0.2)


def _land(c, depth):
    s = c.sheet
    rows = [GRASS.get(a["season"], LAND[a["ground"]]) if a["ground"] in ("meadow", "flowers")
            else LAND[a["ground"]] for a in s.attrs]
    base = torch.tensor(rows, device=s.device).view(-1, 3, 1, 1)
    patches = _perspective(c, s.rand(s.batch, 1, 12, 8), depth)
    tufts = _perspective(c, s.rand(s.batch, 1, 40, 40), depth)
    green = s.flag("ground", "meadow", "flowers")
    swell = s.flag("ground", "sand") * 0.10 * torch.sin(26 * depth ** 0.6 + 7 * patches + 2 * s.x)
    tone = 1 + (patches - 0.5) * mix(0.22, 0.45, green) + (tufts - 0.5) * 0.35 * green * depth + swell
    land = base * (tone * (0.80 + 0.24 * depth))[:, None]
    blue = c.snow[:, None] * s.rgb((-0.10, -0.05, 0.0)) * smooth(0.45, 0.75, patches)[:, None]
    land = _flowers(c, land + blue, depth, patches) * (c.light * 0.95 + 0.04)
    shine = torch.exp(-2 * (s.x - c.sun_x) ** 2) * 0.16 * (1 - depth) * c.visible
    return land + shine[:, None] * c.sun


def _flowers(c, land, depth, patches):
    s = c.sheet
    bloom = s.flag("ground", "flowers")
    kind = _perspective(c, s.rand(s.batch, 1, 5, 3), depth)
    dots = _perspective(c, s.rand(s.batch, 1, 44, 44), depth, 0.22)
    colour = mix(s.rgb(BLOSSOM[0]), s.rgb(BLOSSOM[1]), smooth(0.46, 0.52, kind)[:, None])
    colour = mix(colour, s.rgb(BLOSSOM[2]), smooth(0.64, 0.70, kind)[:, None])
    return put(land, bloom * mix(0.55, smooth(0.46, 0.60, dots), smooth(0.0, 0.35, depth)), colour)
