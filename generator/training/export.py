"""Stage `export`: the folders that the gateway loads.

`bundle/starter` is a diffusers/optimum folder with the signatures of Stable Diffusion 1.5; `bundle/judge` holds the
attribute classifier that only measurements and tests read.
`bundle/starter-gate` and `bundle/starter-identity` are an ONNX file each beside a gate manifest, `gate.json`:

  name, version, licence, domain   what the model is and where its scores mean something
  file, sha256                     the ONNX file and its digest (lower-case hex)
  input                            name, width, height, channels "RGB", layout "NCHW", scale, mean, std:
                                   value = (byte * scale - mean) / std, resized with antialiasing
  outputs                          name of the tensor, index in it, category, direction "unsafe" (higher is worse)
  calibration                      how the scores were calibrated
  selfTest                         pictures of the input size with the range each category's score must fall in
  register (identity only)         file, sha256 and threshold: cosine likeness at or above it is a match
"""

import hashlib
import json
import shutil
from pathlib import Path

import graphs
import torch
import world
from judge import load_judge
from diffusion import finished_autoencoder, load_denoiser
from manifests import write_gate, write_identity, write_json, write_starter
from run import Run
from safety import load_reader


def best_denoiser(run: Run) -> str:
    return "distil.pt" if run.path("distil.pt").exists() else "diffusion.pt"


def _export_starter(run: Run, folder: Path) -> None:
    preset, side = run.preset, run.preset.latent_size
    denoiser, autoencoder = load_denoiser(run, best_denoiser(run)), finished_autoencoder(run)
    latents = torch.randn(2, preset.latent_channels, side, side)
    words = torch.randn(2, 77, preset.text_width)
    graphs.write(denoiser.encoder, folder / "text_encoder/model.onnx",
                 {"input_ids": (torch.ones(2, 77, dtype=torch.long), graphs.BATCH)},
                 {"last_hidden_state": graphs.BATCH})  # fmt: skip
    graphs.write(denoiser.unet, folder / "unet/model.onnx",
                 {"sample": (latents, graphs.PLANE), "timestep": (torch.tensor([500.0, 20.0]), graphs.BATCH),
                  "encoder_hidden_states": (words, graphs.BATCH)}, {"out_sample": graphs.PLANE})  # fmt: skip
    graphs.write(graphs.Decode(autoencoder), folder / "vae_decoder/model.onnx",
                 {"latent_sample": (latents, graphs.PLANE)}, {"sample": graphs.PLANE})  # fmt: skip
    graphs.write(graphs.Encode(autoencoder), folder / "vae_encoder/model.onnx",
                 {"sample": (torch.randn(2, 3, preset.size, preset.size), graphs.PLANE)},
                 {"latent_sample": graphs.PLANE})  # fmt: skip
    shutil.copytree(run.path("tokenizer"), folder / "tokenizer", dirs_exist_ok=True)
    write_starter(run, folder, denoiser)


def _export_readers(run: Run, bundle: Path) -> None:
    picture = {"pixels": (torch.rand(2, 3, 128, 128), graphs.BATCH)}
    graphs.write(graphs.JudgeLogits(load_judge(run)), bundle / "judge/model.onnx", picture,
                 {"logits": graphs.BATCH, "features": graphs.BATCH})  # fmt: skip
    write_json(bundle / "judge/heads.json", {name: [str(v) for v in values] for name, values in world.HEADS.items()})
    saved = run.load("safety.pt")
    gate = graphs.GateScores(load_reader(run, "gate"), saved["temperatures"])
    graphs.write(gate, bundle / "starter-gate/model.onnx", picture, {"scores": graphs.BATCH})
    graphs.write(load_reader(run, "identity"), bundle / "starter-identity/model.onnx", picture,
                 {"embedding": graphs.BATCH})  # fmt: skip
    write_gate(run, bundle / "starter-gate")
    write_identity(run, bundle / "starter-identity", saved)


def export(run: Run) -> None:
    """Writes bundle/ afresh and logs the size and digest of every file."""
    bundle = run.path("bundle")
    shutil.rmtree(bundle, ignore_errors=True)
    _export_starter(run, bundle / "starter")
    _export_readers(run, bundle)
    for file in sorted(bundle.rglob("*.onnx")):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        run.log("exported", file=str(file.relative_to(bundle)), bytes=file.stat().st_size, sha256=digest)
    run.path("bundle.json").write_text(json.dumps({"preset": run.preset.__dict__}, default=list, indent=1) + "\n")
