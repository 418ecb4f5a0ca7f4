"""Table-top still lifes: ray-traced solids with soft shadows, reflections and glass.

One batch shares the arrangement, so every ray is traced for all pictures at once.
"""
import math

import torch

import torch.nn.functional as F

from .paint import Sheet, bloom, mix, smooth
from .solids import FAR, FORMS, SOLIDS, shade_of
from .table_floor import floor_colour

COLOUR = {"red": (0.85, 0.08, 0.07), "orange": (0.96, 0.45, 0.05), "yellow": (0.96, 0.83, 0.10),
          "green": (0.12, 0.60, 0.18), "teal": (0.05, 0.60, 0.60), "blue": (0.09, 0.24, 0.86),
          "purple": (0.48, 0.14, 0.72), "pink": (0.96, 0.48, 0.68), "white": (0.94, 0.94, 0.94),
          "black": (0.08, 0.08, 0.09), "brown": (0.40, 0.22, 0.11), "grey": (0.48, 0.49, 0.52)}
LAMP = {"warm": (1.06, 0.94, 0.78), "cool": (0.84, 0.95, 1.08), "dark": (0.92, 0.88, 0.86), "neon": (0.95, 0.70, 1.05), "bright": (1.0, 0.99, 0.97)}
BACK = {"warm": (0.86, 0.75, 0.62), "cool": (0.60, 0.72, 0.86), "dark": (0.12, 0.12, 0.15), "neon": (0.22, 0.08, 0.38), "bright": (0.93, 0.94, 0.95)}
DIRECTION = {"left": (-0.95, 0.95, -0.45), "right": (0.95, 0.95, -0.45), "above": (0.02, 1.5, -0.25), "behind": (0.1, 0.85, 1.0)}
EYE_HEIGHT, EYE_BACK, PITCH, FOCAL = 1.75, -5.2, 0.24, 2.15


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


class Still:
    """The arrangement of one batch: solids, their surface, the lamp and the room."""

    def __init__(self, sheet):
        s = self.sheet = sheet
        self.items = [[a["objects"][i] for a in s.attrs] for i in range(len(s.attrs[0]["objects"]))]
        self.shapes = [[o["shape"] for o in row] for row in self.items]
        self.texture = s.noise(7, 7, 5, 0.55, 192)
        self.lamp, self.back = s.colour("mood", LAMP), s.colour("mood", BACK)
        self.dark, self.neon = s.flag("mood", "dark"), s.flag("mood", "neon")
        way = [s.number([DIRECTION[a["light"]][i] for a in s.attrs]) + s.uniform(-0.07, 0.07) for i in range(3)]
        length = dot(way, way).rsqrt()
        self.light = [w * length for w in way]
        self._place(s.attrs[0]["relation"])
        self.colours = [torch.tensor([COLOUR[o["colour"]] for o in row], device=s.device).view(-1, 3, 1, 1)
                        for row in self.items]
        self.materials = [{m: s.number([o["material"] == m for o in row]) for m in ("glossy", "metal", "glass")}
                          for row in self.items]

    def _place(self, relation):
        s, near = self.sheet, lambda v, j=0.07: s.uniform(v - j, v + j)
        if relation == "none":
            size = s.pick("size", {"small": 0.62, "large": 0.98, "none": 0.9}) * s.uniform(0.95, 1.05)
            self.sizes, self.spots = [size], [(near(0.0, 0.2), 0 * size, near(0.0))]
        elif relation == "left":
            self.sizes = [near(0.74, 0.04), near(0.74, 0.04)]
            self.spots = [(near(-0.88), 0 * s.uniform(0, 1), near(0.0, 0.2)), (near(0.88), 0 * s.uniform(0, 1), near(0.0, 0.2))]
        elif relation == "front":
            self.sizes = [near(0.56, 0.03), near(0.86, 0.03)]
            turn = torch.sign(s.uniform(-1, 1))
            self.spots = [(-0.42 * turn, 0 * turn, near(-1.15)), (0.42 * turn, 0 * turn, near(0.75))]
        else:
            lower, upper = near(0.66, 0.03), near(0.52, 0.03)
            x, z = near(0.0, 0.2), near(0.0)
            top = lower * s.number([{"cube": 1.72, "cylinder": 1.7}[shape] for shape in self.shapes[1]])
            self.sizes, self.spots = [upper, lower], [(x, top, z), (x, 0 * x, z)]

    def hits(self, slot, origin, ray):
        """Distance and normal of the solids of one slot; every shape is traced only where it stands."""
        origin, size, shapes = [o - p for o, p in zip(origin, self.spots[slot])], self.sizes[slot], self.shapes[slot]
        kinds = sorted(set(shapes))
        if len(kinds) == 1:
            return SOLIDS[kinds[0]](origin, ray, size)
        t, normal = torch.empty_like(ray[0]), [torch.empty_like(ray[0]) for _ in range(3)]
        for kind in kinds:
            rows = [i for i, shape in enumerate(shapes) if shape == kind]
            t[rows], found = SOLIDS[kind]([o[rows] for o in origin], [d[rows] for d in ray], size[rows])
            for whole, part in zip(normal, found):
                whole[rows] = part
        return t, normal

    def nearest(self, origin, ray):
        """Distance, normal and owner masks of the first solid along each ray."""
        best = torch.full_like(ray[0], FAR)
        normal, owners = [torch.zeros_like(best) for _ in range(3)], []
        for slot in range(len(self.items)):
            t, n = self.hits(slot, origin, ray)
            closer = t < best
            best = torch.where(closer, t, best)
            normal = [torch.where(closer, new, old) for new, old in zip(n, normal)]
            owners = [o & ~closer for o in owners] + [closer]
        return best, normal, owners

    def shadow(self, origin, samples):
        """Share of the lamp hidden at each point, 0..1; darkens less under glass.

        The samples of a soft shadow are turned from pixel to pixel and then smoothed.
        """
        total = torch.zeros_like(origin[0])
        for slot in range(len(self.items)):
            total = torch.maximum(total, self._shadow_of(slot, origin, samples) * (1 - 0.6 * self.materials[slot]["glass"]))
        return F.avg_pool2d(F.pad(total[:, None], (2, 2, 2, 2), mode="replicate"), 5, 1)[:, 0] if samples > 1 else total

    def _shadow_of(self, slot, origin, samples):
        total = torch.zeros_like(origin[0])
        local = [o - p for o, p in zip(origin, self.spots[slot])]
        for kind in sorted(set(self.shapes[slot])):
            rows = [i for i, shape in enumerate(self.shapes[slot]) if shape == kind]
            place, size = [o[rows] for o in local], self.sizes[slot][rows]
            light = [w[rows].expand_as(place[0]) for w in self.light]
            if kind in FORMS:
                total[rows] = shade_of(kind, place, light, size)
                continue
            for k in range(samples):
                ray = self._towards_lamp(light, k, samples)
                total[rows] = total[rows] + (SOLIDS[kind](place, ray, size)[0] < FAR).float() / samples
        return total

    def _towards_lamp(self, light, k, samples):
        if samples == 1:
            return light
        s = self.sheet
        column, row = (s.x / s.px).floor(), (s.y / s.px).floor()
        spin = ((0.06711056 * column + 0.00583715 * row) * 52.9829189) % 1.0
        turn, reach = 6.2832 * (spin + k / samples), 0.15 * ((k + 0.5) / samples) ** 0.5
        return [light[0] + reach * torch.cos(turn), light[1], light[2] + reach * torch.sin(turn)]

    def room(self, ray):
        """The studio a mirror sees: a soft gradient, a lamp panel and two neon tubes."""
        up = (ray[1] * 0.5 + 0.5).clamp(0, 1)
        room = self.back * (0.45 + 0.85 * up)[:, None] + 0.05
        facing = dot(ray, self.light).clamp(0, 1)
        room = room + self.lamp * ((0.85 * smooth(0.86, 0.98, facing) + 0.20 * facing ** 4) * (1 - 0.3 * self.dark))[:, None]
        panel = smooth(0.25, 0.45, up) * smooth(0.9, 0.7, up) * smooth(0.55, 0.8, ray[0].abs()) * 0.35
        pink, cyan = self.sheet.rgb((1.0, 0.15, 0.65)), self.sheet.rgb((0.1, 0.8, 1.0))
        glow = mix(pink, cyan, smooth(-0.1, 0.1, ray[0])[:, None]) * (self.neon * 1.6 + 0.0)[:, None]
        return room + panel[:, None] * (self.lamp + glow)


def render(attrs, size, generator, device):
    s = Sheet(attrs, size, generator, device)
    still = Still(s)
    shape = (s.batch, size, size)
    vx, vy = (s.x / FOCAL).expand(shape), (-s.y / FOCAL).expand(shape)
    length = (vx * vx + vy * vy + 1).rsqrt()
    c, n = math.cos(PITCH), math.sin(PITCH)
    ray = [vx * length, (vy * c - n) * length, (c + vy * n) * length]
    zero = torch.zeros_like(vx)
    picture = _trace(still, [zero, zero + EYE_HEIGHT, zero + EYE_BACK], ray, True)
    vignette = 1 - 0.10 * (s.x ** 2 + s.y ** 2)
    picture = (picture * vignette[:, None]).clamp(min=0) * 1.06
    knee = 0.62 + 0.40 * (1 - torch.exp(-(picture - 0.62).clamp(min=0) / 0.40))
    return bloom(torch.where(picture > 0.62, knee, picture) ** 0.92, 0.30, 0.80)


def _trace(still, origin, ray, first):
    near, normal, owners = still.nearest(origin, ray)
    down = torch.where(ray[1] < -1e-4, -origin[1] / ray[1].clamp(max=-1e-4), torch.full_like(near, FAR))
    on_floor = (down < near) & (down < 60)
    t = torch.where(on_floor, down, near).clamp(max=60)
    point = [o + t * d for o, d in zip(origin, ray)]
    normal = [torch.where(on_floor, torch.full_like(t, v), n) for v, n in zip((0.0, 1.0, 0.0), normal)]
    lifted = [p + 0.004 * n for p, n in zip(point, normal)]
    seen = 1 - still.shadow(lifted, 5 if first else 1)
    turn = -2 * dot(ray, normal)
    bounce = [d + turn * n for d, n in zip(ray, normal)]
    surround = _trace(still, lifted, bounce, False) if first else still.room(bounce)
    colour = _surface(still, (point, normal, ray, bounce), (on_floor, owners, t if first else 2.2 * t + 7), seen, surround.clamp(max=1.3))
    behind = still.room(ray) if not first else _backdrop(still, ray)
    colour = torch.where(((~on_floor) & (near >= FAR))[:, None], behind, colour)
    fade = torch.where(on_floor, smooth(3.0, 15.0, point[2]), torch.zeros_like(t))
    return mix(colour, _backdrop(still, ray), fade[:, None])


def _backdrop(still, ray):
    wash = torch.exp(-((ray[0] - 0.6 * still.light[0]) ** 2) * 2.5) * 0.22
    wall = still.back * (0.82 + 0.8 * (ray[1] + 0.1).clamp(-0.2, 0.6) + wash)[:, None]
    pink, cyan = still.sheet.rgb((0.95, 0.10, 0.60)), still.sheet.rgb((0.05, 0.60, 0.95))
    tubes = mix(pink, cyan, smooth(-0.35, 0.35, ray[0])[:, None])
    return wall + tubes * (still.neon * (0.30 + 0.9 * torch.exp(-((ray[1] + 0.02) / 0.10) ** 2)))[:, None] * 0.5


def _surface(still, geometry, hits, seen, surround):
    point, normal, ray, bounce = geometry
    on_floor, owners, distance = hits
    floor, mirror = floor_colour(still, point, distance)
    mirror = mirror * on_floor
    albedo, tint = floor, torch.ones_like(floor)
    gloss, glass = 0 * distance + 3.0 * mirror, 0 * distance
    for own, colour, made in zip(owners, still.colours, still.materials):
        mine = own & ~on_floor
        albedo = torch.where(mine[:, None], colour.expand_as(albedo), albedo)
        tint = torch.where(mine[:, None], mix(1.0, 0.15 + 0.85 * colour, made["metal"][:, None]).expand_as(tint), tint)
        mirror = torch.where(mine, (0.05 * made["glossy"] + 0.66 * made["metal"] + 0.08 * made["glass"]).expand_as(mirror), mirror)
        gloss = torch.where(mine, (0.05 + made["glossy"] + 0.9 * made["metal"] + made["glass"]).expand_as(gloss), gloss)
        glass = torch.where(mine, made["glass"].expand_as(glass), glass)
    facing = (dot(normal, still.light).clamp(0, 1) * seen)[:, None]
    ambient = still.back * 0.40 + 0.13 + 0.10 * still.neon[:, None]
    fill = (-dot(ray, normal)).clamp(0, 1) * (0.24 + 0.10 * still.dark)
    soft = dot(normal, [0.6 * still.light[0], 0.5 + 0 * still.light[1], 0 * still.light[2] - 0.55]).clamp(0, 1) * 0.16
    occlusion = _contact(still, point, on_floor)
    ambient = ambient * (occlusion * (0.66 + 0.34 * normal[1]))[:, None] + (fill + soft)[:, None] * (still.lamp * occlusion[:, None])
    colour = albedo * (still.lamp * 0.80 * facing + ambient)
    edge = (1 + dot(ray, normal)).clamp(0, 1) ** 3 * ~on_floor
    colour = colour + (0.10 * edge)[:, None] * (still.back + 0.25)
    through = _through_glass(still, point, normal, ray, albedo)
    colour = mix(colour * (1 - mirror)[:, None], through, 0.88 * glass[:, None])
    rim = (1 + dot(ray, normal)).clamp(0, 1) ** 4
    reflect = (mirror + rim * 0.45 * gloss.clamp(0, 1)).clamp(0, 0.95)
    lamp = dot(bounce, still.light).clamp(0, 1)
    highlight = (lamp ** 46 * gloss + 0.10 * lamp ** 8) * seen * ~on_floor
    return colour + surround * tint * reflect[:, None] + still.lamp * (0.9 * highlight)[:, None]


def _contact(still, point, on_floor):
    shade = torch.ones_like(point[0])
    for spot, size in zip(still.spots, still.sizes):
        away = (point[0] - spot[0]) ** 2 + (point[2] - spot[2]) ** 2 + 2.5 * spot[1] ** 2
        shade = shade * torch.where(on_floor, 1 - 0.5 * torch.exp(-away / size ** 2 * 1.1), torch.ones_like(shade))
    return shade


def _through_glass(still, point, normal, ray, albedo):
    """A bent look at floor and backdrop, tinted by the glass; brighter at the edge."""
    bent = [0.86 * d - 0.30 * n for d, n in zip(ray, normal)]
    length = dot(bent, bent).clamp(min=1e-6).rsqrt()
    bent = [b * length for b in bent]
    down = torch.where(bent[1] < -1e-3, -point[1] / bent[1].clamp(max=-1e-3), torch.full_like(point[1], FAR))
    ground = [p + down.clamp(max=30) * b for p, b in zip(point, bent)]
    floor, _ = floor_colour(still, ground, down.clamp(max=30) + 6)
    beyond = torch.where((down < 20)[:, None], floor * (still.lamp * 0.7 + still.back * 0.3), _backdrop(still, bent))
    edge = (1 + dot(ray, normal)).clamp(0, 1)[:, None]
    return beyond * (0.30 + 0.75 * albedo) + albedo * 0.16 + 0.22 * edge ** 2 * (albedo + 0.4)
