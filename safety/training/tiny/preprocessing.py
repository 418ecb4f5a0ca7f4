"""Writes goldens of how Hugging Face's processors prepare pictures, for the tests of our own preparation.

Run with Python, numpy, Pillow and transformers:  python preprocessing.py ../../src/test/resources/layouts
"""

import json
import sys
from pathlib import Path

import numpy
from PIL import Image
from transformers import CLIPImageProcessorPil, ConvNextImageProcessorPil, ViTImageProcessorPil

CONFIGS = {
    "vit-bilinear": (ViTImageProcessorPil, {
        "do_resize": True, "size": {"height": 12, "width": 12}, "resample": 2, "do_rescale": True,
        "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}),
    "vit-larger": (ViTImageProcessorPil, {
        "do_resize": True, "size": {"height": 40, "width": 52}, "resample": 3, "do_rescale": True,
        "rescale_factor": 1 / 255, "do_normalize": False}),
    "vit-lanczos": (ViTImageProcessorPil, {
        "do_resize": True, "size": {"height": 9, "width": 15}, "resample": 1, "do_rescale": True,
        "rescale_factor": 1 / 127.5, "do_normalize": True, "image_mean": [1.0, 1.0, 1.0], "image_std": [1.0, 2.0, 4.0]}),
    "clip-crop": (CLIPImageProcessorPil, {
        "do_resize": True, "size": {"shortest_edge": 14}, "resample": 3, "do_center_crop": True,
        "crop_size": {"height": 14, "width": 14}, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True,
        "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}),
    "convnext-share": (ConvNextImageProcessorPil, {
        "do_resize": True, "size": {"shortest_edge": 16}, "crop_pct": 0.875, "resample": 2, "do_rescale": True,
        "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": [0.485, 0.456, 0.406],
        "image_std": [0.229, 0.224, 0.225]}),
}  # fmt: skip


def picture(width: int, height: int) -> Image.Image:
    """Gradients, edges and fine lines, so that every filter shows."""
    y, x = numpy.mgrid[0:height, 0:width]
    red = (x * 255 // max(1, width - 1)).astype(numpy.uint8)
    green = (((x // 3 + y // 2) % 2) * 255).astype(numpy.uint8)
    blue = ((x * x + 7 * y * y + 13 * x * y) % 256).astype(numpy.uint8)
    return Image.fromarray(numpy.stack([red, green, blue], axis=2))


def main() -> None:
    root = Path(sys.argv[1])
    image = picture(37, 29)
    image.save(root / "picture.png")
    goldens = []
    for name, (processor, config) in CONFIGS.items():
        pixels = processor(**config)(image, return_tensors="np")["pixel_values"][0]
        numbers = [round(float(v), 6) for v in pixels.reshape(-1)]
        goldens.append({"name": name, "config": config, "shape": list(pixels.shape), "pixels": numbers})
    (root / "preprocessing.json").write_text(json.dumps(goldens) + "\n", encoding="utf-8")


main()
