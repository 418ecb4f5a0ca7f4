"""Walks of diffusers' schedulers with a made-up model, for comparison with ours."""

import diffusers
import numpy as np
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
    ("euler", "EulerDiscreteScheduler", SD | {"use_beta_sigmas": True}, [1, 6]),
    ("euler", "EulerDiscreteScheduler", SD | {"use_karras_sigmas": True, "sigma_min": 0.002, "sigma_max": 80.0}, [6]),
    ("euler", "EulerDiscreteScheduler", SD | {"interpolation_type": "log_linear"}, [6]),
    ("euler", "EulerDiscreteScheduler", SD | {"timestep_type": "continuous", "prediction_type": "v_prediction",
                                              "use_karras_sigmas": True}, [6]),
    ("euler-ancestral", "EulerAncestralDiscreteScheduler", SD, [1, 5, 20]),
    ("euler-ancestral", "EulerAncestralDiscreteScheduler", SD | {
        "rescale_betas_zero_snr": True, "timestep_spacing": "trailing", "prediction_type": "v_prediction"}, [4]),
    ("euler-ancestral", "EulerAncestralDiscreteScheduler", SD | {"timestep_spacing": "trailing"}, [1, 3]),
    ("euler-ancestral", "EulerAncestralDiscreteScheduler", SD | {"prediction_type": "v_prediction"}, [4]),
    ("heun", "HeunDiscreteScheduler", SD, [1, 6]),
    ("heun", "HeunDiscreteScheduler", SD | {"use_karras_sigmas": True, "prediction_type": "v_prediction"}, [5]),
    ("heun", "HeunDiscreteScheduler", SD | {"beta_schedule": "exp", "timestep_spacing": "trailing"}, [5]),
    ("heun", "HeunDiscreteScheduler", SD | {"use_exponential_sigmas": True}, [5]),
    ("heun", "HeunDiscreteScheduler", SD | {"use_beta_sigmas": True, "timestep_spacing": "leading",
                                            "steps_offset": 1}, [5]),
    ("kdpm2", "KDPM2DiscreteScheduler", SD, [1, 2, 9]),
    ("kdpm2", "KDPM2DiscreteScheduler", SD | {"use_karras_sigmas": True, "prediction_type": "v_prediction"}, [5]),
    ("kdpm2", "KDPM2DiscreteScheduler", SD | {"use_exponential_sigmas": True, "timestep_spacing": "leading",
                                              "steps_offset": 1}, [5]),
    ("kdpm2", "KDPM2DiscreteScheduler", SD | {"use_beta_sigmas": True}, [5]),
    ("kdpm2-ancestral", "KDPM2AncestralDiscreteScheduler", SD, [1, 2, 9]),
    ("kdpm2-ancestral", "KDPM2AncestralDiscreteScheduler", SD | {
        "use_karras_sigmas": True, "prediction_type": "v_prediction"}, [5]),
    ("kdpm2-ancestral", "KDPM2AncestralDiscreteScheduler", SD | {"timestep_spacing": "trailing"}, [4]),
    ("lms", "LMSDiscreteScheduler", SD, [1, 3, 12]),
    ("lms", "LMSDiscreteScheduler", SD | {"use_exponential_sigmas": True}, [6]),
    ("lms", "LMSDiscreteScheduler", SD | {"use_beta_sigmas": True}, [6]),
    ("lms", "LMSDiscreteScheduler", SD | {"use_karras_sigmas": True}, [6]),
    ("ddim", "DDIMScheduler", SD | {"clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1}, [1, 5, 20]),
    ("ddim", "DDIMScheduler", SD | {"clip_sample": True, "timestep_spacing": "linspace"}, [7]),
    ("ddim", "DDIMScheduler", SD | {"clip_sample": False, "timestep_spacing": "trailing",
                                    "prediction_type": "v_prediction"}, [4]),
    ("ddim", "DDIMScheduler", SD | {"clip_sample": False, "prediction_type": "sample"}, [4]),
    ("ddim", "DDIMScheduler", SD | {"clip_sample": False, "timestep_spacing": "trailing", "rescale_betas_zero_snr": True,
                                    "prediction_type": "v_prediction"}, [4]),
    ("ddpm", "DDPMScheduler", SD | {"clip_sample": False}, [1, 8]),
    ("ddpm", "DDPMScheduler", {"beta_schedule": "sigmoid", "clip_sample": False}, [6]),
    ("ddpm", "DDPMScheduler", {"beta_schedule": "laplace", "clip_sample": False}, [6]),
    ("ddpm", "DDPMScheduler", SD | {"clip_sample": False, "timestep_spacing": "trailing", "rescale_betas_zero_snr": True,
                                    "prediction_type": "v_prediction"}, [4]),
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
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"use_beta_sigmas": True}, [6]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"use_karras_sigmas": True, "beta_schedule": "squaredcos_cap_v2"}, [6]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"algorithm_type": "sde-dpmsolver++", "use_karras_sigmas": True,
                                                      "solver_type": "heun"}, [7]),
    ("dpm++-2m", "DPMSolverMultistepScheduler", SD | {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing",
                                                      "prediction_type": "v_prediction"}, [5]),
    ("dpm++-2s", "DPMSolverSinglestepScheduler", SD, [1, 2, 7, 8]),
    ("dpm++-2s", "DPMSolverSinglestepScheduler", SD | {"use_karras_sigmas": True, "solver_type": "heun"}, [6]),
    ("dpm++-2s", "DPMSolverSinglestepScheduler", SD | {"use_exponential_sigmas": True, "solver_order": 1}, [5]),
    ("dpm++-2s", "DPMSolverSinglestepScheduler", SD | {"use_beta_sigmas": True, "prediction_type": "v_prediction"}, [6]),
    ("dpm++-2s", "DPMSolverSinglestepScheduler", SD | {"final_sigmas_type": "sigma_min"}, [5, 6]),
    ("dpm++-2s", "DPMSolverSinglestepScheduler", SD | {"final_sigmas_type": "sigma_min", "lower_order_final": True}, [6]),
    ("dpm++-2s", "DPMSolverSinglestepScheduler", SD | {"algorithm_type": "sde-dpmsolver++"}, [6]),
    ("dpm++-2s", "DPMSolverSinglestepScheduler", SD | {"algorithm_type": "sde-dpmsolver++", "solver_type": "heun"}, [6]),
    ("unipc", "UniPCMultistepScheduler", SD, [1, 2, 3, 8, 20]),
    ("unipc", "UniPCMultistepScheduler", SD | {"solver_order": 3}, [3, 9]),
    ("unipc", "UniPCMultistepScheduler", SD | {"solver_order": 1, "solver_type": "bh1", "final_sigmas_type": "sigma_min"}, [4]),
    ("unipc", "UniPCMultistepScheduler", SD | {"solver_order": 3, "solver_type": "bh1", "final_sigmas_type": "sigma_min",
                                               "prediction_type": "v_prediction", "use_karras_sigmas": True}, [7]),
    ("unipc", "UniPCMultistepScheduler", SD | {"use_exponential_sigmas": True, "disable_corrector": [0, 1]}, [6]),
    ("unipc", "UniPCMultistepScheduler", SD | {"use_beta_sigmas": True}, [6]),
    ("unipc", "UniPCMultistepScheduler", SD | {"lower_order_final": False, "final_sigmas_type": "sigma_min",
                                               "timestep_spacing": "leading", "steps_offset": 1}, [5]),
    ("unipc", "UniPCMultistepScheduler", SD | {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing",
                                               "prediction_type": "v_prediction"}, [5]),
    ("deis", "DEISMultistepScheduler", SD, [1, 2, 8, 17]),
    ("deis", "DEISMultistepScheduler", SD | {"solver_order": 3}, [3, 9, 16]),
    ("deis", "DEISMultistepScheduler", SD | {"solver_order": 1, "timestep_spacing": "trailing"}, [4]),
    ("deis", "DEISMultistepScheduler", SD | {"use_karras_sigmas": True, "prediction_type": "v_prediction"}, [6]),
    ("deis", "DEISMultistepScheduler", SD | {"use_exponential_sigmas": True}, [6]),
    ("deis", "DEISMultistepScheduler", SD | {"use_beta_sigmas": True, "timestep_spacing": "leading",
                                             "steps_offset": 1}, [6]),
    ("lcm", "LCMScheduler", SD | {"original_inference_steps": 50}, [1, 4, 8]),
    ("tcd", "TCDScheduler", SD | {"original_inference_steps": 50}, [1, 4, 8]),
    ("flow-match-euler", "FlowMatchEulerDiscreteScheduler", {"shift": 2.0}, [1, 4, 8]),
    ("flow-match-euler", "FlowMatchEulerDiscreteScheduler", {"shift": 1.0}, [3]),
    ("flow-match-euler", "FlowMatchEulerDiscreteScheduler", {"shift": 3.0, "use_karras_sigmas": True}, [5]),
    ("flow-match-euler", "FlowMatchEulerDiscreteScheduler", {"shift": 3.0, "use_exponential_sigmas": True}, [5]),
    ("flow-match-euler", "FlowMatchEulerDiscreteScheduler", {"shift": 3.0, "use_beta_sigmas": True}, [5]),
]  # fmt: skip

SHIFTING = {"use_dynamic_shifting": True, "base_shift": 0.5, "max_shift": 1.15, "base_image_seq_len": 256, "max_image_seq_len": 4096}
TOKENS = 1024
PATCHED = [
    ({"shift": 1.0}, True, [1, 4]),
    ({"shift": 3.0}, True, [5]),
    ({"shift": 3.0} | SHIFTING, True, [1, 6]),
    ({"shift": 1.0, "time_shift_type": "linear"} | SHIFTING, True, [4]),
    ({"shift": 1.0, "shift_terminal": 0.02} | SHIFTING, True, [4]),
    ({"shift": 1.0, "use_beta_sigmas": True} | SHIFTING, True, [5]),
    ({"shift": 3.0} | SHIFTING, False, [1, 6]),
]  # fmt: skip


def answer(sample: torch.Tensor, timestep: float) -> torch.Tensor:
    """What the made-up model says: the same arithmetic stands in the Java test."""
    return sample * 0.3 + 0.1 * (1 - timestep / 1000) - 0.05


def walk(name: str, class_name: str, config: dict, steps: int, evenly: bool = False) -> dict:
    """`evenly`: with the levels that the pipelines of FLUX ask for."""
    scheduler = getattr(diffusers, class_name)(**config)
    asked = {"sigmas": np.linspace(1, 1 / steps, steps)} if evenly else {"num_inference_steps": steps}
    if config.get("use_dynamic_shifting"):
        slope = (config["max_shift"] - config["base_shift"]) / (config["max_image_seq_len"] - config["base_image_seq_len"])
        asked["mu"] = config["base_shift"] + slope * (TOKENS - config["base_image_seq_len"])
    scheduler.set_timesteps(**asked)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(0)
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
    even = {"evenly": True} if evenly else {}
    return {"sampler": name, "config": {"_class_name": class_name} | config, "steps": steps} | even | {"startScale": scale,
            "timesteps": timesteps, "samples": samples}  # fmt: skip


def cases() -> list[dict]:
    plain = [walk(name, class_name, config, steps) for name, class_name, config, counts in CASES for steps in counts]
    flow = "flow-match-euler", "FlowMatchEulerDiscreteScheduler"
    return plain + [walk(*flow, config, steps, evenly) for config, evenly, counts in PATCHED for steps in counts]
