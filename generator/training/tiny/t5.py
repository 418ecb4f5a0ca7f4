"""Tiny T5 tokenizers in the forms that transformers has written over the years, and texts that are hard for them.

  python t5.py OUT                          the tokenizers alone, and the goldens of `tokenizers` for them
  python t5.py --large DIRECTORY TEXTS.txt  the whole NFKC table and many texts more; too large to keep
"""

import base64
import io
import json
import random
import sys
import tempfile
import unicodedata
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer

CORPUS = """a red lighthouse by the sea at sunset, 1958
the blue house on a green street with a cat
paint a street in the rain at night; oil on canvas, highly detailed
three cats and two lighthouses, 35mm photograph, f/1.8
ein rotes Haus am Meer, café déjà vu, naïve; don't they've it's
A wide view of the sea. Lighthouses at sunset! Is it red?""".splitlines()
RULES = [("ﬁ", "fi"), ("…", "..."), ("①", "1"), ("e\u0301", "é"), ("½", "1⁄2"), ("\u200b", " "), ("\u00ad", ""), ("\x07", ""),
         ("\u00a0", " "), ("\u3000", " "), ("\t", " "), ("\n", " "), ("ﾊ", "ハ"), ("ｶ", "カ"), ("ｶﾞ", "ガ"), ("a\u0300", "à"),
         *((chr(0xFF41 + i), chr(97 + i)) for i in range(26))]  # fmt: skip
TEXTS = ["a red lighthouse by the sea at sunset", "", " ", "   ", "\n\n", "two  blanks   and    more", "\ttab\tand\nnew\r\nline", "trailing  ",
         " leading", "1958 35mm 8k 3.14159 1234567890", "$100, 50%, f/1.8", "x" * 300, "lighthouse" * 60, "the " * 300, "😀 red 👩\u200d🎨🏽 paints 👍",
         "café cafe\u0301 nai\u0308ve", "ﬁne… ½ ①②", "ｆｕｌｌ ｗｉｄｔｈ ﾊｶﾞ", "a\u00a0b\u3000c\u2028d\u200be", "a\u00adb\x07c\x00d", "中文 日本語 한국어",
         "नमस्ते क्षि שָׁלוֹם مرحبا", "▁a ▁▁ b▁", "</s> <pad> <unk> <extra_id_0>", "a</s>b", "<0x41>", "\U00010400 \U0001d49c\U0001d400", "\ufeffbom \ufffd",
         "don't they've it's 's", "A RED House! Is it red?", "[(cat:1.2)], {sea|street}", "q\u0307\u0323 a\u0300\u0301", "\U0010fffd\ue000", "un\u200dknown þðŋ"]  # fmt: skip
EXTRA = 5


def trained(corpus: list[str], size: int, whole: bool = False, byte_pieces: bool = False) -> sentencepiece_model_pb2.ModelProto:
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as rules:
        for old, new in RULES:
            rules.write(" ".join(f"{ord(c):X}" for c in old) + "\t" + " ".join(f"{ord(c):X}" for c in new) + "\n")
        rules.flush()
        how = {"normalization_rule_name": "nmt_nfkc"} if whole else {"normalization_rule_tsv": rules.name}
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(corpus * 20), model_writer=model, vocab_size=size, hard_vocab_limit=False, pad_id=0, eos_id=1,
            unk_id=2, bos_id=-1, byte_fallback=byte_pieces, num_threads=1, minloglevel=2, **how)  # fmt: skip
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return proto


def described(proto: sentencepiece_model_pb2.ModelProto, legacy: bool) -> dict:
    """A tokenizer.json: `legacy` as converted by transformers 4, otherwise as its T5Tokenizer has it."""
    pieces = [[piece.piece, piece.score] for piece in proto.pieces]
    pieces += [[f"<extra_id_{i}>", 0.0] for i in reversed(range(EXTRA))]
    marks = {text: i for i, (text, _) in enumerate(pieces) if i < 3 or text.startswith("<extra_id_")}
    table = {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()}
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    normalizer, words = table, {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, metaspace]}
    if legacy:
        normalizer = {"type": "Sequence", "normalizers": [table, {"type": "Strip", "strip_left": False, "strip_right": True},
                                                          {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "▁"}]}  # fmt: skip
        words = metaspace
    text, end = {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}
    other = {"Sequence": {"id": "B", "type_id": 0}}
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i, "content": mark, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
                          "special": True} for mark, i in marks.items()],
        "normalizer": normalizer, "pre_tokenizer": words,
        "post_processor": {"type": "TemplateProcessing", "single": [text, end], "pair": [text, end, other, end],
                           "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": 2, "vocab": pieces, "byte_fallback": proto.trainer_spec.byte_fallback}}  # fmt: skip


def write(folder: Path, description: dict, length: int = 512) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(json.dumps(description, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    marks = {"eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    config = {"tokenizer_class": "T5Tokenizer", "model_max_length": length, "extra_ids": EXTRA} | marks
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "special_tokens_map.json").write_text(json.dumps(marks, indent=1) + "\n")


def tokenizer(whole: bool = False) -> dict:
    """The one that the tiny models of texts have."""
    return described(trained(CORPUS, 150, whole), legacy=False)


def kinds(corpus: list[str], size: int, whole: bool) -> dict[str, dict]:
    plain = trained(corpus, size, whole)
    return {"t5": described(plain, legacy=False), "t5-legacy": described(plain, legacy=True),
            "t5-bytes": described(trained(corpus, size + 256, whole, byte_pieces=True), legacy=True)}  # fmt: skip


def unmarked(description: dict) -> dict:
    """The same without marks that a text could hold: in ours they are text."""
    marks = {mark["id"] for mark in description["added_tokens"]}
    pieces = [[f"\U000f0000{i}" if i in marks else piece, score] for i, (piece, score) in enumerate(description["model"]["vocab"])]
    return description | {"added_tokens": [], "model": description["model"] | {"vocab": pieces}}


def goldens(out: Path, made: dict[str, dict], texts: list[str]) -> list[dict]:
    cases = []
    for name, description in made.items():
        write(out / name, description)
        library = Tokenizer.from_str(json.dumps(unmarked(description)))
        for text in texts:
            cases.append({"tokenizer": name, "text": text, "ids": library.encode(text).ids})
    return cases


def made_up(count: int) -> list[str]:
    """Signs of the hard texts and of everywhere, thrown together; none that a version of Unicode changed."""
    dice = random.Random(11)
    signs = [c for text in TEXTS for c in text]
    anywhere = [chr(c) for c in range(0x20, 0x3100)
                if chr(c).isprintable() and unicodedata.category(chr(c)) == unicodedata.ucd_3_2_0.category(chr(c))]  # fmt: skip
    return ["".join(dice.choice(signs if dice.random() < 0.7 else anywhere) for _ in range(dice.randint(1, 60))) for _ in range(count)]


def save(path: Path, cases: list[dict]) -> None:
    path.write_text('{"cases": [\n' + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]}\n")


if __name__ == "__main__":
    if sys.argv[1] == "--large":
        out, lines = Path(sys.argv[2]), Path(sys.argv[3]).read_text().splitlines()
        save(out / "t5.json", goldens(out, kinds(lines, 8000, whole=True), TEXTS + made_up(20000) + lines))
    else:
        out = Path(sys.argv[1])
        save(out / "goldens/t5.json", goldens(out / "tokenizers", kinds(CORPUS, 150, whole=False), TEXTS))
