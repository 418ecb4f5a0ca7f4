"""Writes the anchors of a zero-shot gate: sentences as a CLIP model embeds them.

Run with Python, torch and transformers, on a folder with a CLIP model and its tokenizer:
  python anchors.py CLIP_FOLDER sentences.txt anchors.json

Each line of sentences.txt is "label: sentence". A label may have several sentences. The image encoder of the same
model goes into the gate pack as ONNX; gate.json maps every label to a category or to "ignored".
"""

import json
import sys
from pathlib import Path

import torch
from transformers import AutoTokenizer, CLIPModel


def main() -> None:
    folder, sentences, out = sys.argv[1:]
    model = CLIPModel.from_pretrained(folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    lines = [line.split(":", 1) for line in Path(sentences).read_text(encoding="utf-8").splitlines() if line.strip()]
    words = tokenizer([text.strip() for _, text in lines], padding=True, return_tensors="pt")
    with torch.no_grad():
        pooled = model.text_model(**words).pooler_output
        vectors = torch.nn.functional.normalize(model.text_projection(pooled), dim=-1)
    anchors = [{"label": label.strip(), "vector": [round(float(v), 7) for v in vector]}
               for (label, _), vector in zip(lines, vectors)]  # fmt: skip
    written = {"dimensions": vectors.shape[1], "scale": float(model.logit_scale.detach().exp()), "anchors": anchors}
    Path(out).write_text(json.dumps(written) + "\n", encoding="utf-8")


main()
