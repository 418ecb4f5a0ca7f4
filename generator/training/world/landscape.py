"""Landscapes: sky and weather, ridges, one object, and water or land in front."""
import copy

import torch

from .landscape_ground import ground
from .landscape_objects import objects
from .landscape_ridges import ridges
from .landscape_sky import sky
from .paint import Sheet, bloom, mix, scramble, smooth

# time of day: sky at the top, in the middle, at the horizon, sun or moon, light on things
SKY = {
    "dawn": ((0.40, 0.56, 0.86), (0.82, 0.72, 0.86), (1.0, 0.80, 0.66), (1.0, 0.92, 0.76), (0.96, 0.86, 0.84)),
    "noon": ((0.10, 0.36, 0.80), (0.36, 0.64, 0.94), (0.78, 0.91, 0.99), (1.0, 1.0, 0.94), (1.0, 1.0, 0.97)),
    "sunset": ((0.20, 0.20, 0.48), (0.80, 0.38, 0.42), (1.0, 0.66, 0.26), (1.0, 0.90, 0.56), (1.0, 0.68, 0.50)),
    "dusk": ((0.09, 0.11, 0.32), (0.34, 0.27, 0.54), (0.88, 0.50, 0.56), (1.0, 0.70, 0.60), (0.58, 0.50, 0.68)),
    "night": ((0.02, 0.04, 0.15), (0.06, 0.12, 0.32), (0.18, 0.29, 0.52), (0.94, 0.96, 1.0), (0.40, 0.48, 0.72)),
}
SUN_X = {"left": -0.64, "center": 0.0, "right": 0.64, "none": 0.0}


class Scenery:
    """Everything the painters of one landscape batch share: light, weather and the horizon."""

    def __init__(self, sheet):
        s = self.sheet = sheet
        palette = [s.colour("time", {t: row[i] for t, row in SKY.items()}) for i in range(5)]
        jitter = 0.05 * (s.rand(s.batch, 3, 1, 1) - 0.5)
        self.top, self.middle, self.low = (c + jitter for c in palette[:3])
        self.sun, self.light = palette[3], palette[4]
        self.night = s.flag("time", "night")
        self.warm = s.flag("time", "sunset", "dawn", "dusk")
        self.dark = s.pick("time", {"dawn": 0.3, "noon": 0.0, "sunset": 0.55, "dusk": 0.9, "night": 1.0})
        self.fog = s.flag("weather", "foggy")
        self.wet = s.flag("weather", "storm", "rain")
        self.storm = s.flag("weather", "storm")
        self.falling = s.flag("weather", "snowfall")
        self.snow = s.flag("ground", "snow")
        self.water = s.flag("ground", "lake", "sea")
        self.sea = s.flag("ground", "sea")
        self.visible = 1 - s.flag("sun", "none")
        self.horizon = s.uniform(0.20, 0.36)
        self.sun_x = s.pick("sun", SUN_X) + s.uniform(-0.07, 0.07)
        low = mix(s.uniform(0.16, 0.30), s.uniform(0.0, 0.06), s.flag("time", "dusk"))
        self.sun_y = mix(s.uniform(-0.80, -0.62), self.horizon - low, self.warm)
        middle = torch.sign(s.uniform(-1, 1)) * s.flag("side", "center", "none")
        self.side = s.pick("side", {"left": -1.0, "right": 1.0, "center": 0.0, "none": 0.0}) + middle
        lean = torch.sign(self.sun_x) * smooth(0.1, 0.3, self.sun_x.abs())
        self.lean = mix(0.35 * torch.ones_like(lean), lean + 0.2 * (lean == 0), self.visible)
        self._weathered()

    def _weathered(self):
        """Storm, rain, snowfall and fog grey the sky and dim the light, though never to black."""
        grey = self.light.mean(1, keepdim=True)
        dull = (0.72 * self.wet + 0.50 * self.fog + 0.70 * self.falling)[:, None]
        tint = self.sheet.rgb((0.93, 0.98, 1.07))
        deep = (0.62 - 0.24 * self.storm + 0.16 * self.falling + 0.06 * self.fog)[:, None]
        self.top = mix(self.top, grey * deep * tint, dull)
        self.middle = mix(self.middle, grey * (deep + 0.12) * tint, dull)
        self.low = mix(self.low, grey * (deep + 0.24) * tint, dull)
        pale = 0.35 * self.low + 0.55 * grey * tint
        self.low = mix(self.low, pale, (0.8 * self.fog)[:, None])
        self.light = self.light * (1 - 0.22 * self.wet - 0.05 * self.falling)[:, None]
        self.haze = self.low

    def only(self, rows):
        """The same scene for some pictures of the batch."""
        part = copy.copy(self)
        batch = self.sheet.batch
        for name, value in vars(self).items():
            if torch.is_tensor(value) and value.dim() > 2 and value.shape[0] == batch:
                setattr(part, name, value[rows])
        part.sheet = Sheet([self.sheet.attrs[i] for i in rows], self.sheet.size, self.sheet.generator, self.sheet.device)
        return part

    def apart(self, picture, wanted, draw):
        """Draws only on the pictures whose attributes are wanted, so that nobody pays for the others."""
        rows = [i for i, a in enumerate(self.sheet.attrs) if wanted(a)]
        if not rows:
            return picture
        if len(rows) == self.sheet.batch:
            return draw(self, picture)
        picture = picture.clone()
        picture[rows] = draw(self.only(rows), picture[rows])
        return picture


def render(attrs, size, generator, device):
    sheet = Sheet(attrs, size, generator, device)
    scene = Scenery(sheet)
    picture = ridges(scene, sky(scene))
    picture = objects(scene, picture)
    picture = ground(scene, picture.clamp(0, 1.2))
    return bloom(_air(scene, picture), 0.45)


def _air(c, picture):
    """Banks of fog over the horizon, streaks of rain, flakes of snow."""
    picture = c.apart(picture, lambda a: a["weather"] == "foggy", _mist)
    picture = c.apart(picture, lambda a: a["weather"] in ("storm", "rain"), _rain)
    return c.apart(picture, lambda a: a["weather"] == "snowfall", _flakes)


def _mist(c, picture):
    s = c.sheet
    drift = s.sample(s.noise(5, 2, 3, 0.5, 64), s.x, s.y)
    bank = torch.exp(-((s.y - c.horizon + 0.04) / 0.20) ** 2) * (0.25 + 0.75 * drift)
    return mix(picture, (c.haze * 1.02).expand_as(picture), (0.10 + 0.42 * bank)[:, None])


def _rain(c, picture):
    """Fine slanted streaks in two depths."""
    s = c.sheet
    total = 0.0
    for lanes, speed, strength in ((44.0, 1.4, 0.13), (70.0, 2.2, 0.08)):
        across = (s.x + 0.16 * s.y + 2) * lanes
        lane = torch.floor(across)
        start = scramble(lane, c.horizon * 91 + lanes)
        fall = (s.y * speed + 9 * start) % 1.0
        thin = smooth(0.34, 0.10, (across - lane - 0.5).abs())
        total = total + strength * thin * smooth(0.55, 0.95, fall) * smooth(1.0, 0.97, fall) * (0.2 + 0.8 * start)
    return picture + total[:, None] * (0.15 + 0.75 * c.light)


def _flakes(c, picture):
    s = c.sheet
    total = 0.0
    for cells, radius, strength in ((26.0, 0.15, 0.65), (13.0, 0.11, 0.85), (6.0, 0.07, 0.9)):
        dx, dy, chance = s.scatter((s.x + 0.1 * s.y) * cells + 40, s.y * cells + 40 * c.horizon, cells)
        away = torch.sqrt(dx * dx + dy * dy + 1e-6)
        dot = smooth(radius, radius * 0.35, away) * (chance > 0.35)
        total = torch.maximum(dot * strength, total) if torch.is_tensor(total) else dot * strength
    return mix(picture, 0.30 + 0.70 * c.light.expand_as(picture), total[:, None])
