"""Table surfaces, smoothed with distance so that no pattern flickers, and a knife lying there."""
import torch

from .paint import mix, put, scramble, smooth

PLAIN = {"wood": (0.56, 0.35, 0.19), "marble": (0.86, 0.85, 0.83), "chequered": (0.5, 0.5, 0.5),
         "mirror": (0.10, 0.11, 0.14), "fabric": (0.60, 0.20, 0.24), "concrete": (0.52, 0.52, 0.51)}
MIRROR = {"wood": 0.07, "marble": 0.13, "chequered": 0.10, "mirror": 0.50, "fabric": 0.0, "concrete": 0.0}


def floor_colour(still, point, distance):
    """Albedo and mirror share of the floor at a point."""
    s, x, z = still.sheet, point[0], point[2]
    colour = s.colour("floor", PLAIN)
    near = smooth(18.0, 5.0, distance)
    wood, fabric = s.flag("floor", "wood"), s.flag("floor", "fabric")
    board = torch.floor(z * 1.15 + 40)
    tone = scramble(board, still.light[0] * 9)
    stretch = mix(0.16, 0.045, wood)
    n = s.sample(still.texture, (x + 5 * wood * tone) * stretch, z * mix(0.16, 0.55, wood)) - 0.5
    gap = smooth(0.05, 0.015, (z * 1.15 + 40 - board - 0.03).abs()) * near
    grain = wood * (0.30 * (tone - 0.5) + 0.9 * n * near - 0.45 * gap)
    weave = fabric * (near ** 2 * 0.08 * torch.sin(x * 26) * torch.sin(z * 26) + 0.5 * n)
    vein = smooth(0.030, 0.0, (n + 0.06 * torch.sin(1.5 * x + z)).abs()) * s.flag("floor", "marble") * near
    stone = s.flag("floor", "concrete") * 0.55 * n + s.flag("floor", "marble") * 0.20 * n
    colour = colour * (1 + grain + weave + stone - 0.30 * vein)[:, None]
    blur = 0.02 + 0.004 * distance ** 1.5
    check = torch.tanh(torch.sin(x * 2.6) / (2.6 * blur)) * torch.tanh(torch.sin(z * 2.6 + 0.8) / (5 * blur))
    check = 0.5 + 0.5 * check * smooth(22, 9, distance)
    squares = mix(s.rgb((0.10, 0.10, 0.12)), s.rgb((0.92, 0.91, 0.88)), check[:, None])
    colour = put(colour.expand_as(squares), s.flag("floor", "chequered"), squares)
    return _knife(s, colour, x, z), s.pick("floor", MIRROR).expand_as(x)


def _knife(s, colour, x, z):
    """A kitchen knife lying flat in front of the objects."""
    here = s.number([a["knife"] for a in s.attrs])
    if not here.any():
        return colour
    u, v, e = x + 0.15 * z, z + 1.55, 0.02
    blade = s.box(u, v, -0.75, 0.35, -0.13, 0.13, e) * smooth(-e, e, 0.13 - v - 0.5 * (-u - 0.35).clamp(min=0))
    colour = put(colour, here * blade, s.rgb((0.84, 0.87, 0.92)))
    return put(colour, here * s.box(u, v, 0.35, 0.95, -0.07, 0.13, e), s.rgb((0.16, 0.10, 0.07)))
