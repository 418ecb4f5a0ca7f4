"""Checks of the recipe's own arithmetic: python -m unittest, from this folder."""

import unittest

import augment
import bpe
import numpy as np
import onnx
import torch
from compress import to_int8
from onnx import TensorProto, helper, numpy_helper
from sampling import euler, sigmas


class Tokens(unittest.TestCase):
    texts = ["a lighthouse by the sea at sunset"] * 3 + ["a red cube, on wood"] * 3

    def test_a_trained_word_is_one_token(self):
        tokenizer = bpe.Tokenizer(bpe.train(self.texts, 2_048))
        self.assertEqual(len([i for i in tokenizer("lighthouse") if i != tokenizer.end_id]), 2)

    def test_every_prompt_has_77_ids_between_its_marks(self):
        tokenizer = bpe.Tokenizer(bpe.train(self.texts, 2_048))
        for text in ("", "sunset", "x" * 500, "żółw 猫 <|endoftext|>"):
            ids = tokenizer(text)
            self.assertEqual((len(ids), ids[0], ids[-1]), (77, tokenizer.ids[bpe.START], tokenizer.end_id))

    def test_the_end_mark_in_a_prompt_stays_ordinary_text(self):
        tokenizer = bpe.Tokenizer(bpe.train(self.texts, 2_048))
        ids = tokenizer("a <|endoftext|> b")
        self.assertGreater(ids.index(tokenizer.end_id), 5)

    def test_case_and_spaces_do_not_matter(self):
        tokenizer = bpe.Tokenizer(bpe.train(self.texts, 2_048))
        self.assertEqual(tokenizer("A  Red\nCUBE"), tokenizer("a red cube"))


class Sampling(unittest.TestCase):
    def test_noise_levels_fall_from_one_to_zero(self):
        levels = sigmas(8, 1.5)
        self.assertEqual((len(levels), levels[0], levels[-1]), (9, 1.0, 0.0))
        self.assertTrue((np.diff(levels) < 0).all())

    def test_a_straight_flow_is_followed_exactly(self):
        noise, clean = np.ones(4), np.full(4, 3.0)
        np.testing.assert_allclose(euler(lambda x, t: noise - clean, noise, sigmas(4, 1.5)), clean, atol=1e-6)


class Compression(unittest.TestCase):
    def test_int8_weights_change_a_product_by_less_than_one_percent(self):
        weight = np.random.default_rng(0).standard_normal((64, 32)).astype(np.float32)
        graph = helper.make_graph(
            [helper.make_node("MatMul", ["x", "w"], ["y"])], "g",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 64])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 32])],
            [numpy_helper.from_array(weight, "w")],
        )  # fmt: skip
        small = to_int8(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8))
        values = {t.name: numpy_helper.to_array(t) for t in small.graph.initializer}
        back = values["w.int8"].astype(np.float32) * values["w.scale"][None]
        self.assertLess(np.abs(back - weight).max(), np.abs(weight).max() / 127)
        onnx.checker.check_model(small)


class Distortions(unittest.TestCase):
    def test_fine_quantisation_keeps_the_picture(self):
        picture = torch.rand(2, 3, 16, 24)
        self.assertLess((augment.jpeg(picture, 100) - picture).abs().max().item(), 0.02)

    def test_every_distortion_keeps_shape_and_range(self):
        picture = torch.rand(2, 3, 128, 128)
        for name, change in augment.NAMED.items():
            changed = change(picture)
            self.assertEqual(changed.shape, picture.shape, name)
            self.assertTrue(-1e-5 <= changed.min() and changed.max() <= 1 + 1e-5, name)


if __name__ == "__main__":
    unittest.main()
