"""Words and hashed pieces of a text, exactly as the Java class TextFeatures makes them."""

import unicodedata
from functools import lru_cache

ROWS = 81_920
LONGEST_WORD = 16
PIECES = (3, 4)


def words(text: str) -> list[str]:
    """Case folded, compatibility forms unified, marks gone, apostrophes gone, pictographs by their Unicode name."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    out = []
    for c in folded:
        kind = unicodedata.category(c)
        if kind in ("Mn", "Cf", "Cs", "Co") or c in "'’":
            continue
        if kind == "So" and ord(c) >= 0x2190:
            out.append(" " + unicodedata.name(c, "").lower() + " ")
        else:
            out.append(c if c.isalnum() else " ")
    return "".join(out).replace("-", " ").split()


def _hash(text: str) -> int:
    """FNV-1a over UTF-16 code units, 32 bits, folded to the table; row 0 is kept for nothing."""
    value = 0x811C9DC5
    data = text.encode("utf-16-le", "surrogatepass")
    for i in range(0, len(data), 2):
        value = ((value ^ (data[i] | data[i + 1] << 8)) * 0x01000193) & 0xFFFFFFFF
    return 1 + (value ^ value >> 15) % (ROWS - 1)


@lru_cache(maxsize=400_000)
def rows(word: str) -> tuple[int, ...]:
    """The table rows of a word: itself, and its runs of three and four characters with both ends marked."""
    marked = "<" + word[:LONGEST_WORD] + ">"
    pieces = [marked] + [marked[i : i + n] for n in PIECES for i in range(len(marked) - n + 1)]
    return tuple(_hash(piece) for piece in pieces)
