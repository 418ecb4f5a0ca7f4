"""Writes the tiny text pack that the tests load, and what the real tokenizer makes of hard texts.

    pip install tokenizers==0.21.0 onnx==1.17.0 numpy
    python textpack.py ../../src/test/resources/textgate

The model adds up, over all tokens, a row of numbers of each: classes [calm, violent, rude], sigmoid.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

WORDS = ("[PAD] [UNK] [CLS] [SEP] a red kettle on the table blood ##y knife ##s stab ##bing un ##der ##stand cafe "
         "strasse 中 国 , . ! - ( ) ' 1 ##2 ##3 x ##x insult σ ##ο ##ς ##σ").split()  # fmt: skip
TEXTS = ["a red kettle", "A  Bloody\tKNIFE!", "Café, knives", "understand-stabbing(123)", "中国x", "x" * 100, "x" * 101,
         "straße", "a\u200b\u00adred\u00a0kettle", "\ufffdthe\x00 table\x07", "σος ΣΟΣ", "don't", "", "  ", "unknownword a",
         "İstanbul", "“red” – kettle…", "x\u0301y", "👍 red", "a_b+c=d", "e\u0301cafe\u0301", "\U0001d49c red", "a\u2028b"]  # fmt: skip


def tokenizer() -> Tokenizer:
    vocab = {w: i for i, w in enumerate(WORDS)}
    made = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    marks = [("[CLS]", vocab["[CLS]"]), ("[SEP]", vocab["[SEP]"])]
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=marks)  # fmt: skip
    return made


def model() -> bytes:
    table = np.zeros((len(WORDS), 3), dtype=np.float32)
    table[WORDS.index("[CLS]")] = [4, -4, -4]
    for word in ("blood", "knife", "stab"):
        table[WORDS.index(word)] = [-4, 8, 0]
    table[WORDS.index("insult")] = [-4, 0, 8]
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
             helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
             helper.make_node("Unsqueeze", ["mask", "axis"], ["wide"]),
             helper.make_node("Mul", ["rows", "wide"], ["kept"]),
             helper.make_node("ReduceSum", ["kept", "over"], ["logits"], keepdims=0)]  # fmt: skip
    named = [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([2], np.int64), "axis"),
             numpy_helper.from_array(np.array([1], np.int64), "over")]  # fmt: skip
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["b", "t"]) for n in ("input_ids", "attention_mask")]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", 3])]
    graph = helper.make_graph(nodes, "sums", inputs, outputs, named)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    made.ir_version = 8
    checker.check_model(made)
    return made.SerializeToString()


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    made = tokenizer()
    config = {"id2label": {"0": "calm", "1": "violent", "2": "rude"}, "problem_type": "multi_label_classification"}
    files = {"model.onnx": model(), "tokenizer.json": made.to_str(pretty=False).encode(),
             "config.json": json.dumps(config).encode()}  # fmt: skip
    pins = {}
    for name, content in files.items():
        (out / name).write_bytes(content)
        pins[name] = {"file": name, "sha256": hashlib.sha256(content).hexdigest()}
    manifest = {
        "name": "tiny-text", "version": "1", "licence": "Apache-2.0", **pins["model.onnx"],
        "tokenizer": pins["tokenizer.json"], "length": 8,
        "classes": {"output": "logits", "config": pins["config.json"]},
        "labels": {"calm": "ignored", "violent": {"category": "violence", "direction": "unsafe"},
                   "rude": {"category": "harassment", "direction": "unsafe"}},
        "selfTest": [{"text": "a bloody table", "expect": {"violence": [0.98, 0.99], "harassment": [0.01, 0.02]}}],
    }  # fmt: skip
    (out / "text-gate.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    goldens = [{"text": text, "ids": made.encode(text, add_special_tokens=False).ids} for text in TEXTS]
    (out.parent / "wordpiece-goldens.json").write_text(json.dumps({"goldens": goldens}, indent=1) + "\n")


if __name__ == "__main__":
    main()
