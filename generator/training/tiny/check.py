"""Reruns diffusers on the tests' models and compares its pictures with the committed goldens.

  python -m venv oracle && oracle/bin/pip install -r requirements.txt
  oracle/bin/python check.py [FAMILY ...]

A level more or less is rounding on another processor; anything beyond ends with exit code 1.
"""

import base64
import json
import sys
import tempfile
from pathlib import Path

import families
import numpy as np
import oracle

RESOURCES = Path(__file__).resolve().parents[2] / "src/test/resources"
TOLERANCE = 1


def key(case: dict) -> str:
    return json.dumps({name: value for name, value in case.items() if name not in ("rgb", "latents")}, sort_keys=True)


def pixels(case: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(case["rgb"]), np.uint8).astype(int)


def cases_of(folder: Path) -> list[dict]:
    files = {family.goldens for family in families.FAMILIES.values()}
    return [case for file in sorted(files) for case in json.loads((folder / file).read_text())["cases"]]


def main(wanted: list[str]) -> int:
    committed = {key(case): case for case in cases_of(RESOURCES / "goldens")}
    with tempfile.TemporaryDirectory() as folder:
        oracle.pictures(RESOURCES / "models", Path(folder), wanted)
        cases = cases_of(Path(folder))
    worst = 0
    for case in cases:
        difference = int(np.abs(pixels(case) - pixels(committed[key(case)])).max())
        print(f"{key(case)}: differs by {difference} of 255")
        worst = max(worst, difference)
    return 0 if cases and worst <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
