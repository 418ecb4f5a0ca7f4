"""Jointed artist's mannequins: egg head, ball joints, one fixed adult proportion, no anatomy."""
import torch

from .figure_items import held_item, splatter
from .paint import Sheet, put, smooth
from .portrait import backdrop

BODY = {"wooden": (0.86, 0.66, 0.42), "white": (0.93, 0.92, 0.90), "grey": (0.60, 0.61, 0.64),
        "tan": (0.80, 0.60, 0.45), "brown": (0.48, 0.31, 0.21)}
CLOTHES = {"red": (0.82, 0.12, 0.12), "yellow": (0.95, 0.80, 0.18), "green": (0.16, 0.56, 0.28),
           "blue": (0.15, 0.32, 0.80), "purple": (0.50, 0.22, 0.68), "white": (0.95, 0.95, 0.96),
           "black": (0.13, 0.13, 0.15), "beige": (0.84, 0.70, 0.54), "none": (0.5, 0.5, 0.5)}


class Model:
    """Pose and colours of one batch of mannequins; the limbs are drawn as shaded capsules."""

    def __init__(self, s):
        self.s = s
        self.scale = s.uniform(0.96, 1.04)
        self.x, self.y = (s.x - s.uniform(-0.08, 0.08)) / self.scale, s.y / self.scale
        self.zero = torch.zeros(s.batch, 1, 1, device=s.device)
        self.sit, self.wave = s.flag("pose", "sitting"), s.flag("pose", "waving")
        self.armed = 1 - s.flag("held", "none")
        self.hand = s.pick("hand", {"left": -1.0, "right": 1.0, "none": 1.0})
        self.body, self.cloth = s.colour("body", BODY), s.colour("clothes", CLOTHES)
        self.shirt, self.dress, self.coat = (s.flag("outfit", k) for k in ("shirt", "dress", "coat"))
        self.bare = s.flag("outfit", "unclothed")
        self.drop = 0.20 * self.sit
        folds = s.sample(s.noise(4, 7, 3, 0.6, 96), s.x, s.y) - 0.5
        self.cloth = self.cloth * (1 + 0.42 * folds)[:, None]

    def limb(self, picture, start, end, radius, colour):
        z = self.zero
        start, end = [v + z for v in start], [v + z for v in end]
        mask, across, along = self.s.capsule(self.x, self.y, start, end, radius)
        light = 1.02 - 0.30 * (across ** 2 + along ** 2).clamp(0, 1) - 0.18 * across - 0.10 * along
        return put(picture, mask, colour * light[:, None])

    def joint(self, picture, centre, radius):
        cx, cy = centre
        return self.limb(picture, (cx, cy), (cx + 0.001, cy), radius, self.body * 0.84)


def render(attrs, size, generator, device):
    s = Sheet(attrs, size, generator, device)
    m = Model(s)
    studio = _studio(m)
    picture = _legs(m, studio)
    picture = _torso(m, picture)
    picture = _arms(m, picture)
    solid = smooth(0.02, 0.07, (picture - studio).abs().amax(1))
    return splatter(m, picture, solid).clamp(0, 1)


def _studio(m):
    s = m.s
    fade = 1.08 - 0.28 * torch.sqrt(s.x ** 2 + (s.y + 0.2) ** 2)
    floor = smooth(0.60, 0.74, s.y)
    picture = backdrop(s, fade * (1 - 0.22 * floor), lights=False) + 0.03
    shadow = torch.exp(-((m.x - 0.10) / 0.42) ** 2 - ((m.y - 0.90) / 0.06) ** 2) * 0.42
    picture = picture * (1 - shadow)[:, None]
    box = s.box(m.x, m.y, -0.30, 0.30, 0.42, 0.90) * m.sit
    tone = 0.62 + 0.20 * smooth(0.45, 0.42, m.y) - 0.12 * m.x
    return put(picture, box, s.rgb((0.62, 0.52, 0.44)) * tone[:, None])


def _legs(m, picture):
    s = m.s
    trousers = s.rgb((0.20, 0.23, 0.34))
    cover = (m.shirt + m.coat)[:, None]
    leg = m.body + (trousers - m.body) * cover
    shoe = m.body + (s.rgb((0.14, 0.11, 0.10)) - m.body) * (1 - m.bare)[:, None]
    for side in (-1, 1):
        hip = (side * 0.10, 0.16 + m.drop)
        knee = (side * (0.125 + 0.09 * m.sit), 0.50 + 0.04 * m.sit)
        foot = (side * (0.135 + 0.09 * m.sit), 0.86)
        picture = m.limb(picture, hip, knee, 0.094, leg)
        picture = m.limb(picture, knee, foot, 0.074, leg)
        picture = put(picture, m.bare * _ball(m, knee, 0.072), m.body * 0.84)
        picture = m.limb(picture, (foot[0], 0.885), (foot[0] + side * 0.05, 0.90), 0.052, shoe)
    return picture


def _ball(m, centre, radius):
    away = torch.sqrt((m.x - centre[0]) ** 2 + (m.y - centre[1]) ** 2 + 1e-9)
    return smooth(radius + m.s.edge, radius - m.s.edge, away)


def _torso(m, picture):
    s, top = m.s, m.drop
    chest = m.body + (m.cloth - m.body) * (1 - m.bare)[:, None]
    picture = m.limb(picture, (0.0, -0.52 + top), (0.0, -0.42 + top), 0.062, m.body * 0.86)
    picture = m.limb(picture, (0.0, 0.08 + top), (0.0, 0.14 + top), 0.165, chest)
    picture = m.limb(picture, (0.0, -0.25 + top), (0.0, 0.02 + top), 0.190, chest)
    waist = (m.y - top - 0.03).abs()
    picture = put(picture, m.bare * smooth(0.014, 0.006, waist) * smooth(0.185, 0.175, m.x.abs()), m.body * 0.62)
    down = m.y - top
    reach = 0.58 - 0.10 * m.sit
    skirt = smooth(s.edge, -s.edge, m.x.abs() - (0.17 + 0.30 * (down - 0.0).clamp(min=0))) * s.box(0 * m.x, down, -1, 1, -0.02, reach)
    shade = (0.98 - 0.30 * m.x - 0.12 * torch.sin(m.x * 38) * smooth(0.0, 0.3, down))[:, None]
    picture = put(picture, m.dress * skirt, m.cloth * shade)
    picture = _coat(m, picture, down)
    return _head(m, picture, top)


def _coat(m, picture, down):
    s = m.s
    tail = smooth(s.edge, -s.edge, m.x.abs() - (0.205 + 0.12 * down.clamp(min=0))) * s.box(0 * m.x, down, -1, 1, -0.30, 0.50)
    gap = smooth(0.012 + 0.13 * (down - 0.10).clamp(min=0), 0.0, m.x.abs()) * smooth(0.10, 0.14, down)
    picture = put(picture, m.coat * tail * (1 - gap), m.cloth * (0.95 - 0.35 * m.x)[:, None])
    seam = smooth(0.010, 0.004, m.x.abs()) * s.box(0 * m.x, down, -1, 1, -0.38, 0.12)
    lapel = smooth(0.02, 0.0, (m.x.abs() - 0.12 * (-0.06 - down).clamp(min=0) / 0.3).abs()) * s.box(0 * m.x, down, -1, 1, -0.36, -0.06)
    picture = put(picture, m.coat * torch.maximum(seam, lapel), m.cloth * 0.55 + 0.04)
    belt = s.box(m.x, down, -0.21, 0.21, 0.03, 0.085)
    return put(picture, m.coat * belt, m.cloth * 0.62 + 0.05)


def _head(m, picture, top):
    """A plain egg with one seam; a mannequin has no face."""
    s = m.s
    x, y = m.x, m.y - top + 0.66
    half = 0.135 * (1 - 0.18 * smooth(0.0, 0.17, y))
    away = torch.sqrt((x / half) ** 2 + (y / 0.175) ** 2 + 1e-9)
    tone = 1.04 - 0.30 * away ** 2 - 0.16 * x / half
    return put(picture, smooth(1 + 6 * s.edge, 1 - 6 * s.edge, away), m.body * tone[:, None])


def _arms(m, picture):
    """One arm hangs, waves high or holds an item out; with an item, the other arm does the waving."""
    s, top = m.s, m.drop
    sleeve = m.body + (m.cloth - m.body) * (1 - m.bare)[:, None]
    lower = m.body + (m.cloth - m.body) * m.coat[:, None]
    side = m.hand
    shoulder = -0.33 + top
    raised = m.wave * m.armed
    free_elbow = (-side * (0.33 + 0.10 * raised), -0.03 - 0.33 * raised + top)
    free_hand = (-side * (0.35 + 0.02 * raised), 0.27 - 0.97 * raised + top)
    picture = _arm(m, picture, ((-side * 0.22, shoulder), free_elbow, free_hand), (sleeve, lower))
    up = m.wave * (1 - m.armed)
    ex = 0.33 + 0.06 * m.armed + 0.10 * up
    ey = -0.03 - 0.10 * m.armed - 0.33 * up + top
    hx = 0.35 + 0.23 * m.armed + 0.02 * up
    hy = 0.27 - 0.50 * m.armed - 0.97 * up + top
    m.grip = (side * hx + m.zero, hy + m.zero)
    m.outward = side
    picture = held_item(m, picture, behind=True)
    picture = _arm(m, picture, ((side * 0.22, shoulder), (side * ex, ey), (side * hx, hy)), (sleeve, lower))
    picture = held_item(m, picture, behind=False)
    return _fingers(m, picture)


def _fingers(m, picture):
    """Three fingers closed around whatever the hand holds."""
    gx, gy = m.grip
    for k in (-1, 0, 1):
        y = gy + 0.010 + 0.026 * k
        mask, across, along = m.s.capsule(m.x, m.y, (gx - 0.030, y), (gx + 0.030, y), 0.0155)
        light = 0.98 - 0.30 * (across ** 2 + along ** 2).clamp(0, 1) - 0.10 * along
        picture = put(picture, mask * m.armed, m.body * light[:, None])
    return picture


def _arm(m, picture, points, colours):
    shoulder, elbow, hand = points
    picture = m.limb(picture, shoulder, elbow, 0.066, colours[0] * 0.97)
    picture = m.limb(picture, elbow, hand, 0.054, colours[1])
    picture = put(picture, m.bare * _ball(m, elbow, 0.055), m.body * 0.84)
    return m.limb(picture, hand, (hand[0], hand[1] + 0.02), 0.060, m.body)
