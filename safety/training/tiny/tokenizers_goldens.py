"""Trains tiny tokenizers of every supported kind and writes what the real library makes of hard texts.

    pip install tokenizers==0.21.0 sentencepiece==0.2.0
    python tokenizers_goldens.py ../../src/test/resources/tokenizers
    python tokenizers_goldens.py --large DIRECTORY TEXTS.txt   # whole NFKC table, many texts; not kept

Marks in texts are text (encode_special_tokens), as in the gateway.
"""

import base64
import io
import json
import random
import sys
import unicodedata
from pathlib import Path

import sentencepiece as spm
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

CORPUS = """A red kettle on the table. The knives were sharp, and the kettle wasn't!
She's walking through the old market; they've sold 1234 oranges and 56 lemons.
Understanding the painters' colours: blue, green, grey and more colours, colouring.
Ein schöner Straßenzug über dem Fluß, Äpfel und Öl. Un café près de la forêt, déjà vu.
El niño pequeño dibuja montañas; la señora mira. Красный чайник на столе, старый рынок.
中国画 红色的茶壶 日本の絵 カタカナ 한국어 그림 שלום עולם مرحبا بالعالم
Painting of a lighthouse in the fog at night, oil on canvas, highly detailed, 8k.""".splitlines()
TEXTS = ["a red kettle", "A  Red\tKETTLE!", "Café, knives", "cafe\u0301 de\u0301ja\u0300", "understanding-colours(123)", "中国x 画",
         "x" * 60, "straße STRASSE", "a\u200b\u00adred\u00a0kettle", "\ufffdthe\x01 table\x07", "σος ΣΟΣ", "don't they've I'll", "",
         " ", "   ", " leading", "trailing  ", "a   b    c", "line\nbreak\r\n\nthen", "İstanbul ŸÑ", "“red” – kettle… ﬁne ①②",
         "x\u0301y", "👍 red 👩\u200d🎨🏽 paints", "a_b+c=d", "\U0001d49c red \U0001d400\U0001d401", "a\u2028b\u3000c", "ｆｕｌｌｗｉｄｔｈ ﾊﾝｶｸ ｶﾞ", "한국어 한국",
         "नमस्ते क्षि", "1234 ½ ٣٤ Ⅷ", "▁a ▁▁b", "Ġa Ċ", "unknown þðŋ words", "'s 's't", "\u00a0\u00a0a", "é\u0323 q\u0307\u0323", "ㅎㅏㄴ",
         "€£¥ § ¶", "\u1e9b\u0323 ﷺ", "a\u0300\u0301\u0302\u0303b", "שָׁלוֹם", "\ufeffa", "ABC" * 40, "the the the the", "\U0010fffd\ue000"]  # fmt: skip
RULES = [("ﬁ", "fi"), ("…", "..."), ("①", "1"), ("e\u0301", "é"), ("\u00a0", " "), ("\u3000", " "), ("\t", " "), ("\n", " "), ("½", "1⁄2"),
         ("\u200b", " "), ("\u00ad", ""), ("\x07", ""), ("ﾊ", "ハ"), ("ﾝ", "ン"), ("ｶ", "カ"), ("ｶﾞ", "ガ"), ("a\u0300", "à"), ("𝐀", "A"), ("ᄒ", "하"),
         *((chr(0xFF41 + i), chr(97 + i)) for i in range(26))]  # fmt: skip
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


def trained(made: Tokenizer, corpus: list[str], **options) -> Tokenizer:
    special = [AddedToken(t, special=True, lstrip=t == "<mask>", normalized=False) for t in SPECIAL]
    kind = trainers.UnigramTrainer if isinstance(made.model, models.Unigram) else trainers.BpeTrainer
    if kind is trainers.UnigramTrainer:
        options["unk_token"] = "<unk>"
    made.train_from_iterator(corpus, kind(special_tokens=special, show_progress=False, **options))
    return made


def byte_level(corpus: list[str], prefix: bool, size: int) -> Tokenizer:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    trained(made, corpus, vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    if prefix:
        made.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=True)
    else:
        made.normalizer = normalizers.NFC()
        made.post_processor = processors.ByteLevel(trim_offsets=False)
    return made


def clip_like(corpus: list[str]) -> Tokenizer:
    made = Tokenizer(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"))
    made.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents()])
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    trained(made, corpus, vocab_size=350, end_of_word_suffix="</w>", limit_alphabet=60)
    return made


def metaspace_bpe(corpus: list[str], scheme: str, fuse: bool) -> Tokenizer:
    made = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=fuse))
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=scheme)
    trained(made, corpus, vocab_size=350, limit_alphabet=70)
    made.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 0)])
    return made


def llama_like(corpus: list[str]) -> Tokenizer:
    """Bytes for what is unknown, spaces by the normalizer, no cutting."""
    made = metaspace_bpe(corpus, "always", True)
    state = json.loads(made.to_str())
    vocab = state["model"]["vocab"]
    for value in range(256):
        vocab[f"<0x{value:02X}>"] = len(vocab)
    state["model"]["byte_fallback"] = True
    state["normalizer"] = {"type": "Sequence", "normalizers": [
        {"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}  # fmt: skip
    state["pre_tokenizer"] = None
    return Tokenizer.from_str(json.dumps(state))


def charsmap(directory: Path, corpus: list[str], whole: bool) -> bytes:
    model = io.BytesIO()
    rules = directory / "rules.tsv"
    rules.write_text("".join(
        " ".join(f"{ord(c):X}" for c in old) + "\t" + " ".join(f"{ord(c):X}" for c in new) + "\n" for old, new in RULES))  # fmt: skip
    how = {"normalization_rule_name": "nmt_nfkc"} if whole else {"normalization_rule_tsv": str(rules)}
    spm.SentencePieceTrainer.train(sentence_iterator=iter(corpus * 20), model_writer=model, vocab_size=300, hard_vocab_limit=False,
                                   minloglevel=2, **how)  # fmt: skip
    rules.unlink()
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return proto.normalizer_spec.precompiled_charsmap


def unigram(corpus: list[str], table: bytes, deberta: bool, size: int) -> Tokenizer:
    made = Tokenizer(models.Unigram())
    table = normalizers.Precompiled(table)
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    if deberta:
        made.normalizer = normalizers.Sequence([normalizers.Strip(), table, spaces])
        made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(prepend_scheme="always")])
    else:
        made.normalizer = normalizers.Sequence([table, spaces])
        made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    trained(made, corpus, vocab_size=size)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)])  # fmt: skip
    return made


def unigram_bytes(corpus: list[str]) -> Tokenizer:
    made = Tokenizer(models.Unigram())
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never", split=False)
    trained(made, corpus, vocab_size=250)
    state = json.loads(made.to_str())
    state["model"]["byte_fallback"] = True
    state["model"]["vocab"] += [[f"<0x{value:02X}>", -20.0] for value in range(256)]
    return Tokenizer.from_str(json.dumps(state))


def write(out: Path, name: str, made: Tokenizer, texts: list[str]) -> None:
    made.no_truncation()
    (out / f"{name}.json").write_text(made.to_str(pretty=False), encoding="utf-8")
    made.encode_special_tokens = True
    rows = [{"text": t, "ids": made.encode(t, add_special_tokens=False).ids, "whole": made.encode(t).ids} for t in texts]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    (out / f"{name}-goldens.json").write_text('{"goldens": [\n' + lines + "\n]}\n")


def made_up(texts: list[str], count: int) -> list[str]:
    """Signs of the hard texts and of everywhere, thrown together; none that a version of Unicode changed."""
    dice = random.Random(7)
    signs = [c for text in texts for c in text]
    anywhere = [chr(c) for c in range(0x20, 0x3100) if chr(c).isprintable() and unicodedata.category(chr(c)) == unicodedata.ucd_3_2_0.category(chr(c))]
    return ["".join(dice.choice(signs if dice.random() < 0.7 else anywhere) for _ in range(dice.randint(1, 40))) for _ in range(count)]


def main() -> None:
    large = sys.argv[1] == "--large"
    out = Path(sys.argv[2 if large else 1])
    out.mkdir(parents=True, exist_ok=True)
    texts, corpus = TEXTS, CORPUS
    if large:
        lines = [line for line in Path(sys.argv[3]).read_text(encoding="utf-8").splitlines() if line.strip()]
        texts, corpus = TEXTS + lines + made_up(TEXTS, 5000), CORPUS + lines
    size = 8000 if large else 400
    table = charsmap(out, CORPUS, large)
    write(out, "roberta", byte_level(corpus, True, size), texts)
    write(out, "gpt2-nfc", byte_level(corpus, False, size), texts)
    write(out, "suffix-bpe", clip_like(corpus), texts)
    write(out, "metaspace-bpe", metaspace_bpe(corpus, "first", False), texts)
    write(out, "fused-bpe", metaspace_bpe(corpus, "always", True), texts)
    write(out, "byte-fallback-bpe", llama_like(corpus), texts)
    write(out, "xlm-roberta", unigram(corpus, table, False, 6000 if large else 300), texts)
    write(out, "deberta", unigram(corpus, table, True, 6000 if large else 300), texts)
    write(out, "byte-fallback-unigram", unigram_bytes(CORPUS), texts)


if __name__ == "__main__":
    main()
