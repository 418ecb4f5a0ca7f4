"""The sky of a landscape: gradient and glow, stars, aurora, rainbow, lit clouds, lightning."""
import torch

from .paint import mix, put, smooth

COVER = {"clear": 0.10, "cloudy": 0.86, "foggy": 0.15, "storm": 1.0, "rain": 0.90, "snowfall": 0.85,
         "aurora": 0.0, "rainbow": 0.55}


def sky(c):
    s = c.sheet
    c.height = ((c.horizon - s.y) / (c.horizon + 1)).clamp(0, 1)
    height = c.height[:, None]
    picture = mix(mix(c.low, c.middle, smooth(0.0, 0.45, height)), c.top, smooth(0.28, 1.0, height))
    away = torch.sqrt((s.x - c.sun_x) ** 2 + 1.15 * (s.y - c.sun_y) ** 2)
    near = 0.36 * torch.exp(-(away / 0.24) ** 2)
    wide = torch.exp(-away * mix(2.2, 3.2, c.night)) * mix(0.50, 0.42, c.night)
    spread = 0.28 * c.warm * torch.exp(-((s.x - c.sun_x) / 0.8) ** 2 - 6 * c.height)
    c.glow = ((near + wide + spread) * c.visible * (1 - 0.35 * c.fog)).clamp(0, 1)
    picture = picture + c.glow[:, None] * (c.sun - 0.82 * picture)
    picture = c.apart(picture, _starry, _stars)
    picture = c.apart(picture, lambda a: a["weather"] == "aurora", _aurora)
    radius = 0.095 + 0.03 * c.warm
    disc = smooth(radius + s.px, radius - s.px, away) * c.visible
    face = mix(c.sun, s.rgb((1.0, 1.0, 1.0)), 0.5)
    picture = put(picture, disc * (1 - 0.30 * c.fog), face)
    picture = _clouds(c, picture)
    picture = c.apart(picture, lambda a: a["weather"] == "rainbow", _rainbow)
    return c.apart(picture, lambda a: a["weather"] == "storm", _lightning)


def _starry(a):
    return a["time"] in ("night", "dusk") and a["weather"] in ("clear", "aurora", "cloudy")


def _stars(c, picture):
    """Many faint stars, few bright ones, and a hint of the milky way."""
    s = c.sheet
    clear = c.night + 0.4 * (1 - c.night)
    bright = 0.0
    for cells, radius in ((24.0, 0.014), (11.0, 0.019)):
        dx, dy, chance = s.scatter((s.x + 3) * cells, (s.y + 3) * cells, 50 * c.horizon + cells)
        away = torch.sqrt(dx * dx + dy * dy + 1e-8) / cells
        bright = bright + torch.exp(-(away / (0.35 * radius + 0.4 * s.px)) ** 2) * (0.05 + chance ** 6) * (chance > 0.4)
    band = torch.exp(-((s.x * 0.8 + s.y + 0.55 + 0.3 * c.side) / 0.22) ** 2) * s.sample(s.noise(9, 9, 3, 0.6, 64), s.x, s.y)
    dark = smooth(0.06, 0.3, c.height) * clear
    return picture + (bright * dark)[:, None] + (0.22 * band * dark * c.night)[:, None] * s.rgb((0.75, 0.78, 1.0))


def _aurora(c, picture):
    """Two hanging curtains with rays."""
    s = c.sheet
    total = 0.0
    rays = s.profile(26, 2, 0.6)
    for lower, strength in ((-0.10, 1.0), (-0.42, 0.6)):
        up = s.y - (s.profile(3, 3, 0.45) * 0.75 - 0.55 + lower)
        band = torch.exp(-((up.clamp(min=0)) / 0.05) ** 2) * torch.exp(up.clamp(max=0) * (2.6 + 2.4 * rays))
        band = band * (0.35 + 0.9 * rays) * (0.5 + 0.7 * s.profile(4, 1)) * strength
        tone = mix(s.rgb((0.14, 0.95, 0.55)), s.rgb((0.50, 0.25, 0.85)), smooth(-0.05, -0.55, up)[:, None])
        total = total + band[:, None] * tone
    return picture + total * smooth(0.0, 0.15, c.height)[:, None]


def _rainbow(c, picture):
    """An arc on the side away from the sun."""
    s = c.sheet
    centre = -0.45 * torch.sign(c.sun_x + 1e-3)
    radius = torch.sqrt((s.x - centre) ** 2 + (s.y - c.horizon - 0.08) ** 2)
    t = (radius - 0.80) / 0.16
    bands = torch.stack([torch.exp(-((t - p) / 0.25) ** 2) for p in (0.85, 0.5, 0.15)], 1)
    mask = smooth(-0.05, 0.2, t) * smooth(1.05, 0.8, t) * 0.58
    return put(picture, mask, bands * 0.9 + 0.18)


def _clouds(c, picture):
    """One layer of clouds seen in perspective, lit from where the sun or moon stands."""
    s = c.sheet
    texture = s.noise(7, 6, 5, 0.52, 192)
    flat = s.uniform(0.26, 0.42)
    shift = s.uniform(-0.2, 0.2)

    def density(x, y):
        reach = flat + ((c.horizon - y) / (c.horizon + 1)).clamp(min=0)
        return s.sample(texture, x / reach * 0.40 + shift, 0.70 / reach - 1.2)

    n = density(s.x, s.y)
    dx, dy = c.sun_x - s.x, c.sun_y - 0.25 * (1 - c.visible) - s.y
    step = 0.085 * torch.rsqrt(dx * dx + dy * dy + 0.02)
    toward = density(s.x + step * dx, s.y + step * dy)
    amount = s.pick("weather", COVER)
    cover = mix(0.62, 0.38, amount)
    mask = smooth(cover, cover + 0.17, n) * smooth(0.0, 0.2, amount) * smooth(0.02, 0.22, c.height)
    mask = mask * mix(0.75, 1.0, smooth(0.1, 0.6, amount))
    lit = (0.55 - 5.0 * (toward - n) - 0.8 * (n - cover - 0.1)).clamp(0, 1)
    bright, shaded = _cloud_colours(c)
    colour = mix(shaded, bright, lit[:, None])
    rim = mask * (1 - mask) * 4 * c.glow
    colour = colour + (0.45 * c.glow * (0.4 + 0.6 * lit) + 0.5 * rim)[:, None] * c.sun
    return put(picture, mask * 0.94, colour)


def _cloud_colours(c):
    near = (c.warm * (0.45 + 0.55 * torch.exp(-((c.sheet.x - c.sun_x) / 0.9) ** 2)))[:, None]
    bright = mix(c.light * 1.02, c.sun * 0.40 + c.low * 0.62, near)
    shaded = mix(0.45 * c.middle + 0.38 * c.light * 0.8, 0.55 * c.middle + 0.42 * c.top, c.warm[:, None])
    bright = mix(bright, c.light * 0.85, c.night[:, None])
    shaded = mix(shaded, c.top * 1.1 + 0.08 * c.light, c.night[:, None])
    gloom = (c.wet * mix(0.16, 0.38, c.storm))[:, None]
    return bright * (1 - 1.0 * gloom), shaded * (1 - 1.15 * gloom)


def _lightning(c, picture):
    """In most storms: a bolt with one branch, of any length and place, and the cloud it lights."""
    s = c.sheet
    here = s.uniform(0, 1) < 0.8
    start, length = s.uniform(-0.8, 0.8), s.uniform(0.55, 1.0)
    wander = s.profile(5, 4, 0.5, sharp=True).transpose(1, 2) - 0.5
    fork = s.profile(6, 3, 0.5, sharp=True).transpose(1, 2) - 0.5
    top, end = s.uniform(-1.3, -0.6), -1 + (c.horizon + 1) * length
    reach = smooth(end, end - 0.03, s.y) * smooth(top, top + 0.1, s.y)
    split = mix(top, end, s.uniform(0.25, 0.6))
    path = start + 0.75 * wander
    branch = path + torch.sign(start) * -0.55 * (s.y - split).clamp(min=0) + 0.5 * fork * smooth(0.0, 0.2, s.y - split)
    away = (s.x - path).abs()
    flash = torch.exp(-away / 0.16) * 0.30 * smooth(c.horizon, c.horizon - 0.4, s.y)
    picture = picture + (here * flash)[:, None] * s.rgb((0.85, 0.88, 1.0))
    core = smooth(0.016, 0.006, away) * reach
    side = smooth(0.010, 0.004, (s.x - branch).abs()) * smooth(split, split + 0.02, s.y) * smooth(end - 0.1, end - 0.25, s.y)
    return put(picture, here * torch.maximum(core, 0.7 * side), s.rgb((1.0, 0.99, 1.0)))
