"""Labelled texts that this project writes itself: patterns, the word lists of the detectors, and a small dictionary."""

import random
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LEXICONS = HERE.parents[1] / "src/main/resources/org/imprimatur/safety/lexicon"
LANGUAGES = ("en", "de", "fr", "es", "pt")
FOREIGN = LANGUAGES[1:]
A_LINE = 60
CERTAIN = 0.7
# Sexual content with minors is measured by rules alone; no text about it is written or learned from.
_RULES_ALONE = "sexual_minors"
_FRAMES = {
    "en": ("{}", "a photo of {}", "{} in a street", "a picture that shows {}, highly detailed", "{} oil painting"),
    "de": ("{}", "ein foto von {}", "{} auf der straße", "ein bild mit {}", "{} ölgemälde"),
    "fr": ("{}", "une photo de {}", "{} dans la rue", "une image avec {}", "{} peinture à l'huile"),
    "es": ("{}", "una foto de {}", "{} en la calle", "una imagen con {}", "{} pintura al óleo"),
    "pt": ("{}", "uma foto de {}", "{} na rua", "uma imagem com {}", "{} pintura a óleo"),
}


@dataclass(frozen=True)
class Written:
    language: str
    text: str
    categories: tuple[str, ...]  # none: harmless


def expand(pattern: str, draw: random.Random) -> str:
    while "{" in pattern:
        pattern = re.sub(r"\{([^{}]*)\}", lambda m: draw.choice(m.group(1).split("/")), pattern)
    return " ".join(pattern.split())


def written() -> list[Written]:
    out = set()
    for language in LANGUAGES:
        draw = random.Random(language)
        for line in (HERE / "written" / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            named, pattern = (part.strip() for part in line.split("|", 1))
            categories = () if named == "-" else tuple(named.split(","))
            for _ in range(A_LINE if language == "en" else A_LINE // 2 * (3 if named == "-" else 1)):
                out.add(Written(language, expand(pattern, draw), categories))
    return sorted(out, key=lambda w: (w.language, w.text))


def listed() -> list[Written]:
    """The terms of the word lists that name a harm, and their harmless phrases, each in two frames."""
    out = []
    for language in LANGUAGES:
        draw, categories = random.Random(language), None
        for line in (LEXICONS / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                categories = _meaning(line.strip("[] "))
            elif categories is not None and line and not line.startswith("#"):
                for term in (t.strip(" *") for t in line.split(",")):
                    for frame in draw.sample(_FRAMES[language], 2):
                        out.append(Written(language, frame.format(term), categories))
    return out


def _meaning(header: str):
    """The categories of a section, none for a harmless one; None for one that teaches nothing."""
    if header == "harmless":
        return ()
    if header.startswith(("part", _RULES_ALONE, "injection")):
        return None
    pairs = [part.split() for part in header.split(", ")]
    named = tuple(name for name, severity in pairs if float(severity) >= CERTAIN and name != "deepfake")
    return named or None


def dictionary() -> dict[str, tuple[str, ...]]:
    """English words with their German, French, Spanish and Portuguese ones."""
    lines = (HERE / "written/glossary.txt").read_text(encoding="utf-8").splitlines()
    rows = ([cell.strip() for cell in line.split(";")] for line in lines if line and not line.startswith("#"))
    return {row[0]: tuple(row[1:]) for row in rows}
