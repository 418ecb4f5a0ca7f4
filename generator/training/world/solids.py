"""Ray against solid standing on y = 0 at the origin: distance (FAR for a miss) and unit normal."""
import torch

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


SOLIDS = {"sphere": sphere, "cube": cube, "cylinder": cylinder, "cone": cone}
