"""What a mannequin holds, and what was splashed on it."""
import torch

from .paint import mix, put, scramble, smooth

SPLATTER = {"none": (0, 0, 0), "blood": (0.40, 0.01, 0.02), "red paint": (1.0, 0.16, 0.12),
            "orange paint": (1.0, 0.52, 0.05), "blue paint": (0.10, 0.36, 0.95), "green paint": (0.12, 0.72, 0.26)}


def held_item(m, picture, behind):
    """Items in the hand; u points outward from the body, v upward from the grip."""
    m.u, m.v = (m.x - m.grip[0]) * m.outward, -(m.y - m.grip[1])
    drawn = (("umbrella", _umbrella), ("flower", _flower), ("sword", _sword), ("knife", _knife))
    ahead = (("pistol", _pistol), ("phone", _phone), ("banana", _banana))
    for name, draw in drawn if behind else ahead:
        here = m.s.flag("held", name)
        if here.any():
            picture = draw(m, picture, here)
    return picture


def _knife(m, picture, here):
    s, u, v = m.s, m.u, m.v
    blade = s.box(u, v, -0.045, 0.05, 0.06, 0.46) * smooth(-s.edge, s.edge, 0.05 - u - 0.095 * ((v - 0.20) / 0.26).clamp(0, 1) ** 2)
    picture = put(picture, here * blade, s.rgb((0.88, 0.90, 0.94)) * (0.78 + 0.3 * smooth(-0.02, 0.02, u))[:, None])
    return put(picture, here * s.box(u, v, -0.04, 0.04, -0.09, 0.07), s.rgb((0.15, 0.10, 0.08)))


def _sword(m, picture, here):
    s, u, v = m.s, m.u, m.v
    blade = s.box(u, v, -1, 1, 0.06, 0.70) * smooth(s.edge, -s.edge, u.abs() - 0.036 * smooth(0.72, 0.60, v))
    picture = put(picture, here * blade, s.rgb((0.82, 0.86, 0.93)) * (0.80 + 0.25 * smooth(-0.005, 0.005, u))[:, None])
    gold = s.rgb((0.82, 0.62, 0.20))
    picture = put(picture, here * s.box(u, v, -0.13, 0.13, 0.045, 0.085), gold)
    picture = put(picture, here * s.box(u, v, -0.026, 0.026, -0.12, 0.05), s.rgb((0.30, 0.16, 0.10)))
    return put(picture, here * s.ellipse(u, v + 0.14, 0.035, 0.035), gold)


def _pistol(m, picture, here):
    s, u, v = m.s, m.u, m.v
    steel = s.rgb((0.21, 0.22, 0.26))
    barrel = s.box(u, v, -0.06, 0.34, 0.05, 0.14)
    grip = s.box(u + 0.18 * (v - 0.05), v, -0.05, 0.04, -0.13, 0.08)
    guard = smooth(0.014, 0.008, (torch.sqrt((u - 0.075) ** 2 + (v - 0.03) ** 2 + 1e-9) - 0.042).abs())
    picture = put(picture, here * torch.maximum(barrel, torch.maximum(grip, guard)), steel)
    return put(picture, here * s.box(u, v, -0.05, 0.33, 0.118, 0.134), s.rgb((0.56, 0.58, 0.64)))


def _umbrella(m, picture, here):
    s, u, v = m.s, m.u, m.v
    shaft = s.box(u, v, -0.013, 0.013, -0.12, 0.50)
    picture = put(picture, here * shaft, s.rgb((0.22, 0.16, 0.12)))
    scallop = 0.42 + 0.035 * (torch.sin(u * 31.4)).abs()
    dome = smooth(1.02, 0.98, (u / 0.36) ** 2 + ((v - 0.42) / 0.26) ** 2) * smooth(-s.edge, s.edge, v - scallop + 0.03)
    stripe = smooth(-0.1, 0.1, torch.cos(u * 15.7))[:, None]
    return put(picture, here * dome, s.rgb((0.16, 0.52, 0.62)) * (1 - stripe) + s.rgb((0.95, 0.93, 0.86)) * stripe)


def _flower(m, picture, here):
    s, u, v = m.s, m.u, m.v
    picture = put(picture, here * s.box(u, v, -0.014, 0.014, -0.10, 0.34), s.rgb((0.18, 0.52, 0.20)))
    picture = put(picture, here * s.ellipse(u - 0.07 - 0.3 * (v - 0.16), v - 0.16, 0.08, 0.032), s.rgb((0.22, 0.60, 0.24)))
    turn, away = torch.atan2(v - 0.40, u), torch.sqrt(u * u + (v - 0.40) ** 2 + 1e-9)
    petals = smooth(0.012, -0.012, away - 0.105 - 0.035 * torch.cos(6 * turn))
    picture = put(picture, here * petals, s.rgb((0.96, 0.36, 0.52)))
    return put(picture, here * smooth(0.055, 0.043, away), s.rgb((0.99, 0.83, 0.25)))


def _phone(m, picture, here):
    s, u, v = m.s, m.u, m.v
    picture = put(picture, here * s.box(u, v, -0.085, 0.085, -0.02, 0.28), s.rgb((0.08, 0.08, 0.10)))
    screen = s.rgb((0.35, 0.68, 0.98)) * (0.75 + 0.9 * (v - 0.02))[:, None]
    return put(picture, here * s.box(u, v, -0.068, 0.068, 0.01, 0.255), screen)


def _banana(m, picture, here):
    s, u, v = m.s, m.u, m.v
    radius = torch.sqrt((u + 0.16) ** 2 + (v - 0.14) ** 2 + 1e-9)
    turn = torch.atan2(v - 0.14, u + 0.16)
    fruit = smooth(s.edge, -s.edge, (radius - 0.22).abs() - 0.052 * torch.cos(turn * 1.15).clamp(min=0.12)) * smooth(1.25, 1.20, turn.abs())
    tone = (1.0 - 2.2 * (radius - 0.22))[:, None]
    picture = put(picture, here * fruit, s.rgb((0.98, 0.85, 0.20)) * tone)
    return put(picture, here * fruit * smooth(1.02, 1.10, turn.abs()), s.rgb((0.35, 0.24, 0.10)))


def splatter(m, picture, solid):
    """Blood is dark, thin and runs down in drips; paint is bright and lies in thick glossy blobs.

    Nearly all of it is on the figure (solid); only droplets hit the wall, and some lies on the floor.
    """
    s = m.s
    wet = 1 - s.flag("splatter", "none")
    if not wet.any():
        return picture
    blood = s.flag("splatter", "blood")
    cx, cy = s.uniform(-0.12, 0.12), s.uniform(-0.36, 0.05) + m.drop
    away = torch.sqrt((m.x - cx) ** 2 + 0.7 * (m.y - cy) ** 2 + 1e-6)
    ragged = s.sample(s.noise(9, 9, 3, 0.5, 128), s.x, s.y)
    level = ragged + 0.40 * torch.exp(-(away / 0.24) ** 2) - 0.06 * blood
    patch = smooth(0.66, 0.70, level) * smooth(0.70, 0.50, away)
    runs = torch.maximum(_runs(m, cx, cy, (17.0, 0.12), blood), _runs(m, cx, cy, (9.0, 0.20), 1 - blood))
    on_body = torch.maximum(patch, runs) * solid
    drops = _droplets(m, away, blood)
    mask = torch.maximum(torch.maximum(on_body, drops), _puddle(m, ragged) * (1 - solid))
    lift = (torch.roll(level, (3, 3), (1, 2)) - level) * (1 - blood) * 3.0
    thick = 1 + lift.clamp(-0.35, 0.55) + 0.30 * blood * (ragged - 0.5)
    shine = (1 - blood) * smooth(0.25, 0.5, lift) * 0.30
    colour = s.colour("splatter", SPLATTER) * thick[:, None] + shine[:, None]
    return put(picture, mask * wet * mix(1.0, 0.93, blood), colour)


def _runs(m, cx, cy, shape, here):
    """Drips that start at different heights and hang down to different lengths, rounded at the end."""
    cells, radius = shape
    lane = torch.floor((m.x + 3) * cells)
    chance = scramble(lane, cx * 91)
    top = cy - 0.15 + 0.35 * scramble(lane, cy * 57)
    end = top + 0.10 + 0.50 * chance ** 2
    off = ((m.x + 3) * cells - lane - 0.5).abs()
    thin = smooth(radius + 0.07, radius - 0.02, off) * smooth(end, end - 0.02, m.y) * smooth(top, top + 0.02, m.y)
    return thin * (chance > 0.35) * smooth(0.34, 0.26, (m.x - cx).abs()) * here


def _droplets(m, away, blood):
    """Small round drops thrown around; rarer with distance."""
    total = 0.0
    for cells, radius in ((13.0, 0.20), (24.0, 0.22)):
        dx, dy, chance = m.s.scatter((m.x + 2) * cells, (m.y + 2) * cells, cells + 40 * m.scale)
        dot = smooth(radius, radius * 0.7, torch.sqrt(dx * dx + dy * dy + 1e-6) / (0.5 + chance))
        dot = dot * (chance > 0.70 + 0.50 * away)
        total = torch.maximum(dot, total) if torch.is_tensor(total) else dot
    return total * mix(1.0, 0.85, blood)


def _puddle(m, ragged):
    around = torch.sqrt((m.x / 0.30) ** 2 + ((m.y - 0.905) / 0.05) ** 2 + 1e-6)
    return smooth(1.0, 0.9, around + 1.1 * (ragged - 0.5))
