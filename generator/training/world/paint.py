"""Drawing primitives: soft masks, smooth noise and a sheet of coordinates for one batch.

Scalars fields are [B,H,W], pictures are [B,3,H,W] in 0..1; x grows right, y grows down, both -1..1.
"""
import torch
import torch.nn.functional as F


def smooth(a, b, x):
    """Cubic step from 0 at a to 1 at b (a may exceed b); a, b numbers or tensors."""
    t = ((x - a) / (b - a)).clamp(0, 1)
    return t * t * (3 - 2 * t)


def mix(a, b, m):
    return a + (b - a) * m


def put(picture, mask, colour):
    """Lays a colour over the picture where the mask [B,H,W] is 1."""
    return picture + (colour - picture) * mask.clamp(0, 1)[:, None]


def scramble(a, b):
    """A random-looking number 0..1 for every pair of whole numbers."""
    v = torch.sin(a * 12.9898 + b * 78.233) * 43758.5453
    return v - torch.floor(v)


def bloom(picture, strength=0.35, above=0.72):
    """Lets what is bright spill softly over its surroundings."""
    size = picture.shape[-1]
    bright = F.avg_pool2d((picture - above).clamp(0, 0.6), max(size // 32, 1))
    soft = F.avg_pool2d(F.pad(bright, (2, 2, 2, 2), mode="replicate"), 5, 1)
    return picture + strength * F.interpolate(soft, (size, size), mode="bilinear", align_corners=False)


class Sheet:
    """Coordinates, attribute columns and reproducible noise for one batch of equal-sized pictures."""

    def __init__(self, attrs, size, generator, device):
        self.attrs, self.size, self.generator, self.device = attrs, size, generator, device
        self.batch = len(attrs)
        line = (torch.arange(size, device=device) + 0.5) / size * 2 - 1
        self.x, self.y = line.view(1, 1, size), line.view(1, size, 1)
        self.px = 2.0 / size
        self.edge = self.px * 0.9

    def rand(self, *shape):
        drawn = torch.rand(*shape, generator=self.generator, device=self.generator.device)
        return drawn.to(self.device)

    def uniform(self, low, high):
        return low + (high - low) * self.rand(self.batch, 1, 1)

    def rgb(self, colour):
        return torch.tensor(colour, dtype=torch.float32, device=self.device).view(1, 3, 1, 1)

    def number(self, values):
        return torch.tensor([float(v) for v in values], device=self.device).view(-1, 1, 1)

    def flag(self, key, *values):
        """[B,1,1] column: 1 where the attribute has one of the values."""
        return self.number([a[key] in values for a in self.attrs])

    def pick(self, key, table):
        return self.number([table[a[key]] for a in self.attrs])

    def colour(self, key, table):
        rows = [table[a[key]] for a in self.attrs]
        return torch.tensor(rows, dtype=torch.float32, device=self.device).view(-1, 3, 1, 1)

    def noise(self, rows, columns, octaves=3, persistence=0.5, size=None):
        """Smooth value noise 0..1 over the picture; rows, columns count the coarsest cells.

        With a size it is a smaller square texture, to be sampled where it is needed.
        """
        size = size or self.size
        total, out = 0.0, 0.0
        amplitude = 1.0
        for octave in range(octaves):
            h = min(int(rows * 2**octave) + 2, size)
            w = min(int(columns * 2**octave) + 2, size)
            grid = self.rand(self.batch, 1, h, w)
            mode = "bicubic" if octave == 0 else "bilinear"
            layer = F.interpolate(grid, (size, size), mode=mode, align_corners=True)
            out = out + amplitude * layer[:, 0]
            total += amplitude
            amplitude *= persistence
        return out / total

    def profile(self, cells, octaves=3, persistence=0.5, sharp=False):
        """One-dimensional noise 0..1 along x, [B,1,W]; sharp gives ridges with corners."""
        total, out = 0.0, 0.0
        amplitude = 1.0
        for octave in range(octaves):
            grid = self.rand(self.batch, 1, 1, int(cells * 2**octave) + 2)
            mode = "bilinear" if sharp else "bicubic"
            layer = F.interpolate(grid, (1, self.size), mode=mode, align_corners=True)
            out = out + amplitude * layer[:, 0]
            total += amplitude
            amplitude *= persistence
        return out / total

    def sample(self, texture, u, v):
        """Looks a texture [B,H,W] or [B,C,H,W] up at coordinates -1..1, mirrored beyond the edge."""
        single = texture.dim() == 3
        shape = (self.batch, self.size, self.size)
        grid = torch.stack([u.expand(shape), v.expand(shape)], -1)
        found = F.grid_sample(texture[:, None] if single else texture, grid, mode="bilinear",
                              padding_mode="reflection", align_corners=False)
        return found[:, 0] if single else found

    def scatter(self, u, v, seed=0.0):
        """One dot somewhere in every unit cell: offset from it, and a random number 0..1 per dot."""
        column, row = torch.floor(u), torch.floor(v)
        chance = scramble(column + seed, row)
        off = scramble(column + seed + 17.3, row)
        dx = u - column - 0.18 - 0.64 * off
        dy = v - row - 0.18 - 0.64 * ((off * 37.7) % 1.0)
        return dx, dy, chance

    def box(self, x, y, left, right, top, bottom, edge=None):
        e = edge or self.edge
        across = smooth(-e, e, x - left) * smooth(-e, e, right - x)
        return across * smooth(-e, e, y - top) * smooth(-e, e, bottom - y)

    def ellipse(self, x, y, rx, ry, soft=1.0):
        e = self.edge * 1.2 * soft / (rx if isinstance(rx, (int, float)) else 0.3)
        return smooth(1 + e, 1 - e, torch.sqrt((x / rx) ** 2 + (y / ry) ** 2 + 1e-9))

    def capsule(self, x, y, start, end, radius):
        """Mask of a rounded limb and the signed position across it (-1..1)."""
        (ax, ay), (bx, by) = start, end
        px, py, dx, dy = x - ax, y - ay, bx - ax, by - ay
        along = ((px * dx + py * dy) / (dx * dx + dy * dy + 1e-6)).clamp(0, 1)
        ex, ey = px - dx * along, py - dy * along
        distance = torch.sqrt(ex * ex + ey * ey + 1e-9)
        return smooth(radius + self.edge, radius - self.edge, distance), ex / radius, ey / radius


def finish(picture):
    """Pictures 0..1 to bytes."""
    return (picture.clamp(0, 1) * 255 + 0.5).to(torch.uint8)
