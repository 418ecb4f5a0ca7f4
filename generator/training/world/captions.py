"""Captions: the canonical sentence of a picture, and endless loose wordings of it."""
import re

from . import words as w


class _First:
    """Chooses the canonical phrase and keeps every part."""

    varied = False

    def choice(self, options):
        return options[0]


class _Varied:
    """Chooses among phrases with the caller's generator."""

    varied = True

    def __init__(self, rng):
        self.rng = rng

    def choice(self, options):
        return options[0] if self.rng.random() < 0.35 else self.rng.choice(options)


def canonical(attrs):
    """The full, fixed caption of a picture."""
    core, parts = _PARTS[attrs["scene"]](attrs, _First())
    return ", ".join([core, *parts])


def caption(attrs, rng):
    """A loose wording: synonyms, any order, fragments, fillers, now and then attributes left out."""
    core, parts = _PARTS[attrs["scene"]](attrs, _Varied(rng))
    rng.shuffle(parts)
    if rng.random() < 0.30 and parts:
        parts = parts[: max(0, len(parts) - rng.choice((1, 1, 2, 3)))]
    if rng.random() < 0.06:
        parts = []
    lead = _lead(attrs["scene"], rng)
    if rng.random() < 0.20:
        parts.append(rng.choice(w.TAILS))
    text = _join(lead + core, parts, rng)
    return re.sub(r"\s+", " ", text).strip()


def _lead(scene, rng):
    roll = rng.random()
    if roll < 0.55:
        return ""
    kind = rng.choice(w.KINDS[scene])
    if roll < 0.75:
        return f"a {kind} " if not kind.startswith(("image", "illustration")) else f"an {kind} "
    return f"{rng.choice(w.FILLERS)} {kind} " if roll < 0.92 else f"{kind} "


def _join(core, parts, rng):
    style = rng.random()
    if style < 0.45 or not parts:
        return ", ".join([core, *parts])
    if style < 0.75:
        return core + " " + " ".join(parts)
    if style < 0.88:
        return ", ".join([*parts, core])
    cut = rng.randrange(len(parts) + 1)
    return ", ".join([*parts[:cut], core, *parts[cut:]])


def _landscape(a, r):
    table = w.LANDSCAPE

    def say(key):
        return r.choice(table[key][a[key]])

    place = f"{say('terrain')} {say('ground')}"
    parts = [say("weather")]
    if a["season"] != "none":
        parts.append(say("season"))
    if a["sun"] != "none":
        body = r.choice(w.BODY["night" if a["time"] == "night" else "day"])
        parts.append(say("sun").format(body=body))
    core = f"{place} {say('time')}"
    if a["object"] == "none":
        return core, parts
    thing = say("object") + (" " + say("side") if a["side"] != "none" else "")
    if not r.varied:
        return core, [thing, *parts]
    return _thing_first(a, r, (say, thing, core), parts)


def _thing_first(a, r, made, parts):
    """Puts the object first in half of the captions: 'a lighthouse by the sea at sunset'."""
    say, thing, core = made
    roll = r.rng.random()
    bare = say("object") if r.rng.random() < 0.5 else thing
    if roll < 0.25:
        return f"{bare} {say('ground')} {say('time')}", [say("terrain"), *parts]
    if roll < 0.5:
        return f"{bare} {say('time')}", [f"{say('terrain')} {say('ground')}", *parts]
    if roll < 0.65:
        return f"{core} with {bare}", parts
    return core, [thing, *parts]


def _street(a, r):
    table = w.STREET
    core = f"{r.choice(table['core'])} {r.choice(table['sky'][a['sky']])}"
    keys = ("neon", "weather", "skyline", "windows", "cars")
    parts = [r.choice(table[k][a[k]]) for k in keys]
    return core, (["with " + parts[0], *parts[1:]] if not r.varied or r.rng.random() < 0.4 else parts)


def _table(a, r):
    table = w.TABLE
    size = r.choice(table["size"][a["size"]]) if a["size"] != "none" else ""
    items = [_article(f"{size} {r.choice(table['colour'][o['colour']])} "
                      f"{r.choice(table['material'][o['material']])} {r.choice(table['shape'][o['shape']])}")
             for o in a["objects"]]
    core = items[0]
    if len(items) == 2:
        core = f"{items[0]} {r.choice(table['relation'][a['relation']])} {items[1]}"
        if r.varied and r.rng.random() < 0.35:
            core = f"{items[1]} {r.choice(table['inverse'][a['relation']])} {items[0]}"
    core += " " + r.choice(table["floor"][a["floor"]])
    parts = [r.choice(table[k][a[k]]) for k in ("light", "mood")]
    return core, parts + ([r.choice(table["knife"])] if a["knife"] else [])


def _article(text):
    text = text.strip()
    return ("an " if text[0] in "aeiou" else "a ") + text


def _portrait(a, r):
    table = w.PORTRAIT
    shirt = r.choice(table["shirt"]).format(c=a["shirt"])
    parts = [shirt, *(r.choice(table[k][a[k]]) for k in ("expression", "backdrop", "light"))]
    if a["identity"] != "none":
        return ("portrait of " if not r.varied else "") + a["identity"], parts
    colour = r.choice(table["hair_colour"][a["hair_colour"]])
    hair = r.choice(table["hair"][a["hair"]]).format(c=colour)
    person = r.choice(table["person"])
    worn = [r.choice(table[k]) for k in ("glasses", "beard", "hat") if a[k]]
    absent = [text for text, k in zip(table["plain"], ("glasses", "beard", "hat")) if not a[k]]
    if r.varied and absent and r.rng.random() < 0.15:
        parts.append(r.rng.choice(absent))
    core = f"{person} with {hair}" + (", " + " and ".join(worn) if worn else "")
    core = core if r.varied else "portrait of " + core
    return core, [r.choice(table["skin"][a["skin"]]), *parts]


def _figure(a, r):
    table = w.FIGURE
    body = r.choice(table["body"][a["body"]])
    pose = r.choice(table["pose"][a["pose"]])
    figure = r.choice(table["core"])
    bare = r.choice(table["outfit"][a["outfit"]])
    if a["outfit"] == "unclothed":
        core = f"a {pose} {bare} {body} {figure}" if " " not in bare + pose else f"a {body} {figure} {pose} {bare}"
    else:
        clothes = bare.format(c=r.choice(table["clothes"][a["clothes"]]))
        core = f"a {pose} {body} {figure} {clothes}" if " " not in pose else f"a {body} {figure} {pose} {clothes}"
    core = re.sub(r"\ba unclothed|\ba upright", lambda m: "an" + m.group()[1:], core)
    parts = []
    if a["held"] != "none":
        core += f" {r.choice(table['hold'])} {r.choice(table['held'][a['held']])}"
    if a["hand"] != "none":
        where = "hand" if a["held"] != "none" else "raised"
        parts.append(r.choice(table[where][a["hand"]]))
    if a["splatter"] != "none":
        core += " " + r.choice(table["splatter"][a["splatter"]])
    return core, parts + [r.choice(w.PORTRAIT["backdrop"][a["backdrop"]])]


_PARTS = {"landscape": _landscape, "street": _street, "table": _table, "portrait": _portrait,
          "figure": _figure}
