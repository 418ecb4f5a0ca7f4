"""Tiny random-weight model folders for the tests, in the layout that optimum writes.

  python make.py OUT        one folder a family

The weights are random but fixed, so the same script writes the same numbers. Each folder runs both in
diffusers (see oracle.py) and in the Java pipeline.
"""

import json
import shutil
import sys
import warnings
from pathlib import Path

import torch
from torch import nn

torch.set_num_threads(1)
OPSET = 17
WORDS = "a the red blue lighthouse by sea at sunset street cat on house green 1 2 8 5 0 9 mm".split()


def byte_symbols() -> list[str]:
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in shown]
    table = {b: chr(b) for b in shown} | {b: chr(256 + i) for i, b in enumerate(hidden)}
    return [table[b] for b in [*shown, *hidden]]


def merges() -> list[tuple[str, str]]:
    """Merges that join every word of WORDS from the left."""
    found: list[tuple[str, str]] = []
    for word in WORDS:
        pieces = [*word[:-1], word[-1] + "</w>"]
        while len(pieces) > 1:
            pair = (pieces[0], pieces[1])
            if pair not in found:
                found.append(pair)
            pieces[:2] = ["".join(pair)]
    return found


def vocabulary() -> dict[str, int]:
    symbols = byte_symbols()
    entries = symbols + [s + "</w>" for s in symbols] + ["".join(m) for m in merges()]
    return {entry: i for i, entry in enumerate([*dict.fromkeys(entries), "<|startoftext|>", "<|endoftext|>"])}


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def write_tokenizer(folder: Path, pad: str = "<|endoftext|>") -> None:
    ids = vocabulary()
    write_json(folder / "vocab.json", ids)
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges())]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    marks = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": pad}
    write_json(folder / "special_tokens_map.json", marks)
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77} | marks)


def export(module: nn.Module, path: Path, inputs: dict, outputs: dict) -> None:
    """`inputs`: name to (example, free axes); `outputs`: name to free axes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    axes = {name: free for name, (_, free) in inputs.items() if free} | outputs
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(module.eval(), tuple(example for example, _ in inputs.values()), str(path),
                          input_names=list(inputs), output_names=list(outputs), dynamic_axes=axes,
                          opset_version=OPSET, dynamo=False)  # fmt: skip


class Call(nn.Module):
    """A model seen through a function of its own."""

    def __init__(self, model, function):
        super().__init__()
        self.model, self.function = model, function

    def forward(self, *inputs):
        return self.function(self.model, *inputs)


BATCH, PLANE = {0: "batch"}, {0: "batch", 2: "height", 3: "width"}


def tiny_flow(folder: Path) -> None:
    """The layout of the starter model: 8 channels, 16 pixels a place, rectified flow, no diffusers classes."""
    torch.manual_seed(7)
    channels, width, ids = 8, 16, vocabulary()

    class Text(nn.Module):
        def __init__(self):
            super().__init__()
            self.words, self.mix = nn.Embedding(len(ids), width), nn.Linear(width, width)

        def forward(self, input_ids):
            words = self.words(input_ids)
            return torch.tanh(self.mix(words + words.mean(1, keepdim=True)))

    class Velocity(nn.Module):
        def __init__(self):
            super().__init__()
            self.enter, self.text = nn.Conv2d(channels, width, 3, padding=1), nn.Linear(width, width)
            self.time, self.leave = nn.Linear(1, width), nn.Conv2d(width, channels, 3, padding=1)

        def forward(self, sample, timestep, encoder_hidden_states):
            told = self.text(encoder_hidden_states.mean(1)) + self.time(timestep[:, None] / 1000)
            return self.leave(torch.tanh(self.enter(sample) + told[:, :, None, None])) + sample * 0.3

    decode = nn.Sequential(nn.Conv2d(channels, 3 * 256, 1), nn.PixelShuffle(16), nn.Tanh())
    encode = nn.Sequential(nn.PixelUnshuffle(16), nn.Conv2d(3 * 256, channels, 1))
    text = torch.zeros(2, 77, dtype=torch.long)
    sample, states = torch.randn(2, channels, 16, 16), torch.randn(2, 77, width)
    export(Text(), folder / "text_encoder/model.onnx", {"input_ids": (text, BATCH)}, {"last_hidden_state": BATCH})
    export(Velocity(), folder / "unet/model.onnx",
           {"sample": (sample, PLANE), "timestep": (torch.tensor([500.0, 20.0]), BATCH),
            "encoder_hidden_states": (states, BATCH)}, {"out_sample": PLANE})  # fmt: skip
    export(decode, folder / "vae_decoder/model.onnx", {"latent_sample": (sample, PLANE)}, {"sample": PLANE})
    export(encode, folder / "vae_encoder/model.onnx", {"sample": (torch.randn(2, 3, 256, 256), PLANE)},
           {"latent_sample": PLANE})  # fmt: skip
    write_tokenizer(folder / "tokenizer")
    write_json(folder / "model_index.json", {
        "_class_name": "OnnxStableDiffusionPipeline", "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
        "text_encoder": ["diffusers", "OnnxRuntimeModel"], "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "OnnxRuntimeModel"], "vae_decoder": ["diffusers", "OnnxRuntimeModel"],
        "vae_encoder": ["diffusers", "OnnxRuntimeModel"]})  # fmt: skip
    write_json(folder / "scheduler/scheduler_config.json", {
        "_class_name": "FlowMatchEulerDiscreteScheduler", "num_train_timesteps": 1000, "shift": 2.0,
        "use_dynamic_shifting": False})  # fmt: skip
    write_json(folder / "unet/config.json", {"in_channels": channels, "out_channels": channels, "sample_size": 16,
                                             "block_out_channels": [16, 16, 16]})  # fmt: skip
    for part in ("vae_decoder", "vae_encoder"):
        write_json(folder / part / "config.json", {"latent_channels": channels, "scaling_factor": 1.0,
                                                   "block_out_channels": [8, 8, 8, 8, 8]})  # fmt: skip
    write_json(folder / "text_encoder/config.json", {"hidden_size": width, "vocab_size": len(ids)})
    write_json(folder / "starter.json", {
        "name": "tiny-flow", "version": "1", "size": 256, "steps": 4, "guidance": 1.0,
        "understands": {"scene": ["lighthouse", "street"]}, "vocabulary": sorted(w for w in WORDS if w.isalpha())})  # fmt: skip


FAMILIES = {"flow": tiny_flow}


def main(out: Path) -> None:
    for name, make in FAMILIES.items():
        folder = out / name
        shutil.rmtree(folder, ignore_errors=True)
        make(folder)
        print(name, sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()), "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
