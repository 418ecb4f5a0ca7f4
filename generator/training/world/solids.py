"""Ray against solid standing on y = 0 at the origin: distance (FAR for a miss) and unit normal."""
import torch

from .paint import smooth

FAR = 1e4
NEAR = 1e-3


def _valid(t, ok):
    return torch.where(ok & (t > NEAR), t, torch.full_like(t, FAR))


def sphere(origin, ray, size):
    ox, oy, oz = origin[0], origin[1] - size, origin[2]
    half = ox * ray[0] + oy * ray[1] + oz * ray[2]
    inside = half * half - (ox * ox + oy * oy + oz * oz - size * size)
    t = _valid(-half - inside.clamp(min=1e-9).sqrt(), inside > 0)
    return t, [(ox + t * ray[0]) / size, (oy + t * ray[1]) / size, (oz + t * ray[2]) / size]


def cube(origin, ray, size):
    half, cosine, sine = size * 0.86, 0.86, 0.51
    o = (origin[0] * cosine - origin[2] * sine, origin[1] - half, origin[0] * sine + origin[2] * cosine)
    d = (ray[0] * cosine - ray[2] * sine, ray[1], ray[0] * sine + ray[2] * cosine)
    inverse = [1 / torch.where(q.abs() < 1e-5, torch.full_like(q, 1e-5), q) for q in d]
    enter = [-i * p - i.abs() * half for i, p in zip(inverse, o)]
    leave = [-i * p + i.abs() * half for i, p in zip(inverse, o)]
    first = torch.maximum(torch.maximum(enter[0], enter[1]), enter[2])
    last = torch.minimum(torch.minimum(leave[0], leave[1]), leave[2])
    face = [(e >= first - 1e-5).float() for e in enter]
    nx, ny = -torch.sign(d[0]) * face[0], -torch.sign(d[1]) * face[1] * (1 - face[0])
    nz = -torch.sign(d[2]) * face[2] * (1 - face[0]) * (1 - face[1])
    return _valid(first, first < last), [nx * cosine + nz * sine, ny, -nx * sine + nz * cosine]


def cylinder(origin, ray, size):
    height, radius = size * 1.7, size * 0.74
    ox, oy, oz = origin
    a = ray[0] ** 2 + ray[2] ** 2 + 1e-9
    b = ox * ray[0] + oz * ray[2]
    inside = b * b - a * (ox * ox + oz * oz - radius * radius)
    t = (-b - inside.clamp(min=1e-9).sqrt()) / a
    level = oy + t * ray[1]
    t = _valid(t, (inside > 0) & (level > 0) & (level < height))
    lid = (height - oy) / torch.where(ray[1].abs() < 1e-5, torch.full_like(ray[1], 1e-5), ray[1])
    px, pz = ox + lid * ray[0], oz + lid * ray[2]
    on_lid = (lid > NEAR) & (px * px + pz * pz < radius * radius) & (lid < t)
    t = torch.where(on_lid, lid, t)
    side = 1 - on_lid.float()
    return t, [(ox + t * ray[0]) / radius * side, 1 - side, (oz + t * ray[2]) / radius * side]


def cone(origin, ray, size):
    height, radius = size * 2.05, size * 0.95
    slope = radius / height
    ox, oy, oz = origin
    k, w = slope * slope, height - oy
    a = ray[0] ** 2 + ray[2] ** 2 - k * ray[1] ** 2
    a = torch.where(a.abs() < 1e-6, torch.full_like(a, 1e-6), a)
    b = ox * ray[0] + oz * ray[2] + k * w * ray[1]
    inside = b * b - a * (ox * ox + oz * oz - k * w * w)
    root = inside.clamp(min=1e-9).sqrt()
    hits = []
    for t in ((-b - root) / a, (-b + root) / a):
        level = oy + t * ray[1]
        hits.append(_valid(t, (inside > 0) & (level > 0) & (level < height)))
    t = torch.minimum(*hits)
    nx, nz = ox + t * ray[0], oz + t * ray[2]
    length, q = (nx * nx + nz * nz).clamp(min=1e-9).sqrt(), (1 + k)
    q = q.rsqrt() if torch.is_tensor(q) else q ** -0.5
    return t, [nx / length * q, (slope * q) * torch.ones_like(nx), nz / length * q]


def _ring(rho, y, radius, middle, thick):
    return torch.sqrt((rho - radius) ** 2 + (y - middle) ** 2 + 1e-9) - thick


def _apple(p):
    """A ring thicker than its radius: round, with a dimple above and below, and a stem."""
    x, y, z = p
    rho = torch.sqrt(x * x + z * z + 1e-9)
    taper = 1.06 - 0.16 * (0.75 - y).clamp(-0.6, 0.75)
    flesh = _ring(rho / taper, y, 0.19, 0.66, 0.63)
    stem = torch.maximum(torch.sqrt((x - 0.12 * (y - 1.0)) ** 2 + z * z + 1e-9) - 0.035, (y - 1.22).abs() - 0.22)
    return torch.minimum(flesh * 0.9, stem)


def _turned(rho, y, radius, height, hollow):
    """A lathe's work: a radius along the height, and an opening above the level `hollow`."""
    side = (rho - radius) * 0.72
    body = torch.maximum(side, (y - height / 2).abs() - height / 2)
    hole = torch.maximum((rho - radius + 0.07) * 0.72, hollow - y)
    return torch.maximum(body, -hole)


def _vase(p):
    x, y, z = p
    rho = torch.sqrt(x * x + z * z + 1e-9)
    belly = torch.exp(-((y - 0.85) / 0.62) ** 2)
    lip = smooth(1.72, 2.12, y)
    return _turned(rho, y, 0.24 + 0.44 * belly + 0.16 * lip, 2.1, 1.75)


def _bottle(p):
    x, y, z = p
    rho = torch.sqrt(x * x + z * z + 1e-9)
    neck = smooth(1.20, 1.75, y)
    ring = 0.04 * (smooth(2.16, 2.20, y) - smooth(2.34, 2.40, y))
    return _turned(rho, y, 0.46 - 0.30 * neck + ring - 0.04 * smooth(0.10, 0.0, y), 2.4, 2.3)


def _cup(p):
    x, y, z = p
    rho = torch.sqrt(x * x + z * z + 1e-9)
    bowl = _turned(rho, y, 0.56 + 0.06 * y - 0.08 * smooth(0.14, 0.0, y), 1.24, 0.12)
    handle = _ring(torch.sqrt((x - 0.66) ** 2 + (y - 0.64) ** 2 + 1e-9), z, 0.30, 0.0, 0.065)
    return torch.minimum(bowl, torch.maximum(handle, 0.60 - rho) * 0.9)


FORMS = {"vase": (_vase, 2.2, 0.8), "bottle": (_bottle, 2.5, 0.55), "cup": (_cup, 1.3, 1.1), "apple": (_apple, 1.5, 1.0)}


def _entry(origin, ray, height, radius):
    """Where a ray enters the upright cylinder around a form, and where it leaves it."""
    a = ray[0] ** 2 + ray[2] ** 2 + 1e-6
    b = origin[0] * ray[0] + origin[2] * ray[2]
    inside = b * b - a * (origin[0] ** 2 + origin[2] ** 2 - radius * radius)
    root = inside.clamp(min=0).sqrt()
    inverse = 1 / torch.where(ray[1].abs() < 1e-4, torch.full_like(ray[1], 1e-4), ray[1])
    one, two = -origin[1] * inverse, (height - origin[1]) * inverse
    first = torch.maximum((-b - root) / a, torch.minimum(one, two)).clamp(min=0.02)
    last = torch.minimum((-b + root) / a, torch.maximum(one, two))
    return first, torch.where(inside > 0, last, torch.full_like(last, -1.0))


def _marched(name, steps=20):
    form, height, radius = FORMS[name]

    def solid(origin, ray, size):
        o = [v / size for v in origin]
        t, last = _entry(o, ray, height, radius)
        for _ in range(steps):
            t = t + form([p + t * d for p, d in zip(o, ray)])
        p = [q + t * d for q, d in zip(o, ray)]
        d, e = form(p), 0.01
        n = [form([v + e * (i == j) for j, v in enumerate(p)]) - d for i in range(3)]
        length = (n[0] ** 2 + n[1] ** 2 + n[2] ** 2 + 1e-12).rsqrt()
        return _valid(t * size, (d < 0.02) & (t < last + 0.02)), [v * length for v in n]

    return solid


def shade_of(name, origin, ray, size, steps=9):
    """Soft share of the light that a marched form takes from each point."""
    form, height, radius = FORMS[name]
    o = [v / size for v in origin]
    t, last = _entry(o, ray, height, radius * 1.25)
    t = t.clamp(min=0.06)
    open_ = torch.ones_like(t)
    for _ in range(steps):
        d = form([p + t * r for p, r in zip(o, ray)])
        open_ = torch.where(t < last, torch.minimum(open_, 0.5 + 0.5 * d * 7 / t.clamp(min=0.4)), open_)
        t = t + d.clamp(0.03, 0.5)
    open_ = open_.clamp(0, 1)
    return 1 - open_ * open_ * (3 - 2 * open_)


SOLIDS = {"sphere": sphere, "cube": cube, "cylinder": cylinder, "cone": cone, **{name: _marched(name) for name in FORMS}}
