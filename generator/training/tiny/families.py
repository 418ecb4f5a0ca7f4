"""Tiny models of the families that diffusers knows, built from its own classes with fixed random weights."""

from dataclasses import dataclass, field
from pathlib import Path

import diffusers
import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer
from transformers import T5Config, T5EncoderModel, T5TokenizerFast

WIDTH, SIDE, FLUX_WIDTH = 16, 64, 24
SCHEDULE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}
SHIFTING = {"num_train_timesteps": 1000, "base_image_seq_len": 256, "max_image_seq_len": 4096, "base_shift": 0.5, "max_shift": 1.15}
LONG = "a red lighthouse by the sea at sunset, " * 12 + "the blue house on a green street"


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
    t5: bool = False
    packed: bool = False
    channels: int = 16
    height: int = SIDE
    goldens: str = "pictures.json"
    cases: list[dict] = field(default_factory=list)

    def text_tokens(self) -> int:
        """How many ids T5 is given: what the pipelines' authors advise."""
        return 512 if self.packed and self.embedded_guidance else 256


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
    "sd3t5": Family("FlowMatchEulerDiscreteScheduler", {"shift": 3.0}, dual=True, joint=True, t5=True, height=48,
                    goldens="transformers.json",
                    cases=[{"steps": 4, "guidance": 5.0, "negative": "a house"}, {"steps": 3, "guidance": 1.0, "prompt": LONG},
                           {"steps": 5, "guidance": 4.0, "strength": 0.7},
                           {"steps": 4, "guidance": 4.0, "strength": 0.8, "mask": True}]),
    "fluxdev": Family("FlowMatchEulerDiscreteScheduler", SHIFTING | {"shift": 3.0, "use_dynamic_shifting": True}, t5=True,
                      packed=True, embedded_guidance=True, height=48, goldens="transformers.json",
                      cases=[{"steps": 4, "guidance": 3.5}, {"steps": 3, "guidance": 2.0, "prompt": LONG},
                             {"steps": 5, "guidance": 3.5, "strength": 0.7},
                             {"steps": 4, "guidance": 3.5, "strength": 1.0, "mask": True},
                             {"steps": 5, "guidance": 3.5, "strength": 0.8, "mask": True}]),
    "fluxschnell": Family("FlowMatchEulerDiscreteScheduler", SHIFTING | {"shift": 1.0, "use_dynamic_shifting": False}, t5=True,
                          packed=True, channels=4, height=48, goldens="transformers.json",
                          cases=[{"steps": 4, "guidance": 0.0}, {"steps": 1, "guidance": 0.0},
                                 {"steps": 4, "guidance": 0.0, "strength": 0.6}]),
}  # fmt: skip


@dataclass
class Parts:
    vae: torch.nn.Module
    unet: torch.nn.Module
    texts: list[torch.nn.Module]


def build(name: str, vocabulary: dict[str, int], t5_pieces: int = 0) -> Parts:
    """`t5_pieces`: how many ids the tokenizer of T5 has, for the families that have one."""
    family = FAMILIES[name]
    torch.manual_seed(sum(name.encode()))
    text = CLIPTextConfig(vocab_size=len(vocabulary), hidden_size=WIDTH, intermediate_size=32, num_hidden_layers=2 if family.t5 else 3,
                          num_attention_heads=2, max_position_embeddings=77, projection_dim=WIDTH,
                          bos_token_id=len(vocabulary) - 2, eos_token_id=len(vocabulary) - 1,
                          attn_implementation="eager")  # fmt: skip
    if family.packed:
        return packed(family, [CLIPTextModel(text), t5(t5_pieces, FLUX_WIDTH)])
    if family.joint:
        third = [t5(t5_pieces, 3 * WIDTH)] if family.t5 else []
        return joint([CLIPTextModelWithProjection(text), CLIPTextModelWithProjection(text), *third])
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


def t5(pieces: int, width: int) -> T5EncoderModel:
    return T5EncoderModel(T5Config(vocab_size=pieces, d_model=width, d_kv=8, d_ff=16, num_layers=2, num_heads=2,
                                   feed_forward_proj="gated-gelu", use_cache=False))  # fmt: skip


def joint(texts: list) -> Parts:
    """The layout of Stable Diffusion 3, with or without its third text encoder."""
    transformer = diffusers.SD3Transformer2DModel(
        sample_size=8, patch_size=2, in_channels=16, out_channels=16, num_layers=2, attention_head_dim=8,
        num_attention_heads=2, joint_attention_dim=3 * WIDTH, caption_projection_dim=16,
        pooled_projection_dim=2 * WIDTH, pos_embed_max_size=8)  # fmt: skip
    return wakened(shifted_vae(16, 1.5305, 0.0609), transformer, texts)


def packed(family: Family, texts: list) -> Parts:
    """The layout of FLUX: squares of four places, positions as inputs, guidance as an input or not at all."""
    transformer = diffusers.FluxTransformer2DModel(
        patch_size=1, in_channels=4 * family.channels, num_layers=1, num_single_layers=1, attention_head_dim=16,
        num_attention_heads=1, joint_attention_dim=FLUX_WIDTH, pooled_projection_dim=WIDTH,
        guidance_embeds=family.embedded_guidance, axes_dims_rope=(4, 6, 6))  # fmt: skip
    return wakened(shifted_vae(family.channels, 0.3611, 0.1159), transformer, texts)


def shifted_vae(channels: int, scale: float, shift: float) -> diffusers.AutoencoderKL:
    return diffusers.AutoencoderKL(
        block_out_channels=(4, 4, 4, 4), down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4, layers_per_block=1, latent_channels=channels, norm_num_groups=2,
        sample_size=SIDE, scaling_factor=scale, shift_factor=shift, use_quant_conv=False,
        use_post_quant_conv=False)  # fmt: skip


def wakened(vae: torch.nn.Module, transformer: torch.nn.Module, texts: list) -> Parts:
    """Random weights drawn so that texts and latents show in the pictures."""
    with torch.no_grad():
        for parameter in text_parameters(texts):
            parameter.mul_(8)
        vae.decoder.conv_out.weight.mul_(3)
        if isinstance(texts[-1], T5EncoderModel):
            factor = 2 if len(texts) == 3 else 4
            for block in transformer.transformer_blocks:
                for layer in (block.attn.to_q, block.attn.add_k_proj, block.attn.add_v_proj, block.attn.to_out[0]):
                    layer.weight.mul_(factor)
            transformer.context_embedder.weight.mul_(factor)
    return Parts(vae.eval(), transformer.eval(), [text.eval() for text in texts])


def text_parameters(texts):
    return [p for text in texts for name, p in text.named_parameters() if "token_embedding" in name]


def tokenizer(folder: Path) -> CLIPTokenizer:
    loaded = CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"))
    loaded.model_max_length = 77
    return loaded


def t5_tokenizer(folder: Path) -> T5TokenizerFast:
    return T5TokenizerFast.from_pretrained(str(folder))
