"""A city street after dark: walls of lit windows, neon signs, cars, and a wet mirror below."""
import torch

from .paint import Sheet, mix, put, smooth

NEON = {"red": (1.0, 0.12, 0.10), "blue": (0.12, 0.40, 1.0), "pink": (1.0, 0.20, 0.72), "green": (0.12, 0.95, 0.40)}
SKY_TOP = {"dusk": (0.16, 0.16, 0.38), "night": (0.02, 0.03, 0.10)}
SKY_LOW = {"dusk": (0.82, 0.46, 0.50), "night": (0.14, 0.14, 0.30)}
EYE, WALL = 0.34, 1.0
HORIZON = 0.16


class Street:
    """What the painters of one street batch share."""

    def __init__(self, sheet):
        s = self.sheet = sheet
        self.neon = s.colour("neon", NEON)
        self.rain, self.fog = s.flag("weather", "rain"), s.flag("weather", "foggy")
        self.wet = (0.42 + 0.46 * self.rain + 0.12 * self.fog)
        self.tall, self.many = s.flag("skyline", "tall"), s.flag("windows", "many")
        self.shift, self.phase = s.uniform(-0.08, 0.08), s.uniform(0, 50)
        low, top = s.colour("sky", SKY_LOW), s.colour("sky", SKY_TOP)
        self.low = mix(low, low * 0.55 + 0.10 * self.neon + 0.10, (0.75 * self.fog + 0.35 * self.rain)[:, None])
        self.top = mix(top, self.low * 0.75, (0.6 * self.fog)[:, None])
        self.ambient = s.pick("sky", {"dusk": 1.5, "night": 1.0})[:, None]


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
    return _weather(c, picture)


def _hash(a, b):
    v = torch.sin(a * 12.9898 + b * 78.233) * 43758.5453
    return v - torch.floor(v)


def _town(c, x, rise, eye):
    """Colour seen along a ray (x, rise) from height eye; a negative eye gives the mirror image."""
    s = c.sheet
    up = rise.clamp(0, 1)[:, None]
    picture = mix(c.low, c.top, smooth(0.0, 0.75, up)).expand(-1, -1, *x.shape[1:])
    picture = _skyline(c, x, rise, picture)
    depth = WALL / x.abs().clamp(min=0.02)
    height = rise * depth + eye
    block = torch.floor(depth * 0.62 + 0.35)
    side = torch.sign(x)
    chance = _hash(block + 3 * side, c.phase)
    roof = mix(1.35, 3.4, c.tall) * (0.65 + 0.75 * chance)
    soft = 0.02 * depth
    wall = smooth(soft, -soft, height - roof) * smooth(9.5, 7.5, depth)
    tone = (0.09 + 0.07 * _hash(block, side + c.phase))[:, None] * s.rgb((0.85, 0.88, 1.15)) * c.ambient
    glow = torch.exp(-((height - 0.95) / 0.7) ** 2)[:, None] * c.neon * 0.22
    facade = tone + glow
    facade = _windows(c, facade, depth, height, side)
    facade = _signs(c, facade, depth, height, side)
    veil = smooth(1.0, 9.0, depth) * (0.60 + 0.3 * c.fog) + 0.20 * c.fog
    return put(picture, wall, mix(facade, c.low, veil.clamp(0, 0.95)[:, None]))


def _skyline(c, x, rise, picture):
    for layer, (cells, far) in enumerate(((9.0, 0.62), (6.0, 0.38))):
        column = torch.floor(x * cells + 0.3 * layer)
        top = (0.12 + 0.20 * _hash(column, c.phase + layer)) * mix(0.9, 2.1, c.tall) * (1 - 0.25 * layer)
        mask = smooth(0.01, -0.01, rise - top)
        colour = mix(c.sheet.rgb((0.07, 0.08, 0.15)) * c.ambient, c.low, (far + 0.25 * c.fog)[:, None])
        lit = (_hash(torch.floor(x * cells * 4), torch.floor(rise * 26) + c.phase) > 0.72).float() * 0.35
        picture = put(picture, mask, colour + lit[:, None] * c.sheet.rgb((1.0, 0.8, 0.45)) * (0.4 + 0.6 * c.many[:, None]))
    return picture


def _windows(c, facade, depth, height, side):
    s = c.sheet
    across, up = depth * 2.6, (height - 1.25) * 2.6
    soft = (0.03 * depth).clamp(0.05, 0.5)
    fx, fy = (across % 1.0 - 0.5).abs(), (up % 1.0 - 0.5).abs()
    pane = smooth(0.30 + soft, 0.30 - soft, fx) * smooth(0.32 + soft, 0.32 - soft, fy) * smooth(0.0, 0.05, up)
    chance = _hash(torch.floor(across) + 7 * side, torch.floor(up) + c.phase)
    lit = (chance < mix(0.16, 0.66, c.many)).float()
    warm = mix(s.rgb((1.0, 0.80, 0.42)), s.rgb((0.75, 0.88, 1.0)), smooth(0.5, 0.6, (chance * 7) % 1.0)[:, None])
    facade = put(facade, pane * 0.6, facade * 0.6)
    facade = put(facade, pane * lit * 0.92, warm)
    shop = smooth(0.10, 0.14, height) * smooth(0.66, 0.62, height) * smooth(0.42 + soft, 0.42 - soft, (depth * 0.62 + 0.35) % 1.0 - 0.5)
    return put(facade, shop * 0.75, s.rgb((1.0, 0.78, 0.48)) * 0.55 + c.neon * 0.40)


def _signs(c, facade, depth, height, side):
    """Neon bands over the shops and one tall sign per block, with a halo."""
    soft = 0.02 * depth
    along = (depth * 0.62 + 0.35) % 1.0
    band = smooth(0.055 + soft, 0.035, (height - 0.86).abs()) * smooth(0.02, 0.06, along) * smooth(0.98, 0.94, along)
    upright = smooth(0.085, 0.055, (along - 0.5).abs()) * smooth(1.15, 1.20, height) * smooth(2.05, 2.0, height)
    halo = torch.exp(-((height - 0.86) / 0.22) ** 2) * 0.30
    halo = halo + torch.exp(-((along - 0.5) / 0.20) ** 2) * torch.exp(-((height - 1.6) / 0.55) ** 2) * 0.55
    facade = facade + halo[:, None] * c.neon
    core = 0.78 * c.neon + 0.30
    return put(facade, torch.maximum(band, upright * (side > -2)), core)


def _road(c, x, y, depth):
    """Asphalt that mirrors the town, smeared downwards and broken by ripples."""
    s = c.sheet
    down = y - HORIZON
    ripple = s.noise(26, 7, 3, 0.6) - 0.5
    blur = mix(0.30, 0.10, c.rain)
    mirror = 0.0
    for step in (-1.0, -0.35, 0.35, 1.0):
        bend = ripple * (0.05 + 0.12 * down)
        mirror = mirror + _town(c, x + 0.5 * bend + step * 0.012, (down * (1 + step * blur * 0.5) + bend).clamp(min=0.0), -EYE) / 4
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
        picture = picture + ((halo + streak * c.wet) * here)[:, None] * lamp
        picture = put(picture, here * (spot * 1.6).clamp(0, 1), 0.6 * lamp + 0.38)
    return picture


def _weather(c, picture):
    s = c.sheet
    fogged = mix(picture, (c.low * 0.85 + 0.10 * c.neon).expand_as(picture), (0.28 * c.fog)[:, None])
    tilt = (s.x + 0.12 * s.y) * 42
    lane = torch.floor(tilt)
    fall = (s.y * 2.2 + 7 * _hash(lane, c.phase)) % 1.0
    streak = smooth(0.5, 0.2, (tilt % 1.0 - 0.5).abs() * 2) * smooth(0.55, 0.9, fall) * (_hash(lane, c.phase + 1) > 0.4)
    return fogged + (c.rain * streak * 0.16)[:, None] * (0.5 + 0.5 * c.neon)
