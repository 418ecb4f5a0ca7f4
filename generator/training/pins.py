"""Writes SHA256SUMS into a model folder: the last step before a bundle is committed.

    python pins.py ../models/starter
"""

import hashlib
import sys
from pathlib import Path

NAME = "SHA256SUMS"


def pins(folder: Path) -> str:
    """One line a file, as sha256sum writes them, sorted by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    by_path = {path.relative_to(folder).as_posix(): path for path in files}
    lines = (f"{hashlib.sha256(by_path[name].read_bytes()).hexdigest()}  {name}\n" for name in sorted(by_path))
    return "".join(lines)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    (target / NAME).write_text(pins(target), encoding="utf-8")
