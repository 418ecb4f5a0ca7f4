"""A city street: walls of lit windows, neon signs, cars, and a wet mirror below."""
import torch

from .paint import Sheet, bloom, mix, put, scramble, smooth

NEON = {"red": (1.0, 0.12, 0.10), "blue": (0.12, 0.40, 1.0), "pink": (1.0, 0.20, 0.72), "green": (0.12, 0.95, 0.40)}
SKY_TOP = {"day": (0.26, 0.50, 0.86), "dusk": (0.16, 0.16, 0.38), "night": (0.02, 0.03, 0.10)}
SKY_LOW = {"day": (0.80, 0.88, 0.95), "dusk": (0.82, 0.46, 0.50), "night": (0.14, 0.14, 0.30)}
ACCENT = {"red": (1.0, 0.62, 0.12), "blue": (0.95, 0.22, 0.75), "pink": (0.15, 0.75, 1.0), "green": (0.98, 0.85, 0.20)}
EYE, WALL = 0.34, 1.0
HORIZON = 0.16


class Street:
    """What the painters of one street batch share."""

    def __init__(self, sheet):
        s = self.sheet = sheet
        self.neon, self.accent = s.colour("neon", NEON), s.colour("neon", ACCENT)
        self.rain, self.fog = s.flag("weather", "rain"), s.flag("weather", "foggy")
        self.wet = (0.42 + 0.46 * self.rain + 0.12 * self.fog)
        self.tall, self.many = s.flag("skyline", "tall"), s.flag("windows", "many")
        self.shift, self.phase = s.uniform(-0.08, 0.08), s.uniform(0, 50)
        low, top = s.colour("sky", SKY_LOW), s.colour("sky", SKY_TOP)
        self.low = mix(low, low * 0.55 + 0.10 * self.neon + 0.10, ((0.75 * self.fog + 0.35 * self.rain) * (1 - 0.35 * s.flag("sky", "day")))[:, None])
        self.day = s.flag("sky", "day")
        self.top = mix(top, self.low * 0.75, (0.6 * self.fog + 0.8 * self.rain * self.day)[:, None])
        self.ambient = s.pick("sky", {"day": 3.1, "dusk": 1.6, "night": 1.0})[:, None]
        self.shine = (1 - 0.85 * self.day)


def render(attrs, size, generator, device):
    s = Sheet(attrs, size, generator, device)
    c = Street(s)
    shape = (s.batch, size, size)
    x = (s.x - c.shift).expand(shape)
    y = s.y.expand(shape)
    picture = _town(c, x, HORIZON - y, EYE)
    below = smooth(-0.5 * s.px, 0.5 * s.px, y - HORIZON)
    depth = EYE / (y - HORIZON).clamp(min=0.01)
    on_road = smooth(1.01, 0.99, (x * depth).abs()) * below
    picture = put(picture, on_road, _road(c, x, y, depth))
    picture = _cars(c, x, y, picture)
    return bloom(_weather(c, picture), 0.40, 0.66)


def _town(c, x, rise, eye):
    """Colour seen along a ray (x, rise) from height eye; a negative eye gives the mirror image."""
    s = c.sheet
    up = rise.clamp(0, 1)[:, None]
    picture = mix(c.low, c.top, smooth(0.0, 0.75, up)).expand(-1, -1, *x.shape[1:])
    picture = _skyline(c, x, rise, picture)
    depth = WALL / x.abs().clamp(min=0.02)
    height = rise * depth + eye
    along = depth * 0.62 + 0.35
    block, side = torch.floor(along), torch.sign(x)
    along = along - block
    chance = scramble(block + 3 * side, c.phase)
    roof = mix(1.40, 3.4, c.tall) * (0.65 + 0.75 * chance) + 0.12 * smooth(0.42, 0.40, (along - 0.5).abs())
    soft = 0.02 * depth
    wall = smooth(soft, -soft, height - roof) * smooth(9.5, 7.5, depth)
    brick = mix(s.rgb((0.85, 0.88, 1.15)), s.rgb((1.20, 0.92, 0.82)), smooth(0.45, 0.55, chance)[:, None])
    tone = (0.085 + 0.08 * scramble(block, side + c.phase))[:, None] * brick * c.ambient
    tone = tone * (1 + 0.35 * smooth(0.06, 0.02, (roof - height).abs()) - 0.30 * smooth(0.03, 0.01, along))[:, None]
    glow = torch.exp(-((height - 0.95) / 0.7) ** 2)[:, None] * c.neon * 0.20 * c.shine[:, None]
    place = (depth, height, side, along, chance)
    facade = _windows(c, tone + glow, place)
    facade = _shops(c, facade, place)
    facade = _signs(c, facade, place)
    veil = smooth(1.0, 9.0, depth) * (0.60 + 0.3 * c.fog) + 0.20 * c.fog
    picture = put(picture, wall, mix(facade, c.low, veil.clamp(0, 0.95)[:, None]))
    return _lamps(c, picture, (depth, height, side))


def _skyline(c, x, rise, picture):
    """Two rows of far towers with tiny windows, melting into the haze of the city."""
    for layer, (cells, far) in enumerate(((10.0, 0.66), (6.5, 0.40))):
        column = torch.floor(x * cells + 0.3 * layer)
        inner = x * cells + 0.3 * layer - column
        step = smooth(0.30, 0.28, (inner - 0.5).abs()) * 0.05 * (scramble(column, c.phase + 5) > 0.5)
        top = (0.14 + 0.20 * scramble(column, c.phase + layer) + step) * mix(0.9, 2.1, c.tall) * (1 - 0.25 * layer)
        mask = smooth(0.01, -0.01, rise - top)
        colour = mix(c.sheet.rgb((0.07, 0.08, 0.13)) * c.ambient, c.low, (far + 0.25 * c.fog)[:, None])
        u, v = x * cells * 7, rise * 48
        pane = smooth(0.42, 0.25, (u % 1.0 - 0.5).abs()) * smooth(0.42, 0.25, (v % 1.0 - 0.5).abs())
        lit = c.shine * pane * (scramble(torch.floor(u), torch.floor(v) + c.phase) > mix(0.86, 0.62, c.many)) * 0.42 * (1 - 0.5 * c.fog)
        picture = put(picture, mask, colour + lit[:, None] * c.sheet.rgb((1.0, 0.80, 0.48)))
    return picture


def _windows(c, facade, place):
    """A regular grid of windows that fades to its average where it gets finer than the picture."""
    s = c.sheet
    depth, height, side, _, chance = place
    across, up = depth * 3.4, (height - 1.22) * 3.0
    far = smooth(1.6, 5.0, depth)
    soft = (0.03 * depth).clamp(0.04, 0.25)
    fx, fy = (across % 1.0 - 0.5).abs(), (up % 1.0 - 0.5).abs()
    pane = smooth(0.27 + soft, 0.27 - soft, fx) * smooth(0.33 + soft, 0.33 - soft, fy) * smooth(0.0, 0.05, up)
    roll = scramble(torch.floor(across) + 7 * side, torch.floor(up) + c.phase)
    share = mix(0.14, 0.62, c.many) * (1 - 0.7 * c.day)
    lit = mix((roll < share).float(), share, 0.75 * far)
    cold = smooth(0.72, 0.76, (roll * 7) % 1.0) * (1 - far)
    tint = mix(s.rgb((1.0, 0.78, 0.42)), s.rgb((0.72, 0.86, 1.0)), cold[:, None])
    inside = 0.62 + 0.38 * ((roll * 31) % 1.0) - 0.35 * (up % 1.0 - 0.5)
    cross = 1 - 0.45 * smooth(0.05 + soft, 0.02, fx) * (1 - far)
    facade = put(facade, pane * 0.7, facade * 0.45 + mix(0.05, 0.25, c.day)[:, None] * c.low)
    return put(facade, pane * lit * 0.92, tint * (inside * cross)[:, None])


def _shops(c, facade, place):
    """Shop fronts: panes between mullions, light from above, goods below, doors, dark shops."""
    s = c.sheet
    depth, height, side, along, chance = place
    soft = 0.02 * depth
    third = torch.floor(along * 3)
    roll = scramble(third + 11 * chance, side + c.phase)
    pane = smooth(0.10, 0.14, height) * smooth(0.68, 0.64, height) * smooth(0.46 + soft, 0.46 - soft, (along - 0.5).abs())
    inner = (along * 3 - third - 0.5).abs()
    bar = torch.maximum(smooth(0.40 - soft, 0.44, inner), smooth(0.025 + soft, 0.012, (height - 0.56).abs()))
    bar = torch.maximum(bar, smooth(0.02 + soft, 0.01, inner) * (roll > 0.5))
    goods = smooth(0.26, 0.20, height - 0.16 * scramble(torch.floor(along * 27), third + c.phase))
    light = 0.42 + 0.75 * smooth(0.15, 0.66, height) + 0.25 * torch.exp(-(inner / 0.16) ** 2) - 0.42 * goods
    warm = mix(s.rgb((1.0, 0.74, 0.42)), s.rgb((0.72, 0.88, 1.0)), smooth(0.55, 0.60, (roll * 5) % 1.0)[:, None])
    warm = mix(warm, c.neon * 0.8 + 0.2, (0.55 * (((roll * 13) % 1.0) > 0.7))[:, None])
    open_ = mix(0.14, 0.92, (roll > 0.28).float())
    facade = put(facade, pane, facade * 0.5)
    return put(facade, pane * (1 - 0.85 * bar), warm * (light * open_ * 0.85)[:, None])


def _signs(c, facade, place):
    """Neon bands over the shops and tall signs, some in a second colour, with a halo."""
    depth, height, side, along, chance = place
    soft = 0.02 * depth
    other = (((chance * 9) % 1.0) > 0.60).float()[:, None]
    paint = mix(c.neon, c.accent, other)
    half = 0.16 + 0.30 * ((chance * 5) % 1.0)
    letters = 0.55 + 0.45 * smooth(-0.3, 0.3, torch.sin(along * 92) + 0.6 * torch.sin(along * 41 + chance * 20))
    band = smooth(0.050 + soft, 0.030, (height - 0.84).abs()) * smooth(half + soft, half - soft, (along - 0.5).abs())
    line = smooth(0.016 + soft, 0.008, (height - 0.75).abs()) * smooth(0.47, 0.45, (along - 0.5).abs())
    spot = 0.18 + 0.1 * chance
    tall = smooth(0.060 + soft, 0.040, (along - spot).abs()) * smooth(1.12, 1.16, height) * smooth(2.05, 2.01, height)
    tall = tall * (((chance * 17) % 1.0) > 0.35)
    rows = 0.45 + 0.55 * smooth(-0.2, 0.3, torch.sin(height * 44))
    halo = torch.exp(-((height - 0.80) / 0.20) ** 2) * 0.30 * c.shine
    facade = facade + halo[:, None] * mix(c.neon, paint, 0.5)
    upright = torch.exp(-((along - spot) / 0.13) ** 2) * torch.exp(-((height - 1.6) / 0.45) ** 4) * 0.45 * c.shine * (tall.amax((1, 2), keepdim=True) > 0)
    facade = facade + upright[:, None] * (1 - other) * c.neon
    facade = put(facade, (1 - other[:, 0]) * tall * rows, 0.75 * c.neon + 0.32)
    facade = put(facade, line, 0.80 * c.neon + 0.22)
    return put(facade, band * letters, 0.78 * paint + 0.30)


def _lamps(c, picture, place):
    """Street lamps along both kerbs, one per block, each with a halo."""
    depth, height, side = place
    near = depth * 0.86
    level = (height - EYE) * 0.86 + EYE
    phase = (near * 0.55 + 0.5) % 1.0 - 0.5
    soft = 0.02 * near
    fade = smooth(7.0, 4.0, near)
    post = smooth(0.014 + soft * 0.5, 0.006, phase.abs()) * smooth(1.16, 1.14, level) * fade
    picture = put(picture, post * 0.85, c.sheet.rgb((0.03, 0.03, 0.05)) * c.ambient)
    away = torch.sqrt((phase * 1.8) ** 2 + (level - 1.18) ** 2 + 1e-6)
    lamp = torch.exp(-(away / 0.055) ** 2) * 1.2 + 0.40 * torch.exp(-away / 0.16)
    return picture + (lamp * fade * c.shine)[:, None] * c.sheet.rgb((1.0, 0.84, 0.58))


def _road(c, x, y, depth):
    """Asphalt that mirrors the town, smeared downwards and broken by ripples."""
    s = c.sheet
    down = y - HORIZON
    ripple = s.noise(26, 7, 3, 0.6) - 0.5
    blur = mix(0.30, 0.10, c.rain)
    mirror = 0.0
    for step in (-0.6, 0.6):
        bend = ripple * (0.05 + 0.12 * down)
        mirror = mirror + _town(c, x + 0.5 * bend + step * 0.012, (down * (1 + step * blur * 0.5) + bend).clamp(min=0.0), -EYE) / 2
    asphalt = s.rgb((0.075, 0.08, 0.10)) * c.ambient * (1 + 0.35 * ripple)[:, None] + 0.035 * c.neon
    lane = x * depth
    dash = smooth(0.030, 0.018, lane.abs()) * smooth(-0.1, 0.1, torch.sin(depth * 5.0))
    kerb = smooth(0.72, 0.74, lane.abs())
    asphalt = put(asphalt, dash * 0.6, s.rgb((0.75, 0.72, 0.62)))
    asphalt = put(asphalt, kerb * 0.6, s.rgb((0.20, 0.20, 0.24)) * c.ambient)
    puddle = smooth(0.40, 0.55, s.noise(7, 3, 2) + 0.25 * c.rain)
    shine = (c.wet * (0.55 + 0.45 * puddle) * mix(0.55, 1.0, c.rain)).clamp(0, 0.92)
    return asphalt * (1 - 0.5 * shine)[:, None] + mirror * shine[:, None]


def _cars(c, x, y, picture):
    s = c.sheet
    for place, centre in (("left", -0.36), ("right", 0.36)):
        here = s.flag("cars", place, "both")
        if not here.any():
            continue
        u, v = (x - centre) / 0.85, (y - HORIZON - 0.36) / 0.85
        shadow = torch.exp(-((u / 0.34) ** 4 + ((v - 0.02) / 0.05) ** 2)) * 0.8
        picture = picture * (1 - here * shadow)[:, None]
        body = smooth(1.03, 0.97, (u / 0.31) ** 4 + ((v + 0.13) / 0.115) ** 4)
        cabin = smooth(1.04, 0.96, (u / (0.235 + 0.10 * (v + 0.25))) ** 4 + ((v + 0.26) / 0.12) ** 4)
        wheels = smooth(0.065, 0.055, (u.abs() - 0.22).abs()) * smooth(-0.08, -0.06, v) * smooth(0.02, 0.0, v)
        paint = s.rgb((0.16, 0.17, 0.22)) * c.ambient + 0.20 * c.neon * smooth(0.05, -0.30, v)[:, None]
        picture = put(picture, here * wheels, s.rgb((0.02, 0.02, 0.03)))
        picture = put(picture, here * cabin, paint * 0.85)
        glass = smooth(1.06, 0.94, (u / 0.185) ** 4 + ((v + 0.275) / 0.075) ** 4)
        picture = put(picture, here * glass, mix(s.rgb((0.08, 0.10, 0.16)), c.low, 0.35))
        picture = put(picture, here * body, paint)
        front = place == "left"
        lamp = s.rgb((1.0, 0.95, 0.78) if front else (1.0, 0.10, 0.08))
        spot = torch.exp(-(((u.abs() - 0.22) / 0.045) ** 2 + ((v + 0.14) / 0.032) ** 2))
        halo = torch.exp(-(((u.abs() - 0.22) / 0.16) ** 2 + ((v + 0.14) / 0.13) ** 2)) * 0.45
        streak = torch.exp(-((u.abs() - 0.22) / 0.05) ** 2) * smooth(0.0, 0.06, v) * torch.exp(-v.clamp(min=0) / 0.22) * 0.75
        picture = picture + ((halo + streak * c.wet) * here * c.shine)[:, None] * lamp
        picture = put(picture, here * (spot * 1.6).clamp(0, 1), 0.6 * lamp + 0.38)
    return picture


def _weather(c, picture):
    s = c.sheet
    fogged = mix(picture, (c.low * 0.85 + 0.10 * c.neon).expand_as(picture), (0.28 * c.fog)[:, None])
    tilt = (s.x + 0.12 * s.y) * 60
    lane = torch.floor(tilt)
    fall = (s.y * 2.2 + 7 * scramble(lane, c.phase)) % 1.0
    streak = smooth(0.5, 0.2, (tilt % 1.0 - 0.5).abs() * 2) * smooth(0.55, 0.9, fall) * (scramble(lane, c.phase + 1) > 0.4)
    return fogged + (c.rain * streak * 0.11)[:, None] * (0.5 + 0.5 * c.neon)
