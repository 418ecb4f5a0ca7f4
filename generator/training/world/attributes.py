"""The attributes of every scene, their values, and how one picture's attributes are drawn.

Figures have one fixed adult proportion and portraits one fixed adult head: no attribute of age,
build or anatomy exists.
"""
import hashlib
import json

SCENES = ("landscape", "street", "table", "portrait", "figure")

TIMES = ("dawn", "noon", "sunset", "dusk", "night")
WEATHERS = ("clear", "cloudy", "foggy", "storm", "rain", "aurora", "rainbow", "snowfall")
TERRAINS = ("mountains", "hills", "dunes", "forest", "cliffs")
GROUNDS = ("lake", "sea", "meadow", "flowers", "snow", "sand")
PLACES = ("left", "center", "right")
OBJECTS = ("none", "cabin", "lighthouse", "sailboat", "pines", "bridge", "balloon", "windmill", "castle",
           "oak", "palms")
SEASONS = ("spring", "summer", "autumn", "winter")

NEONS = ("red", "blue", "pink", "green")
STREET_SKIES = ("dusk", "night", "day")
STREET_WEATHERS = ("dry", "rain", "foggy")
SKYLINES = ("low", "tall")
WINDOWS = ("few", "many")
CARS = ("none", "left", "right", "both")

SHAPES = ("sphere", "cube", "cone", "cylinder", "vase", "cup", "bottle", "apple")
COLOURS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "white", "black",
           "brown", "grey")
MATERIALS = ("matte", "glossy", "metal", "glass")
FLOORS = ("wood", "marble", "chequered", "mirror", "fabric", "concrete")
LIGHTS = ("left", "right", "above", "behind")
MOODS = ("warm", "cool", "dark", "neon", "bright")
RELATIONS = ("none", "left", "front", "top")
SIZES = ("small", "large")

SKINS = ("pale", "fair", "tan", "olive", "brown", "dark")
HAIRS = ("short", "long", "curly", "bun", "bob", "bald")
HAIR_COLOURS = ("black", "brown", "blond", "red", "grey", "blue")
SHIRTS = ("red", "orange", "yellow", "green", "blue", "purple", "white", "black")
BACKDROPS = ("blue", "grey", "warm", "green", "pink", "dark")
PORTRAIT_LIGHTS = ("left", "right", "rim")
EXPRESSIONS = ("neutral", "smiling")

BODIES = ("wooden", "white", "grey", "tan", "brown")
POSES = ("standing", "waving", "sitting")
OUTFITS = ("shirt", "dress", "coat", "unclothed")
CLOTHES = ("red", "yellow", "green", "blue", "purple", "white", "black", "beige")
HELD = ("none", "knife", "pistol", "sword", "umbrella", "flower", "phone", "banana")
WEAPONS = ("knife", "pistol", "sword")
HANDS = ("left", "right")
SPLATTERS = ("none", "blood", "red paint", "orange paint", "blue paint", "green paint")

FACE_KEYS = ("skin", "hair", "hair_colour", "glasses", "beard", "hat")


def _person(skin, hair, hair_colour, glasses, beard, hat, width, eye):
    return {"skin": skin, "hair": hair, "hair_colour": hair_colour, "glasses": glasses,
            "beard": beard, "hat": hat, "width": width, "eye": eye}


PERSONS = {
    "orla venn": _person("pale", "long", "red", 1, 0, 0, 0.94, 0.185),
    "tobias quill": _person("brown", "bald", "grey", 0, 1, 0, 1.07, 0.165),
    "mirela dask": _person("tan", "bun", "black", 1, 0, 0, 0.98, 0.195),
    "juno hartwell": _person("dark", "short", "grey", 0, 1, 0, 1.0, 0.175),
    "casimir holt": _person("fair", "curly", "brown", 1, 1, 0, 1.05, 0.18),
    "ines calder": _person("olive", "bob", "blue", 0, 0, 0, 0.95, 0.19),
    "rufus amberley": _person("pale", "short", "blond", 0, 1, 1, 1.04, 0.17),
    "saskia thorne": _person("dark", "curly", "black", 1, 0, 1, 0.97, 0.185),
}
IDENTITIES = tuple(PERSONS)


def _landscape(rng):
    a = {"scene": "landscape", "time": rng.choice(TIMES)}
    weather = ["clear", "clear", "clear", "cloudy", "cloudy", "foggy", "storm", "rain"]
    weather += ["aurora", "aurora", "aurora"] if a["time"] == "night" else []
    weather += ["rainbow"] if a["time"] in ("dawn", "noon") else []
    a["weather"] = rng.choice(weather)
    a["terrain"] = rng.choice(TERRAINS)
    by_terrain = {"dunes": ("lake", "sea", "sand", "sand"),
                  "mountains": ("lake", "lake", *GROUNDS),
                  "cliffs": ("sea", "sea", "sea", "lake", "meadow", "flowers", "snow", "sand")}
    a["ground"] = rng.choice(by_terrain.get(a["terrain"], GROUNDS))
    if a["ground"] == "snow" and rng.random() < 0.25:
        a["weather"] = "snowfall"
    hidden = a["weather"] in ("storm", "rain", "snowfall")
    a["sun"] = "none" if hidden else rng.choice(PLACES)
    a["object"] = rng.choice(_objects(a))
    a["season"] = _season(rng, a)
    a["side"] = "none" if a["object"] in ("none", "bridge") else rng.choice(PLACES)
    return a


def _objects(a):
    """What may stand in a landscape, likelier things more than once."""
    objects = ["none"] * 4 + ["cabin", "lighthouse", "pines", "balloon", "windmill", "castle", "castle", "oak"]
    if a["ground"] in ("lake", "sea"):
        objects += ["lighthouse", "sailboat", "sailboat", "sailboat", "bridge"]
    if a["ground"] in ("meadow", "flowers"):
        objects += ["oak", "windmill", "cabin"]
    if a["terrain"] == "dunes" or a["ground"] in ("sea", "sand"):
        objects += ["palms", "palms"]
    return objects


def _season(rng, a):
    """Seasons show only on trees and grass; snow on the ground means winter."""
    if a["terrain"] not in ("hills", "forest") and a["object"] != "oak":
        return "none"
    if a["ground"] == "snow":
        return "winter"
    green = a["ground"] in ("meadow", "flowers")
    return rng.choice(SEASONS[:3] if green else SEASONS)


def _street(rng):
    return {"scene": "street", "neon": rng.choice(NEONS), "sky": rng.choice(("night", *STREET_SKIES)),
            "weather": rng.choice(STREET_WEATHERS), "skyline": rng.choice(SKYLINES),
            "windows": rng.choice(WINDOWS), "cars": rng.choice(CARS)}


def _table(rng):
    count = rng.choice((1, 2))
    colours = rng.sample(COLOURS, count)
    objects = [{"shape": rng.choice(SHAPES), "colour": c, "material": rng.choice(MATERIALS)}
               for c in colours]
    for item in objects:
        if item["shape"] == "apple" and rng.random() < 0.6:
            item.update(colour=rng.choice(("red", "green", "yellow")), material=rng.choice(MATERIALS[:2]))
    a = {"scene": "table", "objects": objects}
    a["relation"] = rng.choice(RELATIONS[1:]) if count == 2 else "none"
    if a["relation"] == "top":
        objects[1]["shape"] = rng.choice(("cube", "cylinder"))
    a["floor"], a["light"] = rng.choice(("wood", *FLOORS)), rng.choice(LIGHTS)
    a["mood"] = rng.choice(MOODS)
    a["size"] = rng.choice(SIZES) if count == 1 else "none"
    a["knife"] = int(rng.random() < 0.1 and a["relation"] in ("none", "left"))
    return a


def _portrait(rng):
    if rng.random() < 0.4:
        name = rng.choice(IDENTITIES)
        a = dict(PERSONS[name])
    else:
        name, a = "none", _anonymous(rng)
    a.update(scene="portrait", identity=name, shirt=rng.choice(SHIRTS),
             backdrop=rng.choice(BACKDROPS), light=rng.choice(PORTRAIT_LIGHTS),
             expression=rng.choice(EXPRESSIONS))
    return a


def _anonymous(rng):
    """A face that differs from every named identity in at least one attribute.

    One in four is drawn on purpose as a lookalike: exactly one attribute away.
    """
    if rng.random() < 0.25:
        a = dict(PERSONS[rng.choice(IDENTITIES)])
        key = rng.choice(("skin", "hair_colour", "glasses", "beard", "hat"))
        values = {"skin": SKINS, "hair_colour": HAIR_COLOURS}.get(key, (0, 1))
        a[key] = rng.choice([v for v in values if v != a[key]])
        a["width"], a["eye"] = rng.uniform(0.92, 1.08), rng.uniform(0.165, 0.195)
        return a if differences(a) >= 1 else _anonymous(rng)
    a = {"skin": rng.choice(SKINS), "hair": rng.choice(HAIRS),
         "hair_colour": rng.choice(HAIR_COLOURS), "glasses": rng.randrange(2),
         "beard": rng.randrange(2), "hat": int(rng.random() < 0.3),
         "width": rng.uniform(0.92, 1.08), "eye": rng.uniform(0.165, 0.195)}
    return a if differences(a) >= 2 else _anonymous(rng)


def differences(face):
    """Number of visible attributes that set a face apart from the nearest named identity."""
    keys = [k for k in FACE_KEYS if not (k == "hair_colour" and face["hair"] == "bald"
                                         and not face["beard"])]
    return min(sum(face[k] != p[k] for k in keys) for p in PERSONS.values())


def _figure(rng):
    a = {"scene": "figure", "pose": rng.choice(POSES), "body": rng.choice(BODIES),
         "outfit": rng.choice(OUTFITS), "clothes": rng.choice(CLOTHES)}
    a["held"] = "none" if rng.random() < 0.3 else rng.choice(HELD[1:])
    a["hand"] = rng.choice(HANDS) if a["held"] != "none" or a["pose"] == "waving" else "none"
    if a["outfit"] == "unclothed":
        a["clothes"] = "none"
    splatters = ("none", "none", "none", "blood", "blood", *SPLATTERS[2:])
    a["splatter"] = rng.choice(splatters)
    a["backdrop"] = rng.choice(BACKDROPS)
    return a


_SAMPLERS = {"landscape": _landscape, "street": _street, "table": _table,
             "portrait": _portrait, "figure": _figure}
_WEIGHTS = {"landscape": 0.38, "street": 0.12, "table": 0.20, "portrait": 0.15, "figure": 0.15}


def sample(rng, scene=None):
    """Attributes of one picture as plain JSON values."""
    chosen = scene or rng.choices(SCENES, [_WEIGHTS[s] for s in SCENES])[0]
    return _SAMPLERS[chosen](rng)


def group_key(attrs):
    """Pictures with the same key can be rendered in one batch."""
    if attrs["scene"] != "table":
        return (attrs["scene"],)
    return ("table", attrs["relation"])


_COMBINATION = {
    "landscape": ("time", "weather", "terrain", "ground", "object", "side"),
    "street": ("neon", "sky", "weather", "skyline", "windows", "cars"),
    "table": ("objects", "floor", "mood"),
    "portrait": ("identity", "hair", "shirt", "backdrop", "light", "expression"),
    "figure": ("pose", "outfit", "clothes", "held", "splatter", "backdrop"),
}


def heldout(attrs):
    """True for the 5 % of attribute combinations kept from the generator's training.

    Stratified by scene: each scene hashes its own combination of attributes with SHA-256.
    """
    keys = _COMBINATION[attrs["scene"]]
    text = json.dumps([attrs["scene"], *(attrs[k] for k in keys)], sort_keys=True)
    head = hashlib.sha256(text.encode()).digest()[:4]
    return int.from_bytes(head, "big") < 0.05 * 2**32
