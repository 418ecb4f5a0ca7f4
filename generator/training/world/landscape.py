"""Landscapes: sky and weather, two ridges, one object, and water or land in front."""
import torch
import torch.nn.functional as F

from .landscape_ground import ground
from .landscape_objects import objects
from .paint import Sheet, mix, put, smooth

# time of day: sky at the top, in the middle, at the horizon, sun or moon, light on things
SKY = {
    "dawn": ((0.42, 0.58, 0.86), (0.86, 0.76, 0.86), (1.0, 0.86, 0.72), (1.0, 0.93, 0.78), (0.93, 0.86, 0.88)),
    "noon": ((0.13, 0.40, 0.84), (0.40, 0.67, 0.95), (0.80, 0.92, 0.99), (1.0, 1.0, 0.92), (1.0, 1.0, 0.97)),
    "sunset": ((0.25, 0.21, 0.50), (0.88, 0.40, 0.40), (1.0, 0.72, 0.28), (1.0, 0.90, 0.55), (1.0, 0.68, 0.50)),
    "dusk": ((0.10, 0.12, 0.34), (0.36, 0.27, 0.55), (0.86, 0.50, 0.58), (1.0, 0.70, 0.62), (0.56, 0.48, 0.66)),
    "night": ((0.02, 0.04, 0.15), (0.06, 0.11, 0.30), (0.17, 0.26, 0.48), (0.96, 0.97, 1.0), (0.36, 0.43, 0.66)),
}
ROCK = {"mountains": (0.50, 0.48, 0.54), "hills": (0.36, 0.54, 0.24), "dunes": (0.93, 0.71, 0.42),
        "forest": (0.16, 0.36, 0.20), "cliffs": (0.56, 0.50, 0.44)}
LEAVES = {"none": None, "spring": (0.55, 0.78, 0.35), "summer": None,
          "autumn": (0.82, 0.45, 0.13), "winter": (0.88, 0.91, 0.96)}
SUN_X = {"left": -0.64, "center": 0.0, "right": 0.64, "none": 0.0}


class Scenery:
    """Everything the painters of one landscape batch share: light, weather and the horizon."""

    def __init__(self, sheet):
        s = self.sheet = sheet
        palette = [s.colour("time", {t: row[i] for t, row in SKY.items()}) for i in range(5)]
        jitter = 0.03 * (s.rand(s.batch, 3, 1, 1) - 0.5)
        self.top, self.middle, self.low = (c + jitter for c in palette[:3])
        self.sun, self.light = palette[3], palette[4]
        self.night = s.flag("time", "night")
        self.warm = s.flag("time", "sunset", "dawn", "dusk")
        self.dark = s.pick("time", {"dawn": 0.3, "noon": 0.0, "sunset": 0.55, "dusk": 0.9, "night": 1.0})
        self.fog = s.flag("weather", "foggy")
        self.wet = s.flag("weather", "storm", "rain")
        self.storm = s.flag("weather", "storm")
        self.snow = s.flag("ground", "snow")
        self.water = s.flag("ground", "lake", "sea")
        self.sea = s.flag("ground", "sea")
        self.visible = 1 - s.flag("sun", "none")
        self.horizon = s.uniform(0.22, 0.36)
        self.sun_x = s.pick("sun", SUN_X) + s.uniform(-0.07, 0.07)
        low = mix(s.uniform(0.16, 0.30), s.uniform(0.0, 0.06), s.flag("time", "dusk"))
        self.sun_y = mix(s.uniform(-0.80, -0.62), self.horizon - low, self.warm)
        self.side = s.pick("side", {"left": -1.0, "right": 1.0, "none": 1.0})
        lean = torch.sign(self.sun_x) * smooth(0.1, 0.3, self.sun_x.abs())
        self.lean = lean * self.visible
        self._weathered()

    def _weathered(self):
        """Storm and rain grey the sky and dim the light, though never to black."""
        grey = self.light.mean(1, keepdim=True)
        dull = (0.75 * self.wet + 0.55 * self.fog)[:, None]
        tint = self.sheet.rgb((0.92, 0.98, 1.08))
        deep = mix(0.62, 0.40, self.storm)[:, None]
        self.top = mix(self.top, grey * deep * tint, dull)
        self.middle = mix(self.middle, grey * (deep + 0.12) * tint, dull)
        self.low = mix(self.low, grey * (deep + 0.26) * tint, dull)
        pale = 0.22 * self.low + 0.66 * grey * tint
        self.low = mix(self.low, pale, 0.8 * self.fog[:, None])
        self.light = self.light * (1 - 0.22 * self.wet)[:, None]
        self.haze = self.low


def render(attrs, size, generator, device):
    sheet = Sheet(attrs, size, generator, device)
    scene = Scenery(sheet)
    picture = _sky(scene)
    picture = _clouds(scene, picture)
    picture = _ridges(scene, picture)
    picture = objects(scene, picture)
    picture = ground(scene, picture.clamp(0, 1.2))
    return _air(scene, picture)


def _sky(c):
    s = c.sheet
    height = ((c.horizon - s.y) / (c.horizon + 1)).clamp(0, 1)[:, None]
    picture = mix(mix(c.low, c.middle, smooth(0.0, 0.45, height)), c.top, smooth(0.3, 1.0, height))
    distance = torch.sqrt((s.x - c.sun_x) ** 2 + 1.25 * (s.y - c.sun_y) ** 2)
    c.glow = torch.exp(-distance * mix(2.3, 3.6, c.night)) * mix(0.72, 0.5, c.night)
    c.glow = c.glow * c.visible * (1 - 0.45 * c.fog)
    picture = picture + c.glow[:, None] * (c.sun - 0.55 * picture)
    picture = picture + _stars(c, height[:, 0]) + _aurora(c)
    radius = 0.10 + 0.035 * c.warm
    disc = smooth(radius + s.px, radius - s.px, distance) * c.visible
    picture = put(picture, disc * (1 - 0.35 * c.fog), mix(c.sun, s.rgb((1.0, 1.0, 1.0)), 0.45))
    return put(picture, *_rainbow(c))


def _stars(c, height):
    s = c.sheet
    seeds = s.rand(s.batch, 1, 72, 72)
    points = F.interpolate((seeds > 0.972).float() * seeds, (s.size, s.size), mode="bicubic")
    bright = (points[:, 0].clamp(0, 1) ** 3) * smooth(0.08, 0.3, height)
    clear = s.flag("weather", "clear", "aurora")
    return (bright * clear * (c.night + 0.35 * s.flag("time", "dusk")))[:, None]


def _aurora(c):
    s = c.sheet
    if not s.flag("weather", "aurora").any():
        return 0.0
    curve = s.profile(3, 2) * 0.9 - 0.72
    up = s.y - curve
    band = torch.exp(-((up / 0.17).clamp(min=0)) ** 2) * smooth(-0.62, 0.02, up)
    band = band * (0.55 + 0.8 * s.profile(12, 2)) * s.flag("weather", "aurora")
    tone = mix(s.rgb((0.12, 0.92, 0.55)), s.rgb((0.55, 0.25, 0.88)), smooth(-0.05, -0.5, up)[:, None])
    return band[:, None] * tone * 0.85


def _rainbow(c):
    """Mask and colour of an arc on the side away from the sun."""
    s = c.sheet
    centre = -0.45 * torch.sign(c.sun_x + 1e-3)
    radius = torch.sqrt((s.x - centre) ** 2 + (s.y - c.horizon - 0.08) ** 2)
    t = (radius - 0.80) / 0.16
    bands = torch.stack([torch.exp(-((t - p) / 0.25) ** 2) for p in (0.85, 0.5, 0.15)], 1)
    mask = smooth(-0.05, 0.2, t) * smooth(1.05, 0.8, t) * 0.62 * s.flag("weather", "rainbow")
    return mask, bands * 0.9 + 0.18


def _clouds(c, picture):
    s = c.sheet
    n = s.noise(5, 2, 4, 0.52)
    amount = s.pick("weather", {"clear": 0.12, "cloudy": 0.95, "foggy": 0.2, "storm": 1.0,
                                "rain": 0.85, "aurora": 0.0, "rainbow": 0.45})
    cover = mix(0.60, 0.47, amount)
    mask = smooth(cover - 0.05, cover + 0.16, n) * amount * smooth(c.horizon, c.horizon - 0.3, s.y)
    under = (0.72 + 1.1 * (n - 0.5)).clamp(0.45, 1.05)[:, None]
    base = c.light * 0.80 + 0.16 + 0.25 * c.warm[:, None] * (c.low - 0.5)
    base = mix(base, base * 0.62, c.night[:, None])
    base = mix(base, base * mix(0.75, 0.50, c.storm)[:, None], c.wet[:, None])
    colour = base * under + 0.55 * c.glow[:, None] * c.sun
    picture = put(picture, mask * 0.92, colour)
    return _lightning(c, picture)


def _lightning(c, picture):
    s = c.sheet
    start = s.uniform(-0.7, 0.7)
    wander = s.profile(7, 2, 0.5, sharp=True).transpose(1, 2)
    away = (s.x - start - 0.45 * (wander - 0.5)).abs()
    reach = smooth(c.horizon, c.horizon - 0.02, s.y)
    picture = picture + (c.storm * torch.exp(-away / 0.10) * 0.28 * reach)[:, None]
    return put(picture, c.storm * reach * smooth(0.022, 0.010, away), s.rgb((1.0, 0.98, 1.0)))


def _ridges(c, picture):
    s = c.sheet
    mountain, wood = s.flag("terrain", "mountains"), s.flag("terrain", "forest")
    cliff, dune = s.flag("terrain", "cliffs"), s.flag("terrain", "dunes")
    base = _ridge_colour(c)
    for layer, (tall, veil) in enumerate(((1.0, 0.50), (0.58, 0.12))):
        rough, gentle = s.profile(3 + layer, 4, 0.45, sharp=True), s.profile(2 + layer, 2, 0.3)
        height = mountain * (1.15 * rough - 0.18) + (1 - mountain) * (0.50 * gentle - 0.02)
        height = height * (1 - 0.75 * cliff) + cliff * _cliff(c, layer, rough)
        teeth = ((s.x * (9 + 5 * layer) + s.uniform(0, 9)) % 1.0 * 2 - 1).abs()
        height = height * tall + wood * (0.10 + 0.10 * (1 - teeth) * s.profile(16, 1))
        height = height.clamp(min=0.02 + 0.015 * layer)
        mask = smooth(s.px, -s.px, c.horizon - height - s.y)
        grain = s.noise(5, 4, 3, 0.55)
        slope = F.pad(height[:, :, 1:] - height[:, :, :-1], (0, 1)) * s.size / 14
        bump = F.pad(grain[:, :, 1:] - grain[:, :, :-1], (0, 1)) * s.size / 22
        shade = 0.80 - (0.35 * ((slope + 0.6 * bump) * (c.lean + 0.4)).clamp(-1, 1))
        rise = ((c.horizon - s.y) / height).clamp(0, 1)
        white = mountain * smooth(0.50, 0.62, rise + 0.5 * (grain - 0.5))
        white = white + c.snow * (1 - dune) * smooth(0.25, 0.7, grain) * 0.85
        colour = put(base * (0.82 + 0.36 * grain[:, None]), white, s.rgb((0.95, 0.97, 1.0)))
        strata = cliff * 0.12 * torch.sin((s.y + 0.05 * grain) * 55)
        colour = colour * (shade * (1 + strata))[:, None] * c.light
        hide = (veil + 0.34 * c.fog + 0.12 * c.wet + 0.22 * (1 - rise) * veil).clamp(0, 0.9)
        picture = put(picture, mask, mix(colour, c.haze, hide[:, None]))
    return picture


def _ridge_colour(c):
    s = c.sheet
    rows = [LEAVES[a["season"]] or ROCK[a["terrain"]] for a in s.attrs]
    return torch.tensor(rows, device=s.device).view(-1, 3, 1, 1)


def _cliff(c, layer, rough):
    """A headland that falls steeply to the water on the object's side, and a low far coast."""
    s = c.sheet
    if layer == 0:
        return 0.12 + 0.10 * rough
    inward = s.x * c.side
    step = smooth(-0.02, 0.14, inward + 0.16 * (rough - 0.5)) * 0.55
    return (step + 0.35 * smooth(0.3, 1.0, inward) + 0.12 * step * rough) * 0.72


def _air(c, picture):
    """Veil of fog, streaks of rain and a faint warm bloom over everything."""
    s = c.sheet
    picture = mix(picture, c.haze.expand_as(picture), 0.20 * c.fog[:, None])
    slant = s.rand(s.batch, 1, 24, 90)
    grid_x = (s.x + 0.22 * s.y).expand(s.batch, s.size, s.size)
    grid_y = s.y.expand(s.batch, s.size, s.size)
    grid = torch.stack([grid_x * 0.8, grid_y], -1)
    streaks = F.grid_sample(slant, grid, mode="bilinear", align_corners=False)[:, 0]
    return picture + (c.wet * smooth(0.62, 1.0, streaks) * 0.16)[:, None]
