"""The one object of a landscape, 35-50 % of the picture's height, and the rock it stands on."""
import math

import torch

from .paint import mix, put, smooth

PLACE = {"left": -0.42, "center": 0.0, "right": 0.42, "none": 0.0}
OAK = {"none": (0.22, 0.44, 0.16), "spring": (0.52, 0.72, 0.28), "summer": (0.18, 0.42, 0.14),
       "autumn": (0.86, 0.42, 0.10), "winter": (0.80, 0.84, 0.90)}


def objects(c, picture):
    s = c.sheet
    c.at_x = s.pick("side", PLACE) + s.uniform(-0.06, 0.06) * (1 - s.flag("object", "bridge"))
    c.scale = s.uniform(0.94, 1.08)
    c.veil = (0.34 * c.fog + 0.08 * c.wet)[:, None]
    c.lit = c.light * 0.92 + 0.06
    c.window = mix(s.rgb((0.28, 0.38, 0.48)), s.rgb((1.0, 0.84, 0.40)), smooth(0.2, 0.5, c.dark)[:, None])
    c.here = torch.ones_like(c.at_x)
    c.base = c.horizon - 0.155 * s.number([_on_rock(a) for a in s.attrs])
    picture = c.apart(picture, _on_rock, _rock)
    for name, draw in DRAWN.items():
        picture = c.apart(picture, lambda a, name=name: a["object"] == name, draw)
    return picture


def _on_rock(a):
    wet = a["ground"] in ("lake", "sea")
    return a["object"] == "castle" or wet and a["object"] not in ("none", "sailboat", "bridge", "balloon")


def _lay(c, picture, mask, colour):
    return put(picture, mask * c.here, mix(colour, c.haze, c.veil))


def _side_light(c, offset, amount=0.24):
    """Shade across a thing: brighter towards the sun."""
    return (0.86 + amount * (offset * (c.lean + 0.25 * (c.lean == 0))).clamp(-1, 1))[:, None]


def _rock(c, picture):
    """A low headland or island under whatever stands beside water, a mound under a castle."""
    s = c.sheet
    middle = s.flag("side", "center")
    out = (s.x - c.at_x) * c.side
    bumps = s.profile(5, 3, 0.5, sharp=True)
    height = (0.17 + 0.05 * bumps) * smooth(-0.40, -0.10, out + 0.16 * (bumps - 0.5))
    height = height * mix(1.0, smooth(0.62, 0.20, out + 0.16 * (bumps - 0.5)), middle)
    grain = s.noise(7, 6, 3)
    mask = smooth(s.px, -s.px, c.horizon - height - s.y) * smooth(-0.5, -0.3, out)
    tone = mix(s.rgb((0.42, 0.38, 0.36)), s.rgb((0.36, 0.46, 0.24)),
               torch.maximum(smooth(0.10, 0.17, c.horizon - s.y + 0.06 * (grain - 0.5)), 1 - c.water)[:, None])
    tone = put(tone, s.flag("terrain", "dunes") * 0.9, s.rgb((0.86, 0.70, 0.46)))
    tone = put(tone, c.snow * 0.8, s.rgb((0.92, 0.95, 1.0)))
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
    for shift, tall in ((-0.26, 0.60), (0.24, 0.70), (0.0, 0.90)):
        x = (s.x - c.at_x - shift - s.uniform(-0.04, 0.04)) / tall
        y = (s.y - c.base) / (tall * s.uniform(0.94, 1.06))
        ragged = 0.5 + 0.5 * torch.sin(x * 61 + y * 23 + 9 * shift)
        step = (-y * 6.4 + 0.16 * ragged) % 1.0
        width = 0.29 * (1 + y).clamp(0, 1) * (0.62 + 0.5 * (1 - step)) + 0.012 * ragged
        tree = smooth(2 * s.edge, -2 * s.edge, x.abs() - width) * s.box(0 * x, y, -1, 1, -1, -0.08)
        trunk = s.box(x, y, -0.035, 0.035, -0.12, 0.02)
        picture = _lay(c, picture, trunk, s.rgb((0.30, 0.20, 0.13)) * c.lit)
        green = s.rgb((0.13, 0.34, 0.19)) * c.lit * (0.62 + 0.45 * step + 0.25 * ragged)[:, None]
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


def _windmill(c, picture):
    s = c.sheet
    x, y = _local(c)
    width = 0.105 + 0.085 * (1 + y / 0.52).clamp(0, 1)
    tower = smooth(s.edge, -s.edge, x.abs() - width) * s.box(0 * x, y, -1, 1, -0.54, 0.02)
    plaster = s.rgb((0.93, 0.90, 0.84)) * c.lit * _side_light(c, x / width, 0.32)
    picture = _lay(c, picture, tower, plaster * (1 - 0.2 * smooth(-0.04, 0.02, y))[:, None])
    cap = smooth(1.03, 0.97, torch.sqrt((x / 0.135) ** 2 + ((y + 0.53) / 0.14) ** 2)) * smooth(-0.52, -0.54, y)
    picture = _lay(c, picture, cap, s.rgb((0.42, 0.22, 0.15)) * c.lit * _side_light(c, x / 0.12))
    for left, top in ((-0.03, -0.36), (-0.03, -0.20)):
        picture = _lay(c, picture, s.box(x, y, left, left + 0.06, top, top + 0.08), c.window)
    picture = _lay(c, picture, s.box(x, y, -0.045, 0.045, -0.09, 0.02), s.rgb((0.30, 0.18, 0.11)) * c.lit)
    turn, wood = s.uniform(0.25, 1.3), s.rgb((0.36, 0.26, 0.18)) * c.lit
    for quarter in range(4):
        cosine, sine = torch.cos(turn + 1.5708 * quarter), torch.sin(turn + 1.5708 * quarter)
        u, v = x * cosine + (y + 0.56) * sine, (y + 0.56) * cosine - x * sine
        cloth = s.box(u, v, 0.10, 0.47, 0.006, 0.088) * (0.55 + 0.45 * smooth(0.2, 0.5, (u * 26 % 1.0 - 0.5).abs() * 2))
        picture = _lay(c, picture, cloth * 0.9, s.rgb((0.95, 0.91, 0.82)) * c.lit)
        picture = _lay(c, picture, s.box(u, v, 0.0, 0.48, -0.009, 0.009), wood)
    return _lay(c, picture, s.ellipse(x, y + 0.56, 0.028, 0.028), wood)


def _castle(c, picture):
    """Two outer towers, a wall with battlements, a gate and a keep with pointed roofs."""
    s = c.sheet
    x, y = _local(c)
    stone = s.rgb((0.66, 0.61, 0.56)) * c.lit * (0.95 + 0.05 * torch.sin(y * 110))[:, None]
    roof = s.rgb((0.36, 0.26, 0.36)) * c.lit
    for middle, half, top in ((0.10, 0.085, -0.56), (-0.07, 0.11, -0.44)):
        picture = _tower(c, picture, (x - middle, y), (half, top), (stone * 0.90, roof))
    teeth = 0.030 * smooth(-0.2, 0.2, torch.sin(x * 75))
    wall = s.box(x, y + teeth, -0.31, 0.31, -0.25, 0.03)
    picture = _lay(c, picture, wall, stone * _side_light(c, x / 0.3))
    for middle in (-0.31, 0.31):
        picture = _tower(c, picture, (x - middle, y), (0.075, -0.38), (stone, roof))
    arch = torch.maximum(s.box(x, y, -0.055, 0.055, -0.10, 0.03), s.ellipse(x, y + 0.10, 0.055, 0.06))
    return _lay(c, picture, arch, s.rgb((0.16, 0.11, 0.09)) * c.lit)


def _tower(c, picture, place, size, colours):
    """A round tower with a pointed roof and two lit windows."""
    s, (x, y), (half, top), (stone, roof) = c.sheet, place, size, colours
    picture = _lay(c, picture, s.box(x, y, -half, half, top, 0.03), stone * _side_light(c, x / half, 0.34))
    cone = smooth(s.edge, -s.edge, x.abs() - 1.25 * half * (y - top + 2.6 * half) / (2.6 * half))
    cone = cone * s.box(0 * x, y, -1, 1, top - 2.6 * half, top + 0.005)
    picture = _lay(c, picture, cone, roof * _side_light(c, x / half, 0.4))
    for drop in (0.05, 0.16):
        picture = _lay(c, picture, s.box(x, y, -0.016, 0.016, top + drop, top + drop + 0.055), c.window)
    return picture


def _oak(c, picture):
    """One broad crown of leafy clumps in the colour of the season."""
    s = c.sheet
    x, y = _local(c)
    bark = s.rgb((0.30, 0.21, 0.15)) * c.lit
    trunk = smooth(s.edge, -s.edge, x.abs() - (0.042 + 0.05 * smooth(-0.08, 0.03, y))) * s.box(0 * x, y, -1, 1, -0.40, 0.03)
    picture = _lay(c, picture, trunk, bark * _side_light(c, x / 0.05, 0.4))
    for way in (-1, 1):
        limb = smooth(0.024, 0.014, (x - way * 0.55 * (-y - 0.20)).abs()) * s.box(0 * x, y, -1, 1, -0.48, -0.20)
        picture = _lay(c, picture, limb, bark)
    leaf = s.colour("season", OAK) * c.lit
    ragged = s.noise(26, 26, 3, 0.7)
    clumps = ((0.0, -0.52, 0.34, 0.28), (-0.26, -0.44, 0.22, 0.17), (0.27, -0.42, 0.22, 0.17), (-0.12, -0.68, 0.24, 0.18),
              (0.15, -0.66, 0.24, 0.18), (0.02, -0.40, 0.26, 0.15))
    towards = torch.sign(c.lean)
    for cx, cy, rx, ry in clumps:
        u, v = (x - cx) / rx, (y - cy) / ry
        mask = smooth(1.05, 0.88, torch.sqrt(u * u + v * v + 1e-6) + 0.75 * (ragged - 0.5))
        tone = 0.74 - 0.26 * v + 0.16 * u * towards + 0.9 * (ragged - 0.5)
        picture = _lay(c, picture, mask, leaf * tone.clamp(0.3, 1.25)[:, None])
    return picture


def _palms(c, picture):
    """Two leaning palms with arching leaves."""
    s = c.sheet
    for shift, tall, bow in ((0.15, 0.72, 0.14), (-0.10, 0.92, -0.12)):
        x, y = (s.x - c.at_x - shift) / c.scale, (s.y - c.base) / c.scale
        up = (-y / tall).clamp(0, 1)
        stem = smooth(s.edge, -s.edge, (x - bow * up ** 2).abs() - (0.030 - 0.014 * up)) * s.box(0 * x, y, -1, 1, -tall, 0.03)
        rings = 0.85 + 0.15 * torch.sin(y * 130)
        picture = _lay(c, picture, stem, s.rgb((0.44, 0.33, 0.22)) * c.lit * rings[:, None])
        u, v = x - bow, y + tall
        for angle in (-2.9, -2.3, -1.75, -1.2, -0.7, -0.1, 0.35, 2.8):
            picture = _lay(c, picture, *_frond(c, u, v, angle))
    return picture


def _frond(c, u, v, angle):
    s = c.sheet
    way = 1.0 if math.cos(angle) > 0 else -1.0
    out = (u * way).clamp(min=0)
    length = 0.16 + 0.20 * abs(math.cos(angle))
    along = out / length
    spine = math.sin(angle) * 0.26 * along + 0.34 * along ** 2 * (0.7 + 0.3 * math.sin(angle))
    width = 0.055 * (along * (1 - along)).clamp(min=0) ** 0.5 * (0.75 + 0.25 * torch.sin(out * 150))
    mask = smooth(s.edge, -s.edge, (v - spine).abs() - width) * smooth(0.0, 0.02, out) * smooth(1.0, 0.96, along)
    light = 0.85 + 0.3 * (spine - v) / 0.05 + 0.1 * way * torch.sign(c.lean)
    return mask, s.rgb((0.20, 0.46, 0.17)) * c.lit * light.clamp(0.55, 1.2)[:, None]


DRAWN = {"pines": _pines, "cabin": _cabin, "lighthouse": _lighthouse, "bridge": _bridge, "sailboat": _boat,
         "balloon": _balloon, "windmill": _windmill, "castle": _castle, "oak": _oak, "palms": _palms}
