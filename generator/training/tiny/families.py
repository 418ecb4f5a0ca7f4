"""Tiny models of the families that diffusers knows, built from its own classes with fixed random weights."""

from dataclasses import dataclass, field
from pathlib import Path

import diffusers
import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

WIDTH, SIDE = 16, 64
SCHEDULE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}


@dataclass
class Family:
    """How a family differs from the others."""

    scheduler: str
    settings: dict
    pad: str = "<|endoftext|>"
    dual: bool = False
    embedded_guidance: bool = False
    scalar_timestep: bool = False
    narrow_ids: bool = False
    masked: bool = False
    joint: bool = False
    cases: list[dict] = field(default_factory=list)


FAMILIES = {
    "sd15": Family("PNDMScheduler", SCHEDULE | {"skip_prk_steps": True, "set_alpha_to_one": False, "steps_offset": 1},
                   scalar_timestep=True, narrow_ids=True,
                   cases=[{"steps": 5, "guidance": 7.5}, {"steps": 3, "guidance": 1.0},
                          {"steps": 4, "guidance": 4.0, "negative": "a cat", "strength": 0.6},
                          {"steps": 4, "guidance": 4.0, "strength": 1.0, "mask": True}]),
    "inpaint": Family("DDIMScheduler", SCHEDULE | {"clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1},
                      masked=True,
                      cases=[{"steps": 4, "guidance": 5.0, "strength": 1.0, "mask": True},
                             {"steps": 5, "guidance": 1.0, "strength": 0.7, "mask": True}]),
    "sd21": Family("DDIMScheduler", SCHEDULE | {"clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1,
                                                "prediction_type": "v_prediction"}, pad="!",
                   cases=[{"steps": 6, "guidance": 5.0, "negative": "red"}]),
    "turbo": Family("EulerAncestralDiscreteScheduler", SCHEDULE | {"timestep_spacing": "trailing"},
                    cases=[{"steps": 1, "guidance": 0.0}, {"steps": 3, "guidance": 0.0},
                           {"steps": 4, "guidance": 0.0, "strength": 0.6, "mask": True}]),
    "lcm": Family("LCMScheduler", SCHEDULE | {"original_inference_steps": 50}, embedded_guidance=True,
                  cases=[{"steps": 4, "guidance": 8.5}]),
    "sdxl": Family("EulerDiscreteScheduler", SCHEDULE | {"timestep_spacing": "leading", "steps_offset": 1}, dual=True,
                   cases=[{"steps": 4, "guidance": 5.0}, {"steps": 3, "guidance": 6.0, "negative": "a house"},
                          {"steps": 4, "guidance": 5.0, "strength": 0.6},
                          {"steps": 4, "guidance": 5.0, "strength": 0.8, "mask": True}]),
    "sd3": Family("FlowMatchEulerDiscreteScheduler", {"shift": 3.0}, dual=True, joint=True,
                  cases=[{"steps": 4, "guidance": 5.0, "negative": "a house"}, {"steps": 3, "guidance": 1.0},
                         {"steps": 5, "guidance": 4.0, "strength": 0.7}]),
}  # fmt: skip


@dataclass
class Parts:
    vae: torch.nn.Module
    unet: torch.nn.Module
    texts: list[torch.nn.Module]


def build(name: str, vocabulary: dict[str, int]) -> Parts:
    family = FAMILIES[name]
    torch.manual_seed(sum(name.encode()))
    text = CLIPTextConfig(vocab_size=len(vocabulary), hidden_size=WIDTH, intermediate_size=32, num_hidden_layers=3,
                          num_attention_heads=2, max_position_embeddings=77, projection_dim=WIDTH,
                          bos_token_id=len(vocabulary) - 2, eos_token_id=len(vocabulary) - 1,
                          attn_implementation="eager")  # fmt: skip
    if family.joint:
        return joint([CLIPTextModelWithProjection(text), CLIPTextModelWithProjection(text)])
    texts = [CLIPTextModel(text)]
    extra = {}
    if family.dual:
        texts.append(CLIPTextModelWithProjection(text))
        extra = {"addition_embed_type": "text_time", "addition_time_embed_dim": 4,
                 "projection_class_embeddings_input_dim": 6 * 4 + WIDTH}  # fmt: skip
    if family.embedded_guidance:
        extra = {"time_cond_proj_dim": 8}
    unet = diffusers.UNet2DConditionModel(
        sample_size=8, in_channels=9 if family.masked else 4, out_channels=4, block_out_channels=(4, 8), layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=WIDTH * len(texts), attention_head_dim=4, norm_num_groups=2, **extra)  # fmt: skip
    vae = diffusers.AutoencoderKL(
        block_out_channels=(4, 4, 4, 4), down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4, layers_per_block=1, latent_channels=4, norm_num_groups=2,
        sample_size=SIDE, scaling_factor=0.13025 if family.dual else 0.18215)  # fmt: skip
    with torch.no_grad():
        for parameter in text_parameters(texts):
            parameter.mul_(8)
        vae.decoder.conv_out.weight.mul_(3)
    return Parts(vae.eval(), unet.eval(), [text.eval() for text in texts])


def joint(texts: list) -> Parts:
    """The layout of Stable Diffusion 3 without its third text encoder."""
    transformer = diffusers.SD3Transformer2DModel(
        sample_size=8, patch_size=2, in_channels=16, out_channels=16, num_layers=2, attention_head_dim=8,
        num_attention_heads=2, joint_attention_dim=3 * WIDTH, caption_projection_dim=16,
        pooled_projection_dim=2 * WIDTH, pos_embed_max_size=8)  # fmt: skip
    vae = diffusers.AutoencoderKL(
        block_out_channels=(4, 4, 4, 4), down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4, layers_per_block=1, latent_channels=16, norm_num_groups=2,
        sample_size=SIDE, scaling_factor=1.5305, shift_factor=0.0609, use_quant_conv=False,
        use_post_quant_conv=False)  # fmt: skip
    with torch.no_grad():
        for parameter in text_parameters(texts):
            parameter.mul_(8)
        vae.decoder.conv_out.weight.mul_(3)
    return Parts(vae.eval(), transformer.eval(), [text.eval() for text in texts])


def text_parameters(texts):
    return [p for text in texts for name, p in text.named_parameters() if "token_embedding" in name]


def tokenizer(folder: Path) -> CLIPTokenizer:
    loaded = CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"))
    loaded.model_max_length = 77
    return loaded
