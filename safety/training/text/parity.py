"""Computes the outputs of text-classifier.bin with numpy for a few texts, so that the Java arithmetic can be compared.

    python parity.py text-classifier.bin > ../../src/test/resources/classifier-parity.tsv
"""

import sys
from pathlib import Path

import numpy as np
from export import MAGIC
from features import rows, words

TEXTS = ("a red kettle on a wooden table", "a nude woman", "blood everywhere after the massacre", "🔪 and 🩸 on the floor",
         "Ein Käfer über der Straße", "don't hurt me", "portrait of a wizard, artstation, 8k",
         "internationalisation of extraordinarily long words")  # fmt: skip


def read(file: Path) -> list[np.ndarray]:
    data = file.read_bytes()
    magic, _, count, width, seen, hidden, outputs = np.frombuffer(data, ">i4", 7)
    assert magic == MAGIC
    at = 28
    scale = np.frombuffer(data, ">f4", count, at)
    table = np.frombuffer(data, np.int8, count * width, at := at + 4 * count).reshape(count, width)
    parts, at = [table * scale[:, None].astype(np.float32)], at + count * width
    for shape in ((3, seen, width), (seen,), (hidden, 2 * seen), (hidden,), (outputs, hidden), (outputs,)):
        size = int(np.prod(shape))
        parts.append(np.frombuffer(data, ">f4", size, at).reshape(shape).astype(np.float32))
        at += 4 * size
    assert at == len(data)
    return parts


def outputs(parts: list[np.ndarray], text: str) -> np.ndarray:
    table, near, near_bias, mix, mix_bias, out, out_bias = parts
    vectors = np.stack([table[list(rows(word))].mean(0) for word in words(text)])
    padded = np.pad(vectors, ((1, 1), (0, 0)))
    seen = np.maximum(0, sum(padded[k : k + len(vectors)] @ near[k].T for k in range(3)) + near_bias)
    hidden = np.maximum(0, mix @ np.concatenate([seen.max(0), seen.mean(0)]) + mix_bias)
    return out @ hidden + out_bias


if __name__ == "__main__":
    model = read(Path(sys.argv[1]))
    for text in TEXTS:
        print(text, *(f"{number:.5f}" for number in outputs(model, text)), sep="\t")
