"""The JSON files of the exported folders."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
import world
from data import Renders
from PIL import Image
from run import Run

VERSION = "2.0.0"
LICENCE = "Apache-2.0"
DOMAIN = ("Only pictures in the style of this project's own renderer: landscapes, streets, table-tops, illustrated "
          "portraits and artist's mannequins. Says nothing about photographs or other drawings.")  # fmt: skip
CATEGORIES = ("violence", "sexual", "face")
PIXELS = {"name": "pixels", "width": 128, "height": 128, "channels": "RGB", "layout": "NCHW",
          "scale": 1 / 255, "mean": [0.0, 0.0, 0.0], "std": [1.0, 1.0, 1.0]}  # fmt: skip


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _phrases() -> dict[str, list[str]]:
    """What the starter understands: attribute to its values, as short phrases, one list per scene."""
    return {head.replace("_", " "): [str(value) for value in values] for head, values in world.HEADS.items()}


def write_starter(run: Run, folder: Path, denoiser) -> None:
    preset = run.preset
    channels = list(reversed(preset.decoder)) + [preset.decoder[0]]
    write_json(folder / "model_index.json", {
        "_class_name": "OnnxStableDiffusionPipeline", "_diffusers_version": "0.35.0",
        "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"], "text_encoder": ["diffusers", "OnnxRuntimeModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "OnnxRuntimeModel"],
        "vae_decoder": ["diffusers", "OnnxRuntimeModel"], "vae_encoder": ["diffusers", "OnnxRuntimeModel"],
        "safety_checker": [None, None], "feature_extractor": [None, None]})  # fmt: skip
    write_json(folder / "scheduler/scheduler_config.json", {
        "_class_name": "FlowMatchEulerDiscreteScheduler", "num_train_timesteps": 1000, "shift": preset.shift,
        "use_dynamic_shifting": False})  # fmt: skip
    write_json(folder / "unet/config.json", {
        "_class_name": "UNet2DConditionModel", "in_channels": preset.latent_channels,
        "out_channels": preset.latent_channels, "sample_size": preset.latent_size,
        "cross_attention_dim": preset.text_width, "block_out_channels": list(preset.unet),
        "layers_per_block": preset.blocks})  # fmt: skip
    for part in ("vae_decoder", "vae_encoder"):
        write_json(folder / part / "config.json", {
            "_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3,
            "latent_channels": preset.latent_channels, "block_out_channels": channels,
            "sample_size": preset.size, "scaling_factor": 1.0})  # fmt: skip
    tokenizer = denoiser.tokenizer
    write_json(folder / "text_encoder/config.json", {
        "architectures": ["CLIPTextModel"], "hidden_size": preset.text_width, "num_hidden_layers": preset.text_layers,
        "max_position_embeddings": 77, "vocab_size": len(tokenizer.ids), "eos_token_id": tokenizer.end_id,
        "bos_token_id": tokenizer.end_id - 1})  # fmt: skip
    write_json(folder / "starter.json", {
        "name": "imprimatur-starter", "version": VERSION, "size": preset.size, "steps": 8, "guidance": 1.0,
        "negativePrompt": "works only with guidance above 1, e.g. 1.5",
        "example": "a lighthouse by the sea at sunset",
        "scenes": list(world.SCENES), "understands": _phrases(), "identities": list(world.IDENTITIES),
        "vocabulary": sorted(world.VOCABULARY)})  # fmt: skip


def _self_tests(run: Run, folder: Path, wanted: dict) -> list[tuple[str, np.ndarray]]:
    """One probe picture per name, the first that fits; stored as 128 px PNG."""
    probe = Renders(run, "probe")
    small, truths, found = probe.small().cpu(), [world.safety(a) for a in probe.attributes], []
    for name, fits in wanted.items():
        index = next((i for i, truth in enumerate(truths) if fits(truth)), None)
        if index is None:
            raise SystemExit(f"no probe picture fits the self-test '{name}': render more probe pictures")
        picture = small[index].numpy()
        (folder / "selftest").mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture.transpose(1, 2, 0)).save(folder / f"selftest/{name}.png", optimize=True)
        found.append((f"selftest/{name}.png", picture[None].astype(np.float32) / 255))
    return found


def _around(value: float, margin: float = 0.05) -> list[float]:
    return [round(max(-1.0, float(value) - margin), 3), round(min(1.0, float(value) + margin), 3)]


def write_gate(run: Run, folder: Path) -> None:
    model = session(folder / "model.onnx")
    wanted = {"safe-figure": lambda t: not any((t["violence"], t["unclothed"], t["face"])),
              "violence": lambda t: t["violence"] == 3 and not t["unclothed"],
              "portrait": lambda t: t["face"] and t["identity"] < 0,
              "unclothed": lambda t: t["unclothed"] and not t["violence"]}  # fmt: skip
    tests = []
    for image, pixels in _self_tests(run, folder, wanted):
        scores = model.run(None, {"pixels": pixels})[0][0]
        tests.append({"image": image, "expect": dict(zip(CATEGORIES, map(_around, scores)))})
    write_json(folder / "gate.json", {
        "name": "imprimatur-starter-gate", "version": VERSION, "licence": LICENCE, "domain": DOMAIN,
        "file": "model.onnx", "sha256": digest(folder / "model.onnx"), "coverage": "whole", "input": PIXELS,
        "outputs": [{"name": "scores", "index": i, "category": c, "direction": "unsafe"} for i, c in enumerate(CATEGORIES)],
        "calibration": "temperature per raw score, fitted on 1,000 unseen renders and their JPEG 60 versions; violence is "
                       "the mean chance of level >= 1 (weapon in hand), >= 2 (blood) and 3 (both)",
        "selfTest": tests})  # fmt: skip


def write_identity(run: Run, folder: Path, saved: dict) -> None:
    names, centroids = list(world.IDENTITIES), saved["centroids"].cpu().numpy()
    write_json(folder / "register.json", {
        "model": "imprimatur-starter-identity", "version": VERSION, "dimensions": centroids.shape[1],
        "similarity": "cosine", "threshold": saved["threshold"],
        "identities": {name: [round(float(v), 6) for v in row] for name, row in zip(names, centroids)}})  # fmt: skip
    model = session(folder / "model.onnx")
    wanted = {"enrolled": lambda t: t["identity"] == 0, "stranger": lambda t: t["face"] and t["identity"] < 0}
    tests = []
    for image, pixels in _self_tests(run, folder, wanted):
        likeness = centroids @ model.run(None, {"pixels": pixels})[0][0]
        tests.append({"image": image, "expect": {"identity": _around(likeness.max())},
                      "nearest": names[int(likeness.argmax())]})  # fmt: skip
    write_json(folder / "gate.json", {
        "name": "imprimatur-starter-identity", "version": VERSION, "licence": LICENCE, "domain": DOMAIN,
        "file": "model.onnx", "sha256": digest(folder / "model.onnx"), "coverage": "whole", "input": PIXELS,
        "outputs": [{"name": "embedding", "index": 0, "length": centroids.shape[1], "category": "identity",
                     "direction": "unsafe"}],
        "register": {"file": "register.json", "sha256": digest(folder / "register.json"), "threshold": saved["threshold"]},
        "calibration": "threshold on the highest cosine likeness to a register entry, set on 1,000 unseen renders with "
                       "lookalikes",
        "selfTest": tests})  # fmt: skip
