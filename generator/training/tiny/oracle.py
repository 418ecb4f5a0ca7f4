"""Writes the goldens of the tests: numbers that torch, transformers and diffusers give.

  python oracle.py MODELS OUT [FAMILY ...]        MODELS as written by make.py; pictures of these families alone

Only numbers are kept. Run again after a change of make.py or of a library, and say in the commit what moved.
"""

import base64
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import diffusers
import families
import numpy as np
import t5
import torch
import trajectories
from PIL import Image
from transformers import CLIPTokenizer

torch.set_num_threads(1)
PROMPTS = [
    "a lighthouse by the sea at sunset", "", " ", "85mm", "1999 cats", "$100 on  the   street", "line\nbreak\ttab",
    "A RED House", "don't we'll they've I'm he'd it's", "caf\u00e9 cafe\u0301", "\U0001f600 smile \U0001f468\u200d\U0001f469",
    "\uff21\uff22\uff23 \uff11\uff12", "\u03a3\u0391\u03a3 \u0130stanbul Stra\u00dfe", "zero\u200bwidth", "line\u2028sep",
    "a,b;c.d!?", "!!!...", "under_score", "\u4e2d\u6587 \u65e5\u672c\u8a9e", "\u0661\u0662\u0663 \u00bd \u00b2",
    "'s 't 're''s", "(red:1.2) [cat]", "\u00a0nbsp\u3000wide", "tail space ", "a" * 90, "red " * 100, "\U00010400 deseret",
    "wow!", "stop ! go !!\u0301now",
    "<|startoftex|>", "< | endoftext | >", "e\u0301\u0323 order", "\ufb01 ligature \u2126 ohm \u212b",
]  # fmt: skip


def write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=True, indent=0) + "\n")


def numbers(tensor: torch.Tensor) -> list[float]:
    return [float(f"{v:.9g}") for v in tensor.double().flatten().tolist()]


def noise(out: Path) -> None:
    cases = []
    for seed, counts in [(0, [64]), (42, [4 * 8 * 8, 16]), (123456789, [16, 17, 31]), (2**40 + 7, [40]), (5, [7, 3])]:
        generator = torch.Generator("cpu").manual_seed(seed)
        drawn = [torch.randn(count, generator=generator) for count in counts]
        cases.append({"seed": seed, "counts": counts, "values": [v for d in drawn for v in numbers(d)]})
    write(out / "noise.json", {"cases": cases})


def tokens(models: Path, out: Path) -> None:
    folder = models / "flow/tokenizer"
    tokenizer = CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"))
    tokenizer.model_max_length = 77
    tokenizer.save_pretrained(out.parent / "tokenizers/clip")
    write(out / "tokens.json", {"cases": tokenized(tokenizer)})
    write(out / "tokens-padded.json", {"cases": tokenized(CLIPTokenizer.from_pretrained(str(models / "sd21/tokenizer")))})


def tokenized(tokenizer: CLIPTokenizer) -> list[dict]:
    return [{"text": text, "ids": tokenizer(text, padding="max_length", max_length=77, truncation=True)["input_ids"]}
            for text in PROMPTS]  # fmt: skip


def picture(width: int, height: int) -> Image.Image:
    """The picture that image-to-image starts from: the same arithmetic stands in the Java test."""
    rows = [[(4 * x % 256, 3 * y % 256, (x + y) % 256) for x in range(width)] for y in range(height)]
    return Image.fromarray(np.array(rows, np.uint8))


def mask(width: int, height: int) -> Image.Image:
    """What is to be drawn anew, in white: the same rectangle stands in the Java test."""
    drawn = np.zeros((height, width), np.uint8)
    drawn[24:56, 16:48] = 255
    return Image.fromarray(drawn)


KINDS = {
    (False, "text"): diffusers.StableDiffusionPipeline,
    (False, "picture"): diffusers.StableDiffusionImg2ImgPipeline,
    (False, "mask"): diffusers.StableDiffusionInpaintPipeline,
    (True, "text"): diffusers.StableDiffusionXLPipeline,
    (True, "picture"): diffusers.StableDiffusionXLImg2ImgPipeline,
    (True, "mask"): diffusers.StableDiffusionXLInpaintPipeline,
}

JOINT = {"text": diffusers.StableDiffusion3Pipeline, "picture": diffusers.StableDiffusion3Img2ImgPipeline,
         "mask": diffusers.StableDiffusion3InpaintPipeline}  # fmt: skip

PACKED = {"text": diffusers.FluxPipeline, "picture": diffusers.FluxImg2ImgPipeline, "mask": diffusers.FluxInpaintPipeline}


def pipeline(name: str, folder: Path, task: str):
    family = families.FAMILIES[name]
    clip = json.loads((folder / "tokenizer/vocab.json").read_text())
    parts = families.build(name, clip, len(t5.tokenizer()["model"]["vocab"]) if family.t5 else 0)
    scheduler = getattr(diffusers, family.scheduler)(**family.settings)
    told = {"vae": parts.vae, "unet": parts.unet, "text_encoder": parts.texts[0], "scheduler": scheduler,
            "tokenizer": families.tokenizer(folder / "tokenizer")}  # fmt: skip
    told["tokenizer"].pad_token = family.pad
    if family.packed:
        told |= {"transformer": told.pop("unet"), "text_encoder_2": parts.texts[1],
                 "tokenizer_2": families.t5_tokenizer(folder / "tokenizer_2")}  # fmt: skip
        made = PACKED[task](**told)
        made.set_progress_bar_config(disable=True)
        return made
    if family.joint:
        told |= {"transformer": told.pop("unet"), "text_encoder_2": parts.texts[1],
                 "text_encoder_3": parts.texts[2] if family.t5 else None,
                 "tokenizer_2": families.tokenizer(folder / "tokenizer_2"),
                 "tokenizer_3": families.t5_tokenizer(folder / "tokenizer_3") if family.t5 else None}  # fmt: skip
        told["tokenizer_2"].pad_token = "!"
        made = JOINT[task](**told)
        made.set_progress_bar_config(disable=True)
        return made
    kind = KINDS[family.dual, task]
    if family.dual:
        told |= {"text_encoder_2": parts.texts[1], "tokenizer_2": families.tokenizer(folder / "tokenizer_2")}
        told["tokenizer_2"].pad_token = "!"
        made = kind(**told, force_zeros_for_empty_prompt=True, add_watermarker=False)
    else:
        made = kind(**told, safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    made.set_progress_bar_config(disable=True)
    return made


def packed_places(family: families.Family, latents: torch.Tensor) -> torch.Tensor:
    """What the pipelines of FLUX give as rows of patches, by channel, row and column."""
    if not family.packed:
        return latents
    return diffusers.FluxPipeline._unpack_latents(latents, family.height, families.SIDE, 8)


def asked(family: families.Family, case: dict, task: str) -> dict:
    told = {"prompt": case.get("prompt", "a red lighthouse by the sea, 1958"), "num_inference_steps": case["steps"],
            "guidance_scale": case["guidance"], "generator": torch.Generator("cpu").manual_seed(42)}  # fmt: skip
    if not family.packed:
        told |= {"negative_prompt": case.get("negative")}
    if task != "text":
        told |= {"image": picture(families.SIDE, family.height), "strength": case["strength"]}
    if task == "mask":
        told |= {"mask_image": mask(families.SIDE, family.height)}
    if task != "picture" or family.t5:
        told |= {"width": families.SIDE, "height": family.height}
    return told | ({"max_sequence_length": family.text_tokens()} if family.t5 else {})


def drawn(models: Path, name: str, case: dict) -> dict:
    """One whole run: prompt to pixels and, for the families of later years, the latents before them."""
    family = families.FAMILIES[name]
    task = "mask" if "mask" in case else "picture" if "strength" in case else "text"
    made = pipeline(name, models / name, task)
    given = {}
    if family.t5:
        latents = packed_places(family, made(**asked(family, case, task), output_type="latent").images)
        given["latents"] = base64.b64encode(latents.numpy().astype("<f4").tobytes()).decode()
    if family.joint and task == "mask":  # this pipeline alone decodes without the shift, which is an oversight
        decoded = made.vae.decode(latents / made.vae.config.scaling_factor + made.vae.config.shift_factor).sample
        image = made.image_processor.postprocess(decoded.detach(), output_type="np")[0]
    else:
        image = made(**asked(family, case, task), output_type="np").images[0]
    pixels = (image * 255).round().astype("uint8")
    if task == "mask":  # ours leaves the other pixels as they are
        before, painted = (np.array(make(families.SIDE, family.height)) for make in (picture, mask))
        pixels = np.where(painted[:, :, None] > 127, pixels, before)
    print(name, case, "mean", pixels.mean().round(1), "deviation", pixels.std().round(1))
    size = {"height": family.height} if family.height != families.SIDE else {}
    return {"model": name} | case | size | given | {"rgb": base64.b64encode(pixels.tobytes()).decode()}


def pictures(models: Path, out: Path, wanted: list[str]) -> None:
    for goldens in sorted({family.goldens for family in families.FAMILIES.values()}):
        names = [name for name, family in families.FAMILIES.items() if family.goldens == goldens and (name in wanted or not wanted)]
        file = out / goldens
        kept = json.loads(file.read_text())["cases"] if file.exists() else []
        cases = [case for case in kept if case["model"] not in names] if wanted else []
        cases += [drawn(models, name, case) for name in names for case in families.FAMILIES[name].cases]
        write(file, {"cases": cases})


LONG = ", ".join(["a red lighthouse by the sea at sunset and two blue boats"] * 12)
READINGS = [
    {"model": "sd15", "prompts": {"clip-skip": 1}, "parts": [["a red lighthouse by the sea", 1]], "guidance": 1.0},
    {"model": "sdxl", "prompts": {"clip-skip": 1}, "parts": [["a red lighthouse by the sea", 1]], "guidance": 1.0},
    {"model": "sd15", "prompts": {"guidance-rescale": 0.7}, "parts": [["a red lighthouse by the sea", 1]]},
    {"model": "sd15", "prompts": {"weights": True}, "text": "a (red:1.5) lighthouse by [the sea]",
     "parts": [["a ", 1], ["red", 1.5], [" lighthouse by ", 1], ["the sea", 1 / 1.1]]},
    {"model": "sd15", "prompts": {"chunks": 3}, "parts": [[LONG, 1]], "negative": "a cat"},
    {"model": "sdxl", "prompts": {"weights": True, "chunks": 2}, "text": LONG + " (at night:1.4)",
     "parts": [[LONG + " ", 1], ["at night", 1.4]], "negative": "a house"},
    {"model": "sdxl", "prompts": {"chunks": 2, "guidance-rescale": 0.5}, "parts": [["a boat", 1]], "negative": LONG},
]  # fmt: skip


def chunks_of(parts: list, tokenizer: CLIPTokenizer, least: int, most: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids and weights of each chunk of 75 tokens between their marks."""
    pairs = [(token, weight) for text, weight in parts for token in tokenizer(text, add_special_tokens=False)["input_ids"]]
    count = min(most, max(least, 1, -(-len(pairs) // 75)))
    made = []
    for i in range(count):
        chunk = pairs[i * 75 : (i + 1) * 75]
        ids = [tokenizer.bos_token_id, *(token for token, _ in chunk), tokenizer.eos_token_id]
        weights = [1.0, *(weight for _, weight in chunk), 1.0]
        made.append((torch.tensor([ids + [tokenizer.pad_token_id] * (77 - len(ids))]), torch.tensor(weights + [1.0] * (77 - len(weights)))))
    return made


def encoded(made, parts: list, least: int, most: int) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Hidden states of weighed chunks in a row, and the first chunk's vector for the whole text."""
    dual = hasattr(made, "text_encoder_2")
    encoders = [(made.tokenizer, made.text_encoder)] + ([(made.tokenizer_2, made.text_encoder_2)] if dual else [])
    sides, pooled = [], None
    for tokenizer, encoder in encoders:
        rows = []
        for i, (ids, weights) in enumerate(chunks_of(parts, tokenizer, least, most)):
            out = encoder(ids, output_hidden_states=True)
            states = out.hidden_states[-2] if dual else out.last_hidden_state
            weighed = states * weights[None, :, None]
            told = weighed.mean().abs() > 1e-3 * weighed.abs().mean()  # a mean of nearly nothing says nothing
            rows.append(weighed * (states.mean() / weighed.mean()) if told else weighed)
            pooled = out[0] if i == 0 else pooled
        sides.append(torch.cat(rows, dim=1))
    return torch.cat(sides, dim=2), pooled if dual else None


def read(models: Path, case: dict) -> dict:
    made = pipeline(case["model"], models / case["model"], "text")
    if not hasattr(made.text_encoder, "text_model"):  # where diffusers looks for the norm that transformers has moved
        made.text_encoder.text_model = SimpleNamespace(final_layer_norm=made.text_encoder.final_layer_norm)
    reading, negative = case["prompts"], [[case.get("negative", ""), 1]]
    told = {"num_inference_steps": 4, "guidance_scale": case.get("guidance", 5.0), "generator": torch.Generator("cpu").manual_seed(42),
            "width": families.SIDE, "height": families.SIDE, "guidance_rescale": reading.get("guidance-rescale", 0.0)}  # fmt: skip
    if "clip-skip" in reading:
        told |= {"prompt": case["parts"][0][0], "clip_skip": reading["clip-skip"]}
    else:
        most = reading.get("chunks", 1)
        with torch.no_grad():
            least = max(len(chunks_of(parts, made.tokenizer, 1, most)) for parts in (case["parts"], negative))
            told["prompt_embeds"], pooled = encoded(made, case["parts"], least, most)
            told["negative_prompt_embeds"], pooled_negative = encoded(made, negative, least, most)
        if pooled is not None:
            told |= {"pooled_prompt_embeds": pooled, "negative_pooled_prompt_embeds": pooled_negative}
    pixels = (made(**told, output_type="np").images[0] * 255).round().astype("uint8")
    text = case.get("text", "".join(part for part, _ in case["parts"]))
    print(case["model"], reading, "mean", pixels.mean().round(1), "deviation", pixels.std().round(1))
    return {"model": case["model"], "prompts": reading, "text": text, "negative": case.get("negative", ""),
            "guidance": case.get("guidance", 5.0), "rgb": base64.b64encode(pixels.tobytes()).decode()}  # fmt: skip


def main(models: Path, out: Path, wanted: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    pictures(models, out, wanted)
    if not wanted or "prompts" in wanted:
        write(out / "prompts.json", {"cases": [read(models, case) for case in READINGS]})
    if not wanted:
        noise(out)
        tokens(models, out)
        write(out / "trajectories.json", {"cases": trajectories.cases()})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
