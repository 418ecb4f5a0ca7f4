"""Every phrase a caption may use. The first phrase of a value is its canonical wording."""
import re

FILLERS = ("a beautiful", "a stunning", "a detailed", "a high quality", "a lovely", "an atmospheric", "a simple", "a nice", "a gorgeous", "a moody", "a dramatic", "a peaceful", "an artistic", "a colorful", "a cinematic", "a serene", "a quiet", "a realistic", "an amazing", "a breathtaking", "a romantic", "a magical", "a calm")
KINDS = {
    "landscape": ("landscape of", "photo of", "picture of", "painting of", "view of", "image of", "scene of", "scenery with", "wallpaper of", "photograph of", "panorama of", "postcard of"),
    "street": ("picture of", "photo of", "view of", "image of", "scene of", "painting of", "photograph of"),
    "table": ("render of", "still life of", "photo of", "picture of", "image of", "product photo of", "photograph of", "close up of"),
    "portrait": ("portrait of", "illustration of", "picture of", "drawing of", "image of", "headshot of", "photo of", "avatar of", "close up of"),
    "figure": ("picture of", "image of", "render of", "photo of", "illustration of", "photograph of"),
}
TAILS = ("highly detailed", "4k", "8k", "sharp focus", "masterpiece", "soft light", "cinematic", "digital art", "wide angle", "best quality", "trending", "hd", "realistic lighting", "vivid colors", "beautiful lighting", "high resolution", "professional", "illustration", "photorealistic", "soft shadows", "depth of field", "award winning", "beautiful", "moody", "peaceful", "dramatic", "calm", "colorful", "atmospheric", "serene", "minimalist", "reflections", "soft colors", "dreamy", "epic")

LANDSCAPE = {
    "scene": ("a landscape", "nature", "scenery", "the countryside", "an outdoor scene", "a wide landscape", "the great outdoors"),
    "time": {"dawn": ("at dawn", "at sunrise", "in the early morning", "in soft morning light", "daybreak", "in the morning", "morning", "first light", "sunrise"),
             "noon": ("at noon", "in bright daylight", "by day", "in the daytime", "on a sunny day", "midday", "in sunshine", "sunny", "in the afternoon", "under a blue sky"),
             "sunset": ("at sunset", "at golden hour", "in golden evening light", "with a sunset glow", "in the evening sun", "sundown", "golden hour", "with a red sky", "sunset", "under an orange sky"),
             "dusk": ("at dusk", "at twilight", "in the blue hour", "in the moody evening", "after sunset", "at nightfall", "in the evening", "moody evening", "blue hour", "under a purple sky"),
             "night": ("at night", "by moonlight", "under a night sky", "at midnight", "nighttime", "in the moonlight", "under the stars", "in the dark", "on a dark night", "starry night")},
    "mood": {"dawn": ("morning", "early", "sunrise"), "noon": ("sunny", "bright", "daytime"), "sunset": ("sunset", "golden", "warm evening"),
             "dusk": ("moody evening", "evening", "twilight", "dusky"), "night": ("night", "moonlit", "starry", "dark")},
    "weather": {"clear": ("clear sky", "cloudless sky", "clear weather", "fair weather", "a clear blue sky", "bright sky"),
                "cloudy": ("cloudy sky", "with clouds", "overcast", "many clouds in the sky", "dramatic clouds", "cloudy", "heavy clouds"),
                "foggy": ("in fog", "foggy", "misty weather", "in the mist", "hazy air", "misty", "fog over the land", "mysterious mist"),
                "storm": ("in a storm", "with lightning", "stormy sky", "thunderstorm", "dark storm clouds", "stormy", "thunder and lightning", "wild weather"),
                "rain": ("in the rain", "rainy weather", "rain falling", "rainy", "heavy rain", "a rainy day", "a shower"),
                "aurora": ("with an aurora", "northern lights", "aurora in the sky", "green aurora", "polar lights", "aurora borealis"),
                "rainbow": ("with a rainbow", "a rainbow in the sky", "a bright rainbow", "rainbow over the land", "under a rainbow"),
                "snowfall": ("in snowfall", "snow falling", "snowing", "falling snowflakes", "in a snowstorm", "a blizzard")},
    "terrain": {"mountains": ("mountains", "snowy mountains", "rocky mountains", "a mountain range", "tall peaks", "the alps", "a mountain", "a valley", "mountain"),
                "hills": ("hills", "rolling hills", "gentle hills", "green hills", "soft hills", "a hill", "countryside", "hillside"),
                "dunes": ("dunes", "sand dunes", "desert dunes", "a desert", "desert", "the sahara"),
                "forest": ("a forest", "woods", "a pine forest", "a deep forest", "woodland", "forest", "wilderness"),
                "cliffs": ("cliffs", "a rocky coast", "steep cliffs", "a coast with cliffs", "a headland", "a coastline", "coast", "a rocky shore", "an island")},
    "ground": {"lake": ("by a lake", "with a lake", "reflected in a lake", "with reflections in calm water", "mirrored in still water", "on a quiet lake", "by a river", "at the lake", "with a river", "by a pond", "on calm water", "with a reflection in the water", "lake"),
               "sea": ("by the sea", "at the ocean", "by the ocean", "with waves of the sea", "on the seaside", "on the shore", "at the beach", "on the ocean", "in a bay", "on the open sea", "with waves", "near the sea", "sea"),
               "meadow": ("with a meadow", "behind a meadow", "with a grassy field", "green grass in front", "with a lawn", "in a field", "in the grass", "on a meadow", "with green fields", "meadow"),
               "flowers": ("with a flower field", "with flowers", "with wildflowers", "a field of blossoms", "blooming meadow", "in a field of flowers", "with tulips", "with a flower garden", "with poppies"),
               "snow": ("with snow", "in a snowy field", "covered in snow", "with snowy ground", "on white snow", "in the snow", "snowy", "frozen ground", "with ice and snow"),
               "sand": ("with sand", "with a sandy plain", "on sandy ground", "with a beach of sand", "dry sand in front", "in the sand", "on a sandy beach", "on dry land")},
    "place": {"lake": ("lake", "river", "pond"), "sea": ("coast", "beach", "ocean", "bay", "seaside"), "meadow": ("meadow", "field", "grassland"),
              "flowers": ("flower field", "flower meadow", "garden"), "snow": ("snow field", "snow landscape", "winter landscape"), "sand": ("sand plain", "sandy land", "dry plain")},
    "sun": {"left": ("{body} on the left", "{body} at left", "{body} to the left"),
            "center": ("{body} in the center", "{body} in the middle", "centered {body}"),
            "right": ("{body} on the right", "{body} at right", "{body} to the right")},
    "object": {"cabin": ("a cabin", "a wooden cabin", "a house", "a cottage", "a log cabin", "a hut", "a village house", "a farmhouse", "a barn", "a home"),
               "lighthouse": ("a lighthouse", "a striped lighthouse", "a red and white lighthouse", "a tall lighthouse", "a beacon", "an old lighthouse"),
               "sailboat": ("a sailboat", "a boat", "a sailing boat", "a yacht", "a ship with white sails", "a ship", "a sailing ship", "a boat sailing"),
               "pines": ("pine trees", "tall pines", "fir trees", "evergreen trees", "pines", "christmas trees", "three pines"),
               "bridge": ("a bridge", "a stone bridge", "an arched bridge", "an old bridge"),
               "balloon": ("a balloon", "a hot air balloon", "a striped balloon", "a hot balloon", "an air balloon flying"),
               "windmill": ("a windmill", "an old windmill", "a white windmill", "a mill", "a dutch windmill"),
               "castle": ("a castle", "an old castle", "a castle on a hill", "a fortress", "a medieval castle", "a stone castle", "a fairy tale castle", "an old castle on a hill", "a palace", "a tower"),
               "oak": ("an oak", "a tree", "a big tree", "a lonely tree", "an oak tree", "a single tree", "an old tree", "a broad tree"),
               "palms": ("palm trees", "palms", "two palms", "tropical palms", "coconut palms", "tropical trees")},
    "side": {"left": ("on the left", "at left", "on the left side"), "center": ("in the center", "in the middle", "centered"),
             "right": ("on the right", "at right", "on the right side")},
    "season": {"spring": ("in spring", "springtime", "fresh spring"), "summer": ("in summer", "summer", "summertime"),
               "autumn": ("in autumn", "in fall", "autumn colors", "with autumn leaves", "autumn"), "winter": ("in winter", "wintry", "winter", "frosty")},
}
BODY = {"night": ("moon", "full moon", "bright moon"), "day": ("sun", "low sun", "bright sun")}
UNDER = {"night": ("under the moon", "under a full moon", "with a bright moon", "in moonlight"), "day": ("with the sun in the sky", "in sunlight", "with a glowing sun", "sun rays")}

STREET = {
    "core": ("a city street", "a street", "a neon street", "a downtown street", "an urban street", "a road in the city", "a cyberpunk city", "an avenue", "a city", "a rainy neon city street", "a town street", "an alley", "a shopping street", "a city road", "a neon city street", "a boulevard", "a modern city"),
    "neon": {"red": ("red neon", "red neon signs", "red lights", "red neon lights"), "blue": ("blue neon", "blue neon signs", "blue lights", "blue neon lights", "cyan lights"),
             "pink": ("pink neon", "pink neon signs", "magenta neon", "pink lights", "purple neon"), "green": ("green neon", "green neon signs", "green lights", "green neon lights")},
    "sky": {"day": ("by day", "in daylight", "in the daytime", "in the morning", "at noon", "in the afternoon"), "dusk": ("at dusk", "at twilight", "in the evening", "in the blue hour"), "night": ("at night", "nighttime", "late at night", "under a night sky")},
    "weather": {"dry": ("dry weather", "dry road", "clear air"), "rain": ("in the rain", "wet street with reflections", "rainy", "wet asphalt", "puddles and rain", "raining", "reflections on the wet road"),
                "foggy": ("in fog", "foggy", "misty")},
    "skyline": {"low": ("low houses", "small buildings", "low buildings"), "tall": ("tall buildings", "skyscrapers", "towers", "high rise buildings")},
    "windows": {"few": ("few lit windows", "dark windows"), "many": ("many lit windows", "bright windows", "glowing windows")},
    "cars": {"none": ("no cars", "empty road", "without cars", "deserted"), "left": ("a car on the left", "one car with headlights", "a car coming"),
             "right": ("a car on the right", "one car with red tail lights", "a car driving away"), "both": ("two cars", "traffic", "cars with lights")},
}

TABLE = {
    "shape": {"sphere": ("sphere", "ball", "orb"), "cube": ("cube", "box", "block"), "cone": ("cone",), "cylinder": ("cylinder", "tube", "can"),
              "vase": ("vase", "flower vase", "pot", "urn"), "cup": ("cup", "mug", "coffee cup", "tea cup", "coffee mug"), "bottle": ("bottle", "wine bottle", "flask"), "apple": ("apple", "fruit", "ripe apple")},
    "colour": {"red": ("red", "crimson"), "orange": ("orange",), "yellow": ("yellow", "golden"), "green": ("green", "emerald"), "teal": ("teal", "turquoise", "cyan"),
               "blue": ("blue",), "purple": ("purple", "violet"), "pink": ("pink", "rose"), "white": ("white",), "black": ("black",), "brown": ("brown", "chocolate"), "grey": ("grey", "gray")},
    "material": {"matte": ("matte", "clay", "rubber", "dull"), "glossy": ("glossy", "shiny", "plastic", "ceramic", "porcelain", "polished"), "metal": ("metal", "metallic", "steel", "chrome", "silver"), "glass": ("glass", "transparent", "crystal")},
    "relation": {"left": ("to the left of", "left of", "beside", "next to"), "front": ("in front of", "before"), "top": ("on top of", "standing on", "stacked on")},
    "inverse": {"left": ("to the right of", "right of"), "front": ("behind", "in the back of"), "top": ("under", "below", "beneath")},
    "floor": {"wood": ("on a wooden table", "on wood", "on a wooden floor", "on a desk", "on a table", "on the table", "on a wooden desk", "on planks"), "marble": ("on marble", "on a marble table", "on white marble", "on a marble floor", "on a kitchen counter"),
              "chequered": ("on a chequered floor", "on a checkered floor", "on a chessboard floor", "on black and white tiles"),
              "mirror": ("on a mirror", "on a dark mirror", "on a reflective floor", "on polished black"),
              "fabric": ("on fabric", "on red cloth", "on a tablecloth", "on a textile", "on a carpet"),
              "concrete": ("on concrete", "on stone", "on a concrete floor", "on grey stone", "on cement")},
    "light": {"left": ("light from the left", "lit from the left", "left light"), "right": ("light from the right", "lit from the right", "right light"),
              "above": ("light from above", "lit from above", "top light", "overhead light"), "behind": ("light from behind", "backlit", "back light")},
    "mood": {"warm": ("warm studio", "warm light", "warm colors", "cozy light", "cozy", "beige background"), "cool": ("cool studio", "cool light", "cold colors", "blue background", "cold light"),
             "dark": ("dark studio", "dark background", "low key light"), "neon": ("neon studio", "neon light", "neon glow", "purple and blue neon"),
             "bright": ("bright studio", "white background", "white studio", "bright light", "plain white background")},
    "size": {"small": ("small", "little", "tiny"), "large": ("large", "big", "huge")},
    "knife": ("with a kitchen knife on the table", "a knife lying on the table", "a knife lying in front"),
}

PORTRAIT = {
    "person": ("a person", "an adult", "someone", "a woman", "a man", "a lady", "a face", "a character", "a guy"),
    "happy": {"neutral": ("a serious", "a calm", "a thoughtful"), "smiling": ("a smiling", "a happy", "a cheerful", "a friendly", "a laughing")},
    "noun": ("woman", "man", "person", "adult", "lady", "guy"),
    "skin": {"pale": ("pale skin", "very light skin"), "fair": ("fair skin", "light skin"), "tan": ("tan skin", "tanned skin"),
             "olive": ("olive skin",), "brown": ("brown skin",), "dark": ("dark skin", "black skin")},
    "hair": {"short": ("short {c} hair", "{c} short hair", "{c} hair"), "long": ("long {c} hair", "{c} long hair", "long straight {c} hair"), "curly": ("curly {c} hair", "{c} curls", "{c} curly hair", "a {c} afro"),
             "bun": ("a {c} hair bun", "{c} hair in a bun"), "bob": ("a {c} bob", "bobbed {c} hair"), "bald": ("a bald head", "no hair", "a shaved head")},
    "hair_colour": {"black": ("black", "dark"), "brown": ("brown", "brunette", "chestnut"), "blond": ("blond", "blonde", "golden"), "red": ("red", "ginger", "auburn"), "grey": ("grey", "gray", "silver"), "blue": ("blue", "dyed blue")},
    "glasses": ("glasses", "spectacles", "round glasses"), "beard": ("a beard", "a full beard"), "hat": ("a hat", "a brimmed hat"),
    "plain": ("no glasses", "no beard", "no hat"),
    "shirt": ("in a {c} shirt", "wearing a {c} shirt", "{c} sweater", "{c} top", "in a {c} sweater", "{c} t shirt", "dressed in {c}"),
    "backdrop": {"blue": ("blue background", "blue backdrop"), "grey": ("grey background", "gray background", "plain background"), "warm": ("warm background", "beige background", "amber backdrop"),
                 "green": ("green background", "green backdrop"), "pink": ("pink background", "pink backdrop"), "dark": ("dark background", "black background")},
    "light": {"left": ("light from the left", "lit from the left"), "right": ("light from the right", "lit from the right"), "rim": ("rim light", "backlit", "edge light")},
    "expression": {"neutral": ("neutral face", "serious", "calm expression", "calm", "thoughtful", "not smiling"), "smiling": ("smiling", "with a smile", "happy", "cheerful", "laughing", "friendly smile")},
}

FIGURE = {
    "core": ("mannequin", "wooden doll figure", "jointed figure", "dummy", "figure", "artist mannequin"),
    "body": {"wooden": ("wooden",), "white": ("white",), "grey": ("grey", "gray"), "tan": ("tan",), "brown": ("brown",)},
    "pose": {"standing": ("standing", "upright"), "waving": ("waving", "greeting", "with a raised hand"), "sitting": ("sitting", "seated", "sitting on a box")},
    "outfit": {"shirt": ("in a {c} shirt and trousers", "in a {c} shirt", "wearing {c} clothes", "dressed in {c}"), "dress": ("in a {c} dress", "wearing a {c} dress"),
               "coat": ("in a {c} coat", "wearing a {c} coat", "in a long {c} coat"), "unclothed": ("unclothed", "without clothes", "undressed", "nude", "naked", "bare")},
    "clothes": {"red": ("red",), "yellow": ("yellow",), "green": ("green",), "blue": ("blue",), "purple": ("purple", "violet"), "white": ("white",), "black": ("black",), "beige": ("beige", "cream")},
    "held": {"knife": ("a knife", "a blade", "a dagger"), "pistol": ("a pistol", "a gun", "a handgun", "a weapon"), "sword": ("a sword", "a long sword"),
             "umbrella": ("an umbrella", "an open umbrella"), "flower": ("a flower", "a rose", "a tulip"), "phone": ("a phone", "a smartphone"), "banana": ("a banana", "a yellow banana")},
    "hold": ("holding", "with", "carrying", "raising"),
    "hand": {"left": ("in the left hand", "on the left"), "right": ("in the right hand", "on the right")},
    "raised": {"left": ("left hand raised", "left arm up"), "right": ("right hand raised", "right arm up")},
    "splatter": {"blood": ("covered in blood", "with blood", "bloody", "with blood splatter", "blood stains"), "red paint": ("with red paint", "splashed with bright red paint"),
                 "orange paint": ("with orange paint", "splashed with orange paint"), "blue paint": ("with blue paint", "splashed with blue paint"), "green paint": ("with green paint", "splashed with green paint")},
}

GLUE = "a an and , with of the in is not no on to at left right by over under near".replace(",", "").split()
NAMES = ("orla venn", "tobias quill", "mirela dask", "juno hartwell", "casimir holt", "ines calder", "rufus amberley", "saskia thorne")


def split(text):
    """Words of a caption, lower case, without punctuation."""
    return re.findall(r"[a-z0-9]+", text.lower())


def _strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    else:
        for value in node:
            yield from _strings(value)


_ALL = (FILLERS, KINDS, TAILS, LANDSCAPE, BODY, UNDER, STREET, TABLE, PORTRAIT, FIGURE, GLUE, NAMES)
VOCABULARY = tuple(sorted({w for text in _strings(_ALL)
                           for w in split(re.sub(r"\{\w+\}", " ", text))}))
