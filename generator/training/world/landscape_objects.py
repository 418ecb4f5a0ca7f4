"""The one object of a landscape, 35-50 % of the picture's height, and the rock it stands on."""
import torch

from .paint import mix, put, smooth

PLACE = {"left": -0.42, "right": 0.42, "none": 0.0}


def objects(c, picture):
    s = c.sheet
    c.at_x = s.pick("side", PLACE) + s.uniform(-0.06, 0.06) * (1 - s.flag("object", "bridge"))
    c.scale = s.uniform(0.94, 1.08)
    c.veil = (0.34 * c.fog + 0.08 * c.wet)[:, None]
    c.lit = c.light * 0.92 + 0.06
    c.window = mix(s.rgb((0.28, 0.38, 0.48)), s.rgb((1.0, 0.84, 0.40)), smooth(0.2, 0.5, c.dark)[:, None])
    picture = _rock(c, picture)
    for name, draw in (("pines", _pines), ("cabin", _cabin), ("lighthouse", _lighthouse),
                       ("bridge", _bridge), ("sailboat", _boat), ("balloon", _balloon)):
        c.here = s.flag("object", name)
        if c.here.any():
            picture = draw(c, picture)
    return picture


def _lay(c, picture, mask, colour):
    return put(picture, mask * c.here, mix(colour, c.haze, c.veil))


def _side_light(c, offset, amount=0.24):
    """Shade across a thing: brighter towards the sun."""
    return (0.86 + amount * (offset * (c.lean + 0.25 * (c.lean == 0))).clamp(-1, 1))[:, None]


def _rock(c, picture):
    """A low headland under whatever stands beside water."""
    s = c.sheet
    stands = s.flag("object", "cabin", "lighthouse", "pines") * c.water
    out = (s.x - c.at_x) * c.side
    bumps = s.profile(5, 3, 0.5, sharp=True)
    height = (0.17 + 0.05 * bumps) * smooth(-0.40, -0.10, out + 0.16 * (bumps - 0.5))
    c.base = c.horizon - 0.155 * stands
    grain = s.noise(7, 6, 3)
    mask = smooth(s.px, -s.px, c.horizon - height - s.y) * smooth(-0.5, -0.3, out) * stands
    tone = mix(s.rgb((0.42, 0.38, 0.36)), s.rgb((0.36, 0.46, 0.24)),
               smooth(0.10, 0.17, c.horizon - s.y + 0.06 * (grain - 0.5))[:, None])
    tone = put(tone, c.snow * 0.8, s.rgb((0.92, 0.95, 1.0)))
    c.here = stands
    return _lay(c, picture, mask, tone * c.lit * (0.70 + 0.5 * grain)[:, None])


def _local(c):
    return (c.sheet.x - c.at_x) / c.scale, (c.sheet.y - c.base) / c.scale


def _lighthouse(c, picture):
    s = c.sheet
    x, y = _local(c)
    width = 0.055 + 0.06 * (1 + y / 0.70).clamp(0, 1)
    tower = smooth(s.edge, -s.edge, x.abs() - width) * s.box(0 * x, y, -1, 1, -0.70, 0.02)
    stripe = smooth(-0.06, 0.06, torch.sin((y + 0.02) * 3.14159 / 0.175))[:, None]
    paint = mix(s.rgb((0.97, 0.96, 0.93)), s.rgb((0.86, 0.14, 0.11)), stripe)
    round_ = _side_light(c, x / width, 0.30) * (1 - 0.18 * (x / width).clamp(-1, 1) ** 2)[:, None]
    picture = _lay(c, picture, tower, paint * c.lit * round_)
    picture = _lay(c, picture, s.box(x, y, -0.026, 0.026, -0.10, 0.02), s.rgb((0.25, 0.16, 0.12)) * c.lit)
    lamp = mix(s.rgb((0.75, 0.85, 0.90)), s.rgb((1.0, 0.93, 0.62)), smooth(0.2, 0.5, c.dark)[:, None])
    picture = _lay(c, picture, s.box(x, y, -0.048, 0.048, -0.80, -0.70), lamp)
    metal = s.rgb((0.22, 0.20, 0.22)) * c.lit
    picture = _lay(c, picture, s.box(x, y, -0.008, 0.008, -0.80, -0.70), metal)
    picture = _lay(c, picture, s.box(x, y, -0.085, 0.085, -0.715, -0.69), metal)
    roof = smooth(s.edge, -s.edge, x.abs() - 0.068 * (y + 0.90) / 0.10)
    roof = roof * s.box(0 * x, y, -1, 1, -0.90, -0.79)
    picture = _lay(c, picture, roof, s.rgb((0.72, 0.11, 0.10)) * c.lit * _side_light(c, x / 0.07))
    return picture + _beam(c, x, y + 0.75)


def _beam(c, x, y):
    """Halo around the lamp and a soft beam towards the open water."""
    strength = c.here * smooth(0.2, 0.6, c.dark)
    halo = torch.exp(-(x * x + y * y) / 0.020) * 0.55
    inward = -x * c.side
    spread = torch.exp(-((y + 0.10 * inward) / (0.03 + 0.10 * inward.clamp(min=0))) ** 2)
    beam = spread * smooth(0.0, 0.08, inward) * torch.exp(-inward.clamp(min=0) * 1.1) * 0.34
    return ((halo + beam) * strength)[:, None] * c.sheet.rgb((1.0, 0.88, 0.58))


def _cabin(c, picture):
    s = c.sheet
    x, y = _local(c)
    logs = 0.90 + 0.10 * torch.sin(y * 95)
    wall = s.box(x, y, -0.29, 0.29, -0.32, 0.02)
    picture = _lay(c, picture, wall, s.rgb((0.56, 0.34, 0.19)) * c.lit * logs[:, None] * _side_light(c, x / 0.3))
    stone = s.rgb((0.46, 0.42, 0.40)) * c.lit
    picture = _lay(c, picture, s.box(x, y, 0.13, 0.21, -0.66, -0.40), stone)
    roof = smooth(s.edge, -s.edge, x.abs() - 0.37 * (y + 0.62) / 0.31)
    roof = roof * s.box(0 * x, y, -1, 1, -0.62, -0.30)
    tile = put(s.rgb((0.50, 0.16, 0.13)) * c.lit, c.snow, s.rgb((0.94, 0.96, 1.0)) * c.lit)
    picture = _lay(c, picture, roof, tile * _side_light(c, x / 0.3))
    for left in (-0.22, 0.10):
        pane = s.box(x, y, left, left + 0.12, -0.25, -0.13)
        picture = _lay(c, picture, pane, c.window)
        picture = _lay(c, picture, s.box(x, y, left + 0.052, left + 0.068, -0.25, -0.13), s.rgb((0.3, 0.2, 0.12)) * c.lit)
    picture = _lay(c, picture, s.box(x, y, -0.06, 0.06, -0.21, 0.02), s.rgb((0.30, 0.18, 0.11)) * c.lit)
    glow = torch.exp(-((x / 0.36) ** 2 + ((y + 0.16) / 0.26) ** 2)) * 0.34 * smooth(0.2, 0.7, c.dark)
    return picture + (c.here * glow)[:, None] * s.rgb((1.0, 0.68, 0.28))


def _boat(c, picture):
    s = c.sheet
    c.base = c.horizon + 0 * c.base
    x, y = _local(c)
    mast = s.box(x, y, -0.012, 0.006, -0.86, -0.06)
    picture = _lay(c, picture, mast, s.rgb((0.40, 0.28, 0.18)) * c.lit)
    main = s.box(x, y, 0.008, 2, -0.84, -0.13) * smooth(s.edge, -s.edge, x - 0.36 * ((y + 0.84) / 0.71).clamp(min=0) ** 0.9)
    fore = s.box(x, y, -2, -0.018, -0.72, -0.13) * smooth(s.edge, -s.edge, -x - 0.28 * (y + 0.72) / 0.59)
    sail = s.rgb((0.99, 0.97, 0.92)) * c.lit
    picture = _lay(c, picture, main, sail * (0.88 + 0.30 * x * (1 + c.lean))[:, None].clamp(max=1.05))
    picture = _lay(c, picture, fore, sail * 0.86)
    hull = s.box(0 * x, y, -1, 1, -0.11, 0.02) * smooth(s.edge, -s.edge, x.abs() - (0.36 - 0.9 * (y + 0.11)))
    picture = _lay(c, picture, hull, s.rgb((0.62, 0.20, 0.14)) * c.lit * _side_light(c, x / 0.35))
    return _lay(c, picture, hull * smooth(-0.078, -0.086, y), s.rgb((0.95, 0.92, 0.86)) * c.lit)


def _pines(c, picture):
    s = c.sheet
    for shift, tall in ((-0.26, 0.66), (0.24, 0.74), (0.0, 0.92)):
        x = (s.x - c.at_x - shift - s.uniform(-0.04, 0.04)) / tall
        y = (s.y - c.base) / (tall * s.uniform(0.94, 1.06))
        step = (-y * 4.4) % 1.0
        width = 0.30 * (1 + y).clamp(0, 1) * (0.66 + 0.5 * (1 - step))
        tree = smooth(2 * s.edge, -2 * s.edge, x.abs() - width) * s.box(0 * x, y, -1, 1, -1, -0.08)
        trunk = s.box(x, y, -0.035, 0.035, -0.12, 0.02)
        picture = _lay(c, picture, trunk, s.rgb((0.30, 0.20, 0.13)) * c.lit)
        green = s.rgb((0.14, 0.36, 0.20)) * c.lit * (0.75 + 0.4 * step)[:, None]
        green = put(green, 0.9 * c.snow * smooth(0.5, 0.2, step), s.rgb((0.93, 0.96, 1.0)) * c.lit)
        picture = _lay(c, picture, tree, green * _side_light(c, x / 0.2, 0.3))
    return picture


def _bridge(c, picture):
    s = c.sheet
    y = s.y - c.horizon
    deck = -0.36 + 0.16 * s.x ** 2
    body = smooth(-s.edge, s.edge, y - deck) * smooth(s.edge, -s.edge, y - 0.015)
    for middle in (-0.62, 0.0, 0.62):
        arch = ((s.x - middle) / 0.25) ** 2 + (y / 0.25) ** 2
        body = body * smooth(0.97, 1.03, arch)
    stone = s.rgb((0.64, 0.58, 0.52)) * c.lit
    courses = 0.94 + 0.06 * torch.sin(y * 80)
    picture = _lay(c, picture, body, stone * courses[:, None] * (0.92 + 0.12 * c.lean * s.x)[:, None])
    rail = smooth(-s.edge, s.edge, y - deck + 0.035) * smooth(s.edge, -s.edge, y - deck - 0.02)
    return _lay(c, picture, rail, stone * 0.80)


def _balloon(c, picture):
    s = c.sheet
    x, y = (s.x - c.at_x) / c.scale, (s.y + 0.42) / c.scale
    half = 0.31 * (1 - 0.62 * smooth(0.05, 0.42, y))
    skin = smooth(1.02, 0.98, torch.sqrt((x / half) ** 2 + (y / 0.36) ** 2)) * smooth(0.34, 0.33, y)
    gore = smooth(-0.15, 0.15, torch.sin(torch.asin((x / half).clamp(-1, 1)) * 6 + 0.8))[:, None]
    paint = mix(s.rgb((0.92, 0.26, 0.16)), s.rgb((0.99, 0.82, 0.30)), gore)
    rim = (1 - 0.25 * (x / half).clamp(-1, 1) ** 2 - 0.25 * y)[:, None]
    picture = _lay(c, picture, skin, paint * c.lit * rim * _side_light(c, x / 0.3))
    rope = s.box(x.abs(), y, 0.050, 0.062, 0.32, 0.46)
    basket = s.box(x, y, -0.07, 0.07, 0.45, 0.54)
    picture = _lay(c, picture, rope, s.rgb((0.25, 0.18, 0.12)) * c.lit)
    return _lay(c, picture, basket, s.rgb((0.52, 0.34, 0.18)) * c.lit)
