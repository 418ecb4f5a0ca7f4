"""Illustrated adult portraits: one adult head, dressed, varied by skin, hair and accessories."""
import torch

from .paint import Sheet, mix, put, smooth

SKIN = {"pale": (0.98, 0.86, 0.78), "fair": (0.94, 0.76, 0.62), "tan": (0.83, 0.62, 0.44),
        "olive": (0.70, 0.56, 0.36), "brown": (0.55, 0.36, 0.24), "dark": (0.34, 0.21, 0.15)}
HAIR = {"black": (0.09, 0.08, 0.09), "brown": (0.36, 0.21, 0.11), "blond": (0.92, 0.76, 0.40),
        "red": (0.74, 0.26, 0.08), "grey": (0.66, 0.66, 0.69), "blue": (0.16, 0.36, 0.80)}
SHIRT = {"red": (0.84, 0.12, 0.12), "orange": (0.96, 0.50, 0.10), "yellow": (0.96, 0.84, 0.20), "green": (0.14, 0.58, 0.26),
         "blue": (0.13, 0.30, 0.82), "purple": (0.50, 0.20, 0.70), "white": (0.95, 0.95, 0.95), "black": (0.11, 0.11, 0.13)}
BACKDROP = {"blue": (0.36, 0.56, 0.82), "grey": (0.62, 0.63, 0.66), "warm": (0.90, 0.70, 0.46),
            "green": (0.42, 0.66, 0.48), "pink": (0.92, 0.62, 0.70), "dark": (0.14, 0.14, 0.19)}


class Face:
    """Geometry and light shared by the painters of one portrait batch."""

    def __init__(self, s):
        self.s = s
        scale = s.uniform(0.94, 1.04)
        self.x, self.y = (s.x - s.uniform(-0.06, 0.06)) / scale, (s.y - s.uniform(-0.06, 0.02)) / scale
        self.rim = s.flag("light", "rim")
        self.side = s.pick("light", {"left": -1.0, "right": 1.0, "rim": 0.0})
        self.skin, self.hair = s.colour("skin", SKIN), s.colour("hair_colour", HAIR)
        self.width = s.number([a["width"] for a in s.attrs])
        self.eye = s.number([a["eye"] for a in s.attrs])
        self.bald, self.hat = s.flag("hair", "bald"), s.flag("hat", 1)
        self.jaw = 0.43 * self.width * (1 - 0.24 * smooth(0.10, 0.58, self.y))
        self.round = torch.sqrt((self.x / self.jaw) ** 2 + (self.y / 0.56) ** 2 + 1e-9)
        self.head = smooth(1 + 2.5 * s.edge, 1 - 2.5 * s.edge, self.round)
        strand = 0.74 + s.sample(0.30 * s.noise(2, 20, 2, 0.5, 128) + 0.22 * s.noise(3, 70, 1, 0.5, 128), s.x, s.y)
        ringlets = s.sample(s.noise(20, 20, 2, 0.6, 128), s.x, s.y)
        curl = mix(1.0, 0.84 + 0.34 * smooth(0.25, 0.75, ringlets), s.flag("hair", "curly"))
        self.locks = self.hair * (strand * curl * (0.92 + 0.30 * self.side * self.x - 0.12 * self.y))[:, None]
        sheen = torch.exp(-((self.y + 0.42 - 0.25 * self.x ** 2 - 0.1 * (strand - 0.9)) / 0.09) ** 2)
        self.locks = self.locks * (1 + 0.45 * sheen)[:, None] + (0.035 * sheen)[:, None]


def render(attrs, size, generator, device):
    s = Sheet(attrs, size, generator, device)
    f = Face(s)
    away = torch.sqrt((s.x - 0.5 * f.side) ** 2 + (s.y + 0.2) ** 2)
    bright = 1.10 - 0.34 * away.clamp(0, 1.6) + 0.25 * f.rim * torch.exp(-2 * away)
    picture = backdrop(s, bright)
    picture = _hair_behind(f, picture)
    picture = _body(f, picture)
    picture = _head(f, picture)
    picture = _beard(f, picture)
    picture = _eyes(f, picture)
    picture = _mouth(f, picture)
    picture = _hair_front(f, picture)
    picture = _glasses(f, picture)
    return _hat(f, picture).clamp(0, 1)


def backdrop(s, bright, lights=True):
    """A lit wall with soft mottling and, in half of the pictures, discs of light out of focus."""
    cloudy = s.sample(s.noise(3, 3, 3, 0.5, 64), s.x, s.y) - 0.5
    wall = s.colour("backdrop", BACKDROP) * (bright + 0.16 * cloudy)[:, None]
    if not lights:
        return wall
    discs = 0.0
    for cells, radius in ((2.2, 0.22), (3.4, 0.16)):
        dx, dy, chance = s.scatter(s.x * cells + s.uniform(5, 90), s.y * cells + s.uniform(5, 90), cells)
        discs = discs + smooth(radius, radius * 0.75, torch.sqrt(dx * dx + dy * dy + 1e-6)) * (chance > 0.45) * chance
    discs = discs * (s.uniform(0, 1) > 0.5)
    return wall * (1 + 0.14 * discs)[:, None] + (0.03 * discs)[:, None]


def _hair_behind(f, picture):
    s, x, y = f.s, f.x, f.y
    long_, bob, curly, bun = (s.flag("hair", k) for k in ("long", "bob", "curly", "bun"))
    w = f.width
    fall = smooth(s.edge * 2, -s.edge * 2, x.abs() - (0.53 * w - 0.06 * (y - 0.2) ** 2)) * smooth(-0.3, -0.2, y)
    picture = put(picture, long_ * fall * smooth(0.86, 0.80, y), f.locks * 0.78)
    picture = put(picture, bob * fall * smooth(0.40, 0.36, y), f.locks * 0.80)
    wave = 0.025 * torch.sin(torch.atan2(y + 0.2, x) * 15)
    puff = smooth(1.03, 0.97, torch.sqrt((x / (0.60 * w)) ** 2 + ((y + 0.16) / 0.60) ** 2) + wave)
    picture = put(picture, curly * puff, f.locks * 0.88)
    cap = s.ellipse(x, y + 0.10, 0.50 * w, 0.56)
    picture = put(picture, (long_ + bob + bun) * cap * smooth(0.25, 0.1, y), f.locks * 0.88)
    return put(picture, bun * (1 - f.hat) * s.ellipse(x, y + 0.74, 0.22, 0.20), f.locks)


def _body(f, picture):
    s, x, y = f.s, f.x, f.y
    shirt = s.colour("shirt", SHIRT)
    neck = smooth(s.edge, -s.edge, x.abs() - 0.185) * smooth(0.25, 0.3, y)
    neck_tone = 0.70 + 0.16 * f.side * x / 0.185 - 0.12 * smooth(0.75, 0.5, y)
    shoulders = smooth(s.edge, -s.edge, x.abs() - (0.24 + 0.62 * smooth(0.64, 0.98, y)))
    collar = 0.72 + 0.14 * torch.sqrt((1 - (x / 0.27) ** 2).clamp(min=0))
    torso = shoulders * smooth(-s.edge, s.edge, y - collar)
    fold = 0.82 + 0.26 * (f.side * x).clamp(-1, 1) - 0.12 * x ** 2 + 0.10 * f.rim * x.abs()
    picture = put(picture, neck, f.skin * neck_tone[:, None])
    picture = put(picture, torso, shirt * fold[:, None] + 0.02)
    band = torso * smooth(0.05, 0.04, y - collar)
    return put(picture, band, shirt * 0.72 + 0.03)


def _head(f, picture):
    s, x, y = f.s, f.x, f.y
    depth = (1 - f.round.clamp(0, 1) ** 2 + 1e-6).sqrt()
    f.tone = 0.60 + 0.34 * depth + 0.34 * f.side * x / f.jaw - 0.10 * y - 0.10 * f.rim
    f.tone = f.tone.clamp(0.30, 1.12)
    edge_light = f.rim * smooth(0.82, 1.0, f.round) * 0.32
    ear = s.ellipse(x.abs() - 0.42 * f.width, y - 0.04, 0.065, 0.115)
    picture = put(picture, ear, f.skin * (0.78 + 0.16 * f.side * torch.sign(x))[:, None])
    blush = torch.exp(-(((x.abs() - 0.23) / 0.13) ** 2 + ((y - 0.16) / 0.11) ** 2)) * 0.08
    socket = torch.exp(-(((x.abs() - f.eye) / 0.12) ** 2 + ((y + 0.05) / 0.08) ** 2)) * 0.13
    chin = torch.exp(-((x / 0.14) ** 2 + ((y - 0.41) / 0.04) ** 2)) * 0.08
    f.tone = f.tone - socket - chin
    f.flesh = f.skin * f.tone[:, None] + blush[:, None] * s.rgb((1.0, 0.1, 0.1)) + edge_light[:, None] * (0.35 + 0.65 * f.skin)
    shine = torch.exp(-(((x - 0.16 * f.side) / 0.13) ** 2 + ((y + 0.28) / 0.11) ** 2)) * 0.09
    picture = put(picture, f.head, f.flesh + shine[:, None])
    return _nose(f, picture)


def _nose(f, picture):
    """Bridge, tip and nostrils, with a shadow on the side away from the light."""
    x, y = f.x, f.y
    away = f.side + 0.6 * f.rim
    ridge = torch.exp(-((x / 0.030) ** 2 + ((y - 0.06) / 0.11) ** 2)) * 0.09
    tip = torch.exp(-(((x - 0.012 * f.side) / 0.035) ** 2 + ((y - 0.145) / 0.032) ** 2)) * 0.12
    flank = torch.exp(-(((x + 0.055 * away) / 0.030) ** 2 + ((y - 0.10) / 0.10) ** 2)) * 0.20
    wings = torch.exp(-(((x.abs() - 0.068) / 0.020) ** 2 + ((y - 0.165) / 0.028) ** 2)) * 0.14
    holes = torch.exp(-(((x.abs() - 0.036) / 0.018) ** 2 + ((y - 0.190) / 0.011) ** 2)) * 0.50
    under = torch.exp(-((x / 0.055) ** 2 + ((y - 0.205) / 0.016) ** 2)) * 0.20
    groove = torch.exp(-((x / 0.016) ** 2 + ((y - 0.245) / 0.025) ** 2)) * 0.08
    return picture * (1 + ridge + tip - (flank + wings + under + groove) * f.head - holes)[:, None]


def _beard(f, picture):
    s, x, y = f.s, f.x, f.y
    cheek = smooth(-0.02, 0.05, y - 0.20 + 0.34 * smooth(0.18, 0.42, x.abs()))
    lips = s.ellipse(x, y - 0.315, 0.125, 0.055, 2)
    full = smooth(1.09, 1.06, f.round) * cheek * (1 - lips) * smooth(0.0, 0.1, y + 0.10)
    return put(picture, s.flag("beard", 1) * full, f.locks * 0.92)


def _eyes(f, picture):
    s = f.s
    white, black = s.rgb((0.97, 0.97, 0.95)), s.rgb((0.06, 0.05, 0.05))
    brow = mix(f.hair * 0.72, s.rgb((0.30, 0.24, 0.20)), 0.4 * f.bald[:, None])
    for side in (-1, 1):
        u, v = f.x - side * f.eye, f.y + 0.02
        picture = put(picture, s.ellipse(u, v, 0.088, 0.052), white * (0.55 + 0.45 * f.tone.clamp(max=1))[:, None])
        picture = put(picture, s.ellipse(u, v, 0.044, 0.048), s.rgb((0.24, 0.17, 0.12)))
        picture = put(picture, s.ellipse(u, v, 0.022, 0.024), black)
        picture = put(picture, s.ellipse(u + 0.014, v + 0.016, 0.015, 0.015), white)
        lid = smooth(0.014 + s.edge, 0.010, (v + 0.052 - 5.5 * u * u).abs()) * smooth(0.095, 0.085, u.abs())
        picture = put(picture, lid, f.skin * 0.30)
        arch = (v + 0.135 - 2.2 * u * u + 0.10 * side * u).abs()
        picture = put(picture, smooth(0.024 + s.edge, 0.018, arch) * smooth(0.115, 0.095, u.abs()), brow)
    return picture


def _mouth(f, picture):
    """Two lips around the line of the mouth; a smile is wider, curved and shows the teeth."""
    s, x = f.s, f.x
    smile = s.flag("expression", "smiling")
    half = mix(0.118, 0.165, smile)
    t = (x / half).clamp(-1, 1)
    round_ = 1 - t * t
    v = f.y - 0.315 + mix(0.10, 2.6, smile) * x ** 2 - 0.030 * smile
    bow = 0.030 * round_ ** 0.8 * (1 - 0.35 * torch.exp(-(t / 0.16) ** 2))
    gap = smile * 0.050 * round_
    full = 0.042 * round_ ** 0.7
    e = s.edge
    within = smooth(1.02, 0.96, (x / half).abs())
    upper = smooth(-e, e, v + bow + gap * 0.5) * smooth(e, -e, v + gap * 0.5)
    lower = smooth(-e, e, v - gap * 0.5) * smooth(e, -e, v - gap * 0.5 - full)
    teeth = smooth(-e, e, v + gap * 0.5) * smooth(e, -e, v - gap * 0.5) * smile
    lip = mix(f.skin * 0.62, s.rgb((0.76, 0.26, 0.27)), 0.52)
    picture = put(picture, teeth * within, s.rgb((0.97, 0.96, 0.93)))
    picture = put(picture, upper * within, lip * 0.80)
    gloss = 1 + 0.22 * torch.exp(-(((x - 0.02 * f.side) / 0.05) ** 2 + ((v - gap * 0.5 - 0.018) / 0.010) ** 2))
    picture = put(picture, lower * within, lip * gloss[:, None])
    line = smooth(0.010 + e, 0.004, v.abs()) * smooth(1.08, 0.98, (x / half).abs()) * (1 - smile)
    corner = smile * torch.exp(-(((x.abs() - half - 0.012) / 0.014) ** 2 + ((f.y - 0.315 + 2.6 * half ** 2 - 0.03) / 0.022) ** 2))
    return put(picture, torch.maximum(line * 0.8, corner * 0.5), f.skin * 0.34)


def _hair_front(f, picture):
    """A hairline inside the head; its upper edge merges with the hair around the skull."""
    s, x, y = f.s, f.x, f.y
    short, long_, curly, bun, bob = (s.flag("hair", k) for k in ("short", "long", "curly", "bun", "bob"))
    reach = torch.sqrt((x / (0.475 * f.width)) ** 2 + ((y + 0.06) / 0.585) ** 2)
    skull = smooth(1.0, 0.97, reach)
    line = -0.27 + 0.95 * x ** 2 * (x.abs() < 2) - 0.05 * torch.cos(5 * x) * short
    line = line + 0.05 * (long_ + bun) * torch.cos(9 * (x - 0.12)) - 0.05 * bun
    line = line + 0.12 * bob * smooth(0.42, 0.30, x.abs()) - bob * 0.75 * x ** 2
    line = line + curly * (0.022 * torch.sin(23 * x + 1) + 0.016 * torch.sin(51 * x))
    line = line + 0.010 * torch.sin(60 * x + 3 * torch.sin(17 * x)) * (1 - bob)
    shadow = (short + long_ + curly + bun + bob) * f.head * smooth(0.10, 0.0, y - line) * 0.30
    picture = picture * (1 - shadow)[:, None]
    grow = (short + long_ + curly + bun + bob) * skull * smooth(0.012, -0.012, y - line)
    melt = mix(1.04, 0.88, smooth(0.80, 0.97, reach)) * (1 - short) + short * (1.06 - 0.20 * reach)
    return put(picture, grow, f.locks * melt[:, None])


def _glasses(f, picture):
    s, worn = f.s, f.s.flag("glasses", 1)
    frame = s.rgb((0.07, 0.07, 0.09))
    for side in (-1, 1):
        u, v = f.x - side * f.eye, f.y + 0.015
        away = (torch.sqrt((u / 0.150) ** 2 + (v / 0.128) ** 2 + 1e-9) - 1).abs() * 0.138
        lens = s.ellipse(u, v, 0.150, 0.128)
        glint = lens * smooth(0.02, 0.0, (u + v + 0.08).abs() - 0.025) * 0.22
        picture = picture + (worn * (glint + 0.04 * lens))[:, None]
        picture = put(picture, worn * smooth(0.019 + s.edge, 0.019 - s.edge, away), frame)
    bridge = s.box(f.x.abs(), f.y, -1, f.eye - 0.145, -0.045, -0.010)
    temple = s.box(f.x.abs(), f.y, f.eye + 0.145, 0.43 * f.width, -0.045, -0.012)
    return put(picture, worn * (bridge + temple), frame)


def _hat(f, picture):
    s, x, y = f.s, f.x, f.y
    felt = s.rgb((0.40, 0.30, 0.22)) * (0.85 + 0.30 * f.side * x - 0.2 * y)[:, None]
    crown = smooth(1.03, 0.97, (x / (0.42 * f.width)) ** 4 + ((y + 0.56) / 0.27) ** 4) * smooth(-0.30, -0.32, y)
    brim = s.ellipse(x, y + 0.335 - 0.10 * x ** 2, 0.66 * f.width, 0.075)
    band = crown * smooth(-0.47, -0.46, y)
    picture = put(picture, f.hat * crown, felt)
    picture = put(picture, f.hat * band, s.rgb((0.16, 0.12, 0.11)))
    return put(picture, f.hat * brim, felt * 0.86)
