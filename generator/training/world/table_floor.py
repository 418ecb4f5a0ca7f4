"""Table surfaces, smoothed with distance so that no pattern flickers, and a knife lying there."""
import torch

from .paint import mix, put, smooth

PLAIN = {"wood": (0.60, 0.38, 0.20), "marble": (0.90, 0.89, 0.87), "chequered": (0.5, 0.5, 0.5),
         "mirror": (0.10, 0.11, 0.14), "fabric": (0.62, 0.22, 0.26)}
MIRROR = {"wood": 0.10, "marble": 0.16, "chequered": 0.10, "mirror": 0.80, "fabric": 0.0}


def floor_colour(still, point, distance):
    """Albedo and mirror share of the floor at a point."""
    s, x, z = still.sheet, point[0], point[2]
    colour = s.colour("floor", PLAIN)
    near = smooth(16.0, 5.0, distance)
    planks = torch.sin(z * 2.2 + 0.4 * torch.sin(x * 0.9)) * 0.5
    veins = torch.sin(z * 9 + 1.3 * torch.sin(x * 1.6 + z) + 2 * planks)
    grain = s.flag("floor", "wood") * (0.10 * veins + 0.10 * planks) * near
    weave = s.flag("floor", "fabric") * near * 0.10 * torch.sin(x * 14) * torch.sin(z * 14)
    warp = x * 1.1 + 0.8 * z + 1.1 * torch.sin(0.9 * z - 1.2 * x) + 0.5 * torch.sin(2.3 * x + 1.7 * z)
    vein = smooth(0.10, 0.0, torch.sin(warp * 1.3).abs()) * s.flag("floor", "marble") * near
    colour = colour * (1 + grain + weave - 0.32 * vein)[:, None]
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
