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
    if rng.random() < 0.16:
        return _short(attrs, _Varied(rng))
    core, parts = _PARTS[attrs["scene"]](attrs, _Varied(rng))
    rng.shuffle(parts)
    if rng.random() < 0.35 and parts:
        parts = parts[: max(0, len(parts) - rng.choice((1, 1, 2, 3)))]
    if rng.random() < 0.06:
        parts = []
    lead = _lead(attrs["scene"], rng)
    if rng.random() < 0.20:
        parts.append(rng.choice(w.TAILS))
    text = _join(lead + core, parts, rng)
    return re.sub(r"\s+", " ", text).strip()


def _short(attrs, r):
    """What people type first: a thing or place, and at most one or two words about it."""
    core = r.rng.choice(_SHORT[attrs["scene"]](attrs, r))
    lead = _lead(attrs["scene"], r.rng) if r.rng.random() < 0.3 else ""
    tail = f", {r.rng.choice(w.TAILS)}" if r.rng.random() < 0.1 else ""
    return re.sub(r"\s+", " ", lead + core + tail).strip()


def _short_landscape(a, r):
    def say(key):
        return r.choice(w.LANDSCAPE[key][a[key]])

    place = r.choice(w.LANDSCAPE["place"][a["ground"]])
    mood = r.choice(w.LANDSCAPE["mood"][a["time"]])
    found = [f"{say('terrain')} {say('time')}", f"{mood} {place}", f"{say('terrain')} {say('ground')}",
             f"{r.choice(w.LANDSCAPE['scene'])} {say('time')}", f"{place}, {say('weather')}"]
    if a["object"] != "none":
        found = found[:2] if r.rng.random() < 0.3 else []
        found += [f"{say('object')} {say('time')}", f"{say('object')} {say('ground')}", say("object"),
                  f"{mood} {place} with {say('object')}", f"{say('object')}, {say('weather')}"] * 2
        found += [f"{say('object')} {say('season')}"] * 3 if a["season"] != "none" else []
    return found


def _short_street(a, r):
    table = w.STREET
    core = r.choice(table["core"])
    return [core, *(f"{core} {r.choice(table['sky'][a['sky']])}" for _ in range(2)),
            *(f"{core}, {r.choice(table[k][a[k]])}" for k in ("neon", "weather", "cars", "skyline")),
            f"{core} with {r.choice(table['neon'][a['neon']])}"]


def _short_table(a, r):
    table, item = w.TABLE, a["objects"][0]
    colour, made, shape = (r.choice(table[k][item[k]]) for k in ("colour", "material", "shape"))
    floor, light = r.choice(table["floor"][a["floor"]]), r.choice(table["light"][a["light"]])
    plain = _article(f"{colour} {shape}")
    if len(a["objects"]) == 2:
        other = a["objects"][1]
        second = _article(f"{r.choice(table['colour'][other['colour']])} {r.choice(table['shape'][other['shape']])}")
        return [f"{plain} and {second}", f"{plain} {r.choice(table['relation'][a['relation']])} {second}",
                f"{plain} and {second} {floor}"]
    return [plain, f"{plain} {floor}", f"{plain} {floor}", _article(f"{made} {shape}"), _article(f"{shape} {floor}"),
            _article(f"{colour} {made} {shape}"), f"{plain}, {light}", f"{plain}, {r.choice(table['mood'][a['mood']])}"]


def _short_portrait(a, r):
    table = w.PORTRAIT
    shirt = r.choice(table["shirt"]).format(c=a["shirt"])
    if a["identity"] != "none":
        return [a["identity"], f"portrait of {a['identity']}", f"{a['identity']} {shirt}"]
    hair = r.choice(table["hair"][a["hair"]]).format(c=r.choice(table["hair_colour"][a["hair_colour"]]))
    who = f"{r.choice(table['happy'][a['expression']])} {_noun(a, r)}"
    worn = [r.choice(table[k]) for k in ("glasses", "beard", "hat") if a[k]]
    found = [who, f"{who} with {hair}", f"{who} with {hair}", f"portrait of {who} with {hair}", f"{who} {shirt}"]
    return found + [f"{who} with {thing}" for thing in worn]


def _noun(a, r):
    """Faces have no sex of their own, but nobody expects a beard under the word woman."""
    return r.choice([n for n in w.PORTRAIT["noun"] if n != "woman" and n != "lady" or not a["beard"]])


def _short_figure(a, r):
    """Never silent about a weapon, blood or missing clothes, so that no harmless prompt draws them."""
    table = w.FIGURE
    body, figure = r.choice(table["body"][a["body"]]), r.choice(table["core"])
    who, pose = _article(f"{body} {figure}"), r.choice(table["pose"][a["pose"]])
    worn = r.choice(table["outfit"][a["outfit"]]).format(c=a["clothes"])
    found = [f"{who} {worn}", f"{who} {pose} {worn}"]
    if a["held"] != "none":
        found = [f"{text} {r.choice(table['hold'])} {r.choice(table['held'][a['held']])}" for text in found]
    if a["splatter"] != "none":
        found = [f"{text} {r.choice(table['splatter'][a['splatter']])}" for text in found]
    return found


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
    if r.varied and r.rng.random() < 0.25:
        place = f"{r.choice(w.LANDSCAPE['mood'][a['time']])} {r.choice(w.LANDSCAPE['place'][a['ground']])} with {say('terrain')}"
    parts = [say("weather")]
    if a["season"] != "none":
        parts.append(say("season"))
    if a["sun"] != "none":
        body = r.choice(w.BODY["night" if a["time"] == "night" else "day"])
        under = r.varied and r.rng.random() < 0.25
        parts.append(r.choice(w.UNDER["night" if a["time"] == "night" else "day"]) if under else say("sun").format(body=body))
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
    items = [_article(f"{size} {r.choice(table['colour'][o['colour']])} {_made(o, r)} {r.choice(table['shape'][o['shape']])}")
             for o in a["objects"]]
    core = items[0]
    if len(items) == 2:
        core = f"{items[0]} {r.choice(table['relation'][a['relation']])} {items[1]}"
        if r.varied and r.rng.random() < 0.35:
            core = f"{items[1]} {r.choice(table['inverse'][a['relation']])} {items[0]}"
    core += " " + r.choice(table["floor"][a["floor"]])
    parts = [r.choice(table[k][a[k]]) for k in ("light", "mood")]
    return core, parts + ([r.choice(table["knife"])] if a["knife"] else [])


def _made(item, r):
    """The material; one in four loose wordings keeps silent about it."""
    silent = r.varied and r.rng.random() < 0.25
    return "" if silent else r.choice(w.TABLE["material"][item["material"]])


def _article(text):
    text = re.sub(r"\s+", " ", text).strip()
    return ("an " if text[0] in "aeiou" else "a ") + text


def _portrait(a, r):
    table = w.PORTRAIT
    shirt = r.choice(table["shirt"]).format(c=a["shirt"])
    parts = [shirt, *(r.choice(table[k][a[k]]) for k in ("expression", "backdrop", "light"))]
    if a["identity"] != "none":
        return ("portrait of " if not r.varied else "") + a["identity"], parts
    colour = r.choice(table["hair_colour"][a["hair_colour"]])
    hair = r.choice(table["hair"][a["hair"]]).format(c=colour)
    person = r.choice([p for p in table["person"] if not (a["beard"] and p in ("a woman", "a lady"))])
    worn = [r.choice(table[k]) for k in ("glasses", "beard", "hat") if a[k]]
    absent = [text for text, k in zip(table["plain"], ("glasses", "beard", "hat")) if not a[k]]
    if r.varied and absent and r.rng.random() < 0.15:
        parts.append(r.rng.choice(absent))
    if r.varied and r.rng.random() < 0.4:
        person = f"{r.choice(table['happy'][a['expression']])} {_noun(a, r)}"
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
_SHORT = {"landscape": _short_landscape, "street": _short_street, "table": _short_table,
          "portrait": _short_portrait, "figure": _short_figure}
