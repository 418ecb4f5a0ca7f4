"""What the student computes for a few texts, so that the Java arithmetic can be compared; 8 bits a table number as there.

    python parity.py TRAINED > ../../src/test/resources/classifier-parity.tsv
"""

import sys
from pathlib import Path

import numpy as np
import torch
from export import load
from features import rows, words
from student import Student

TEXTS = ("a red kettle on a wooden table", "a nude woman", "blood everywhere after the massacre", "🔪 and 🩸 on the floor",
         "Ein Käfer über der Straße", "don't hurt me", "portrait of a wizard, artstation, 8k", "knife",
         "internationalisation of extraordinarily long words")  # fmt: skip


def outputs(model: Student, text: str) -> np.ndarray:
    found = [rows(word) for word in words(text)]
    bags = torch.zeros(len(found), max(map(len, found)), dtype=torch.long)
    for i, pieces in enumerate(found):
        bags[i, : len(pieces)] = torch.tensor(pieces)
    return model(bags, torch.arange(len(found))[None])[0][0].numpy()


@torch.no_grad()
def main() -> None:
    state = load(Path(sys.argv[1]))
    scale = np.maximum(np.abs(state["table"]).max(1, keepdims=True) / 127, 1e-12)
    state["table"] = np.round(state["table"] / scale) * scale
    model = Student().eval()
    model.load_state_dict({name: torch.from_numpy(value) for name, value in state.items()})
    for text in TEXTS:
        print(text, *(f"{number:.5f}" for number in outputs(model, text)), sep="\t")


if __name__ == "__main__":
    main()
