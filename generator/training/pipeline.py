"""The exported folder as a picture generator, on ONNX Runtime alone: what the gateway does, in thirty lines."""

import json
from pathlib import Path

import bpe
import numpy as np
from manifests import session
from sampling import euler, sigmas


class Pipeline:
    """Prompts to pictures uint8 [B,3,H,W]. The same seed gives the same noise, one stream per picture."""

    def __init__(self, folder: Path, threads: int = 1):
        self.tokenizer = bpe.Tokenizer.load(folder / "tokenizer")
        self.parts = {name: session(folder / name / "model.onnx", threads)
                      for name in ("text_encoder", "unet", "vae_decoder", "vae_encoder")}  # fmt: skip
        unet = json.loads((folder / "unet/config.json").read_text())
        self.shape = (unet["in_channels"], unet["sample_size"], unet["sample_size"])
        self.shift = json.loads((folder / "scheduler/scheduler_config.json").read_text())["shift"]

    def _run(self, part: str, **inputs) -> np.ndarray:
        return self.parts[part].run(None, inputs)[0]

    def noise(self, seeds: list[int]) -> np.ndarray:
        return np.stack([np.random.default_rng(seed).standard_normal(self.shape, np.float32) for seed in seeds])

    def read(self, prompts: list[str]) -> np.ndarray:
        return self._run("text_encoder", input_ids=np.array([self.tokenizer(p) for p in prompts], np.int64))

    def latents(self, prompts: list[str], seeds: list[int], steps: int = 8, guidance: float = 1.0) -> np.ndarray:
        words, empty = self.read(prompts), self.read([""] * len(prompts))

        def velocity(x, timestep):
            time = np.full(len(x), timestep, np.float32)
            wanted = self._run("unet", sample=x, timestep=time, encoder_hidden_states=words)
            if guidance == 1:
                return wanted
            plain = self._run("unet", sample=x, timestep=time, encoder_hidden_states=empty)
            return plain + guidance * (wanted - plain)

        return euler(velocity, self.noise(seeds), sigmas(steps, self.shift))

    def decode(self, latents: np.ndarray) -> np.ndarray:
        return self.to_bytes(self._run("vae_decoder", latent_sample=latents))

    def encode(self, pictures: np.ndarray) -> np.ndarray:
        return self._run("vae_encoder", sample=pictures.astype(np.float32) / 127.5 - 1)

    def draw(self, prompts: list[str], seeds: list[int], steps: int = 8, guidance: float = 1.0) -> np.ndarray:
        parts = [self.decode(self.latents(prompts[i : i + 16], seeds[i : i + 16], steps, guidance))
                 for i in range(0, len(prompts), 16)]  # fmt: skip
        return np.concatenate(parts)

    @staticmethod
    def to_bytes(sample: np.ndarray) -> np.ndarray:
        return ((sample.clip(-1, 1) + 1) * 127.5).round().astype(np.uint8)
