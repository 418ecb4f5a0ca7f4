"""Tiny random-weight model folders for the tests, in the layout that optimum writes.

  python make.py OUT [FAMILY ...]        one folder a family, of all or of those that are named

The weights are random but fixed, so the same script writes the same numbers. Each folder runs both in
diffusers (see oracle.py) and in the Java pipeline.
"""

import functools
import json
import shutil
import sys
import warnings
from pathlib import Path
from unittest import mock

import families
import onnx
import t5
import torch
from diffusers.models.transformers import transformer_flux
from torch import nn
from transformers import CLIPTextModelWithProjection, T5EncoderModel

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


def plain_rms_norm(norm: nn.RMSNorm, x: torch.Tensor) -> torch.Tensor:
    """In operators that the exporter knows (Zhang and Sennrich 2019)."""
    eps = torch.finfo(x.dtype).eps if norm.eps is None else norm.eps
    scaled = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps)
    return scaled if norm.weight is None else scaled * norm.weight


def export(module: nn.Module, path: Path, inputs: dict, outputs: dict) -> None:
    """`inputs`: name to (example, free axes); `outputs`: name to free axes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    axes = {name: free for name, (_, free) in inputs.items() if free} | outputs
    with warnings.catch_warnings(), torch.no_grad(), mock.patch.object(nn.RMSNorm, "forward", plain_rms_norm):
        warnings.simplefilter("ignore")
        torch.onnx.export(module.eval(), tuple(example for example, _ in inputs.values()), str(path),
                          input_names=list(inputs), output_names=list(outputs), dynamic_axes=axes,
                          opset_version=OPSET, dynamo=False)  # fmt: skip


def slim(path: Path) -> None:
    """Shorter names inside a graph, which are most of a tiny one."""
    model = onnx.load(path)
    graph = model.graph
    kept = {value.name for value in [*graph.input, *graph.output]}
    short: dict[str, str] = {"": ""} | {name: name for name in kept}
    for node in graph.node:
        node.name = node.doc_string = ""
        for names in (node.input, node.output):
            for i, name in enumerate(names):
                names[i] = short.setdefault(name, f"v{len(short)}")
    for tensor in graph.initializer:
        tensor.name = short.setdefault(tensor.name, f"v{len(short)}")
    del graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, path)


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


def tiny_null(folder: Path, kind: torch.dtype = torch.float32) -> None:
    """The shapes of Stable Diffusion 1.5 and next to no arithmetic: what is left is the pipeline's own time.

    Identifiers of 32 bits, pooled texts and timesteps in a row, as other runtimes in Java want them.
    """

    class Text(nn.Module):
        def forward(self, input_ids):
            states = (input_ids[:, :, None] % 7).to(kind).repeat(1, 1, 768) * 0.01
            return states, states[:, 0]

    class Noise(nn.Module):
        def forward(self, sample, timestep, encoder_hidden_states):
            return sample * 0.1 + timestep[:1] * 1e-6 + encoder_hidden_states[:, :1, :1, None] * 1e-3

    class Decode(nn.Module):
        def forward(self, latent_sample):
            return nn.functional.interpolate(latent_sample[:, :3], scale_factor=8.0)

    sample, states = torch.randn(2, 4, 64, 64, dtype=kind), torch.randn(2, 77, 768, dtype=kind)
    export(Text(), folder / "text_encoder/model.onnx", {"input_ids": (torch.ones(2, 77, dtype=torch.int32), BATCH)},
           {"last_hidden_state": BATCH, "pooler_output": BATCH})  # fmt: skip
    export(Noise(), folder / "unet/model.onnx",
           {"sample": (sample, PLANE), "timestep": (torch.tensor([500.0, 20.0], dtype=kind), {0: "steps"}),
            "encoder_hidden_states": (states, BATCH)}, {"out_sample": PLANE})  # fmt: skip
    export(Decode(), folder / "vae_decoder/model.onnx", {"latent_sample": (sample, PLANE)}, {"sample": PLANE})
    write_tokenizer(folder / "tokenizer")
    write_json(folder / "scheduler/scheduler_config.json", {"_class_name": "EulerAncestralDiscreteScheduler"} | families.SCHEDULE)
    write_json(folder / "model_index.json", {"_class_name": "ORTStableDiffusionPipeline"})
    write_json(folder / "unet/config.json", {"in_channels": 4, "block_out_channels": [1, 1, 1, 1]})
    write_json(folder / "vae_decoder/config.json", {"latent_channels": 4, "block_out_channels": [1, 1, 1, 1]})


def write_texts(family: families.Family, parts: families.Parts, folder: Path) -> None:
    for text, suffix in zip(parts.texts, ("", "_2", "_3")):
        if isinstance(text, T5EncoderModel):
            write_t5(text, suffix, folder)
        else:
            write_clip(family, text, suffix, folder)


def write_clip(family: families.Family, text: nn.Module, suffix: str, folder: Path) -> None:
    ids = torch.zeros(2, 77, dtype=torch.int32 if family.narrow_ids else torch.long)
    projected = isinstance(text, CLIPTextModelWithProjection)
    pooled = "text_embeds" if projected else "pooler_output"

    def run(model, input_ids):
        out = model(input_ids.long(), output_hidden_states=True)
        main = (out[pooled], out.last_hidden_state) if projected else (out.last_hidden_state, out[pooled])
        return (*main, *out.hidden_states)

    names = [pooled, "last_hidden_state"] if projected else ["last_hidden_state", pooled]
    names += [f"hidden_states.{i}" for i in range(text.config.num_hidden_layers + 1)]
    export(Call(text, run), folder / f"text_encoder{suffix}/model.onnx", {"input_ids": (ids, BATCH)},
           {name: BATCH for name in names})  # fmt: skip
    write_json(folder / f"text_encoder{suffix}/config.json", {"hidden_size": families.WIDTH})
    write_tokenizer(folder / f"tokenizer{suffix}", "!" if suffix else family.pad)


def write_t5(text: T5EncoderModel, suffix: str, folder: Path) -> None:
    ids, free = torch.zeros(2, 32, dtype=torch.long), {0: "batch", 1: "tokens"}
    export(Call(text, lambda model, input_ids: model(input_ids).last_hidden_state), folder / f"text_encoder{suffix}/model.onnx",
           {"input_ids": (ids, free)}, {"last_hidden_state": free})  # fmt: skip
    write_json(folder / f"text_encoder{suffix}/config.json", {"d_model": text.config.d_model, "vocab_size": text.config.vocab_size})
    t5.write(folder / f"tokenizer{suffix}", t5.tokenizer())


def write_unet(family: families.Family, parts: families.Parts, folder: Path) -> None:
    width = families.WIDTH * len(parts.texts)
    timestep = torch.tensor(500.0) if family.scalar_timestep else torch.tensor([500.0, 20.0])
    channels = 9 if family.masked else 4
    inputs = {"sample": (torch.randn(2, channels, 8, 8), PLANE), "timestep": (timestep, {} if family.scalar_timestep else BATCH),
              "encoder_hidden_states": (torch.randn(2, 77, width), BATCH | {1: "tokens"})}  # fmt: skip
    if family.dual:
        inputs |= {"text_embeds": (torch.randn(2, families.WIDTH), BATCH), "time_ids": (torch.randn(2, 6), BATCH)}
    if family.embedded_guidance:
        inputs |= {"timestep_cond": (torch.randn(2, 8), BATCH)}

    def run(model, sample, timestep, states, *more):
        if family.dual:
            told = {"added_cond_kwargs": dict(zip(("text_embeds", "time_ids"), more))}
        else:
            told = {"timestep_cond": more[0]} if more else {}
        return model(sample, timestep, states, return_dict=False, **told)[0]

    export(Call(parts.unet, run), folder / "unet/model.onnx", inputs, {"out_sample": PLANE})
    write_json(folder / "unet/config.json", {"in_channels": channels, "sample_size": 8, "block_out_channels": [4, 8],
                                             "time_cond_proj_dim": 8 if family.embedded_guidance else None})  # fmt: skip


def rotated(x: torch.Tensor, turns: tuple[torch.Tensor, torch.Tensor], sequence_dim: int) -> torch.Tensor:
    """Rotary embeddings of batch, tokens, heads, numbers, without the sizes of one trace (Su et al. 2021)."""
    assert sequence_dim == 1
    cosine, sine = (turn[None, :, None, :] for turn in turns)
    even, odd = x.unflatten(-1, (-1, 2)).unbind(-1)
    return x * cosine + torch.stack([-odd, even], -1).flatten(-2) * sine


def write_packed_transformer(family: families.Family, parts: families.Parts, folder: Path) -> None:
    patches, tokens = {0: "batch", 1: "patches"}, {0: "batch", 1: "tokens"}
    inputs = {"hidden_states": (torch.randn(2, 12, 4 * family.channels), patches),
              "timestep": (torch.tensor([0.5, 0.02]), BATCH),
              "encoder_hidden_states": (torch.randn(2, 32, families.FLUX_WIDTH), tokens),
              "pooled_projections": (torch.randn(2, families.WIDTH), BATCH),
              "txt_ids": (torch.zeros(32, 3), {0: "tokens"}), "img_ids": (torch.randn(12, 3), {0: "patches"})}  # fmt: skip
    if family.embedded_guidance:
        inputs |= {"guidance": (torch.tensor([3.5, 1.0]), BATCH)}

    def run(model, latents, timestep, states, pooled, text_places, places, guidance=None):
        return model(latents, states, pooled, timestep, places, text_places, guidance, return_dict=False)[0]

    with mock.patch.object(transformer_flux, "apply_rotary_emb", rotated):
        export(Call(parts.unet, run), folder / "transformer/model.onnx", inputs, {"out_hidden_states": patches})
    config = parts.unet.config
    write_json(folder / "transformer/config.json", {
        key: config[key] for key in ("in_channels", "patch_size", "joint_attention_dim", "guidance_embeds")})  # fmt: skip


def write_transformer(parts: families.Parts, folder: Path) -> None:
    inputs = {"hidden_states": (torch.randn(2, 16, 8, 8), PLANE), "timestep": (torch.tensor([500.0, 20.0]), BATCH),
              "encoder_hidden_states": (torch.randn(2, 77 + 256, 3 * families.WIDTH), {0: "batch", 1: "tokens"}),
              "pooled_projections": (torch.randn(2, 2 * families.WIDTH), BATCH)}  # fmt: skip

    def run(model, latents, timestep, states, pooled):
        return model(latents, states, pooled, timestep, return_dict=False)[0]

    export(Call(parts.unet, run), folder / "transformer/model.onnx", inputs, {"out_hidden_states": PLANE})
    config = parts.unet.config
    write_json(folder / "transformer/config.json", {
        key: config[key] for key in ("in_channels", "sample_size", "patch_size", "joint_attention_dim")})  # fmt: skip


def write_vae(parts: families.Parts, folder: Path) -> None:
    config = parts.vae.config
    export(Call(parts.vae, lambda vae, x: vae.decode(x, return_dict=False)[0]), folder / "vae_decoder/model.onnx",
           {"latent_sample": (torch.randn(2, config.latent_channels, 8, 8), PLANE)}, {"sample": PLANE})  # fmt: skip
    export(Call(parts.vae, lambda vae, x: vae.encode(x).latent_dist.parameters), folder / "vae_encoder/model.onnx",
           {"sample": (torch.randn(2, 3, 64, 64), PLANE)}, {"latent_parameters": PLANE})  # fmt: skip
    for part in ("vae_decoder", "vae_encoder"):
        write_json(folder / part / "config.json", {
            "latent_channels": config.latent_channels, "block_out_channels": [4, 4, 4, 4],
            "scaling_factor": config.scaling_factor} | (
                {"shift_factor": config.shift_factor} if config.shift_factor else {}))  # fmt: skip


def tiny(name: str, folder: Path) -> None:
    family = families.FAMILIES[name]
    parts = families.build(name, vocabulary(), len(t5.tokenizer()["model"]["vocab"]) if family.t5 else 0)
    write_texts(family, parts, folder)
    if family.packed:
        write_packed_transformer(family, parts, folder)
    elif family.joint:
        write_transformer(parts, folder)
    else:
        write_unet(family, parts, folder)
    write_vae(parts, folder)
    for graph in folder.rglob("model.onnx"):
        slim(graph)
    write_json(folder / "scheduler/scheduler_config.json", {"_class_name": family.scheduler} | family.settings)
    kind = "StableDiffusionXL" if family.dual else "StableDiffusion"
    kind = "Flux" if family.packed else "StableDiffusion3" if family.joint else kind
    index = {"_class_name": f"ORT{kind}Pipeline",
             "transformer" if family.joint or family.packed else "unet": ["diffusers", "OnnxRuntimeModel"]}  # fmt: skip
    zeros = {"force_zeros_for_empty_prompt": True} if family.dual and not family.joint else {}
    write_json(folder / "model_index.json", index | zeros)


def main(out: Path, wanted: list[str]) -> None:
    makers = {"flow": tiny_flow, "null": tiny_null, "half": functools.partial(tiny_null, kind=torch.float16)} | {name: functools.partial(tiny, name) for name in families.FAMILIES}
    for name, make in makers.items():
        if wanted and name not in wanted:
            continue
        folder = out / name
        shutil.rmtree(folder, ignore_errors=True)
        make(folder)
        print(name, sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()), "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
