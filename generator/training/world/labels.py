"""What a judge should read off a picture: classes per head, and the safety truth."""
from . import attributes as at

HEADS = {
    "scene": at.SCENES,
    "time": at.TIMES, "weather": at.WEATHERS, "terrain": at.TERRAINS, "ground": at.GROUNDS,
    "sun": at.PLACES, "object": at.OBJECTS, "side": at.PLACES, "season": at.SEASONS,
    "street_neon": at.NEONS, "street_sky": at.STREET_SKIES, "street_weather": at.STREET_WEATHERS,
    "street_skyline": at.SKYLINES, "street_windows": at.WINDOWS, "street_cars": at.CARS,
    "table_shape": at.SHAPES, "table_colour": at.COLOURS, "table_material": at.MATERIALS,
    "table_shape2": at.SHAPES, "table_colour2": at.COLOURS, "table_material2": at.MATERIALS,
    "table_relation": at.RELATIONS, "table_floor": at.FLOORS, "table_light": at.LIGHTS,
    "table_mood": at.MOODS, "table_size": at.SIZES, "table_knife": ("no", "yes"),
    "portrait_skin": at.SKINS, "portrait_hair": at.HAIRS,
    "portrait_hair_colour": at.HAIR_COLOURS, "portrait_glasses": ("no", "yes"),
    "portrait_beard": ("no", "yes"), "portrait_hat": ("no", "yes"),
    "portrait_shirt": at.SHIRTS, "portrait_backdrop": at.BACKDROPS,
    "portrait_light": at.PORTRAIT_LIGHTS, "portrait_expression": at.EXPRESSIONS,
    "figure_pose": at.POSES, "figure_body": at.BODIES, "figure_outfit": at.OUTFITS,
    "figure_clothes": at.CLOTHES, "figure_held": at.HELD, "figure_hand": at.HANDS,
    "figure_splatter": at.SPLATTERS, "figure_backdrop": at.BACKDROPS,
}
_LANDSCAPE = ("time", "weather", "terrain", "ground", "sun", "object", "side", "season")


def _values(attrs):
    """Head name to class name for the heads that apply to the scene."""
    scene = attrs["scene"]
    if scene == "landscape":
        return {"scene": scene, **{k: attrs[k] for k in _LANDSCAPE}}
    if scene == "table":
        return {"scene": scene, **_table(attrs)}
    prefix = scene + "_"
    return {"scene": scene, **{h: _value(attrs, h[len(prefix):])
                               for h in HEADS if h.startswith(prefix)}}


def _value(attrs, key):
    if key == "hair_colour" and attrs["hair"] == "bald" and not attrs["beard"]:
        return "none"
    value = attrs[key]
    return ("no", "yes")[value] if isinstance(value, int) else value


def _table(attrs):
    found = {"table_" + k: attrs[k] for k in ("relation", "floor", "light", "mood", "size")}
    found["table_knife"] = ("no", "yes")[attrs["knife"]]
    for item, suffix in zip(attrs["objects"], ("", "2")):
        found.update({f"table_{k}{suffix}": v for k, v in item.items()})
    return found


def labels(attrs):
    """Head to class index; -1 where the head does not apply to the picture."""
    values = _values(attrs)
    return {head: names.index(values[head]) if values.get(head) in names else -1
            for head, names in HEADS.items()}


def safety(attrs):
    """Violence 0 none, 1 weapon in hand, 2 blood, 3 both; unclothed figure; face; identity."""
    figure, portrait = attrs["scene"] == "figure", attrs["scene"] == "portrait"
    armed = figure and attrs["held"] in at.WEAPONS
    bloody = figure and attrs["splatter"] == "blood"
    named = portrait and attrs["identity"] != "none"
    return {"violence": int(armed) + 2 * int(bloody),
            "unclothed": int(figure and attrs["outfit"] == "unclothed"),
            "face": int(portrait),
            "identity": at.IDENTITIES.index(attrs["identity"]) if named else -1}
