"""Walks of diffusers' schedulers with a made-up model, for comparison with ours."""

import diffusers
import torch

SD = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}
SIZE = 16
CASES = [
    ("euler", "EulerDiscreteScheduler", SD, [1, 5, 20]),
    ("euler", "EulerDiscreteScheduler", SD | {"timestep_spacing": "leading", "steps_offset": 1}, [7]),
    ("euler", "EulerDiscreteScheduler", SD | {"timestep_spacing": "trailing"}, [1, 2, 4]),
    ("euler", "EulerDiscreteScheduler", SD | {"prediction_type": "v_prediction"}, [6]),
    ("euler", "EulerDiscreteScheduler", SD | {"use_karras_sigmas": True}, [1, 6]),
    ("euler", "EulerDiscreteScheduler", SD | {"use_exponential_sigmas": True}, [6]),
    ("euler", "EulerDiscreteScheduler", SD | {"final_sigmas_type": "sigma_min"}, [4]),
    ("euler", "EulerDiscreteScheduler", {"beta_schedule": "linear"}, [5]),
    ("euler", "EulerDiscreteScheduler", {"beta_schedule": "squaredcos_cap_v2"}, [5]),
    ("euler", "EulerDiscreteScheduler", SD | {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing",
                                              "prediction_type": "v_prediction"}, [5]),
    ("euler-ancestral", "EulerAncestralDiscreteScheduler", SD, [1, 5, 20]),
    ("euler-ancestral", "EulerAncestralDiscreteScheduler", SD | {"timestep_spacing": "trailing"}, [1, 3]),
    ("euler-ancestral", "EulerAncestralDiscreteScheduler", SD | {"prediction_type": "v_prediction"}, [4]),
    ("heun", "HeunDiscreteScheduler", SD, [1, 6]),
    ("heun", "HeunDiscreteScheduler", SD | {"use_karras_sigmas": True, "prediction_type": "v_prediction"}, [5]),
    ("lms", "LMSDiscreteScheduler", SD, [1, 3, 12]),
    ("lms", "LMSDiscreteScheduler", SD | {"use_karras_sigmas": True}, [6]),
    ("ddim", "DDIMScheduler", SD | {"clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1}, [1, 5, 20]),
    ("ddim", "DDIMScheduler", SD | {"clip_sample": True, "timestep_spacing": "linspace"}, [7]),
    ("ddim", "DDIMScheduler", SD | {"clip_sample": False, "timestep_spacing": "trailing",
                                    "prediction_type": "v_prediction"}, [4]),
    ("ddim", "DDIMScheduler", SD | {"clip_sample": False, "prediction_type": "sample"}, [4]),
    ("ddpm", "DDPMScheduler", SD | {"clip_sample": False}, [1, 8]),
    ("ddpm", "DDPMScheduler", {"beta_schedule": "linear", "variance_type": "fixed_large"}, [5]),
    ("pndm", "PNDMScheduler", SD | {"skip_prk_steps": True, "set_alpha_to_one": False, "steps_offset": 1}, [2, 3, 20]),
    ("pndm", "PNDMScheduler", SD | {"skip_prk_steps": True, "prediction_type": "v_prediction"}, [6]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD, [1, 2, 8, 20]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"use_karras_sigmas": True}, [6]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"use_exponential_sigmas": True}, [6]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"solver_type": "heun", "timestep_spacing": "leading",
                                                      "steps_offset": 1}, [5]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"algorithm_type": "sde-dpmsolver++"}, [5, 17]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"prediction_type": "v_prediction", "solver_order": 1,
                                                      "timestep_spacing": "trailing"}, [5]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"final_sigmas_type": "sigma_min"}, [6, 16]),
    ("lcm", "LCMScheduler", SD | {"original_inference_steps": 50}, [1, 4, 8]),
    ("tcd", "TCDScheduler", SD | {"original_inference_steps": 50}, [1, 4, 8]),
    ("flow-match-euler", "FlowMatchEulerDiscreteScheduler", {"shift": 2.0}, [1, 4, 8]),
    ("flow-match-euler", "FlowMatchEulerDiscreteScheduler", {"shift": 1.0}, [3]),
    ("flow-match-euler", "FlowMatchEulerDiscreteScheduler", {"shift": 3.0, "use_karras_sigmas": True}, [5]),
]  # fmt: skip


def answer(sample: torch.Tensor, timestep: float) -> torch.Tensor:
    """What the made-up model says: the same arithmetic stands in the Java test."""
    return sample * 0.3 + 0.1 * (1 - timestep / 1000) - 0.05


def walk(name: str, class_name: str, config: dict, steps: int) -> dict:
    scheduler = getattr(diffusers, class_name)(**config)
    scheduler.set_timesteps(steps)
    generator = torch.Generator("cpu").manual_seed(steps)
    scale = float(getattr(scheduler, "init_noise_sigma", 1.0))
    sample = torch.randn(1, 1, 4, SIZE // 4, generator=generator) * scale
    timesteps, samples = [], []
    for timestep in scheduler.timesteps:
        shown = scheduler.scale_model_input(sample, timestep) if hasattr(scheduler, "scale_model_input") else sample
        extra = {} if "generator" not in scheduler.step.__code__.co_varnames else {"generator": generator}
        sample = scheduler.step(answer(shown, float(timestep)), timestep, sample, **extra).prev_sample
        timesteps.append(float(timestep))
        samples.append([float(f"{v:.9g}") for v in sample.double().flatten().tolist()])
    return {"sampler": name, "config": {"_class_name": class_name} | config, "steps": steps, "startScale": scale,
            "timesteps": timesteps, "samples": samples}  # fmt: skip


def cases() -> list[dict]:
    return [walk(name, class_name, config, steps) for name, class_name, config, counts in CASES for steps in counts]
