"""How big the models are and how long each stage trains: one record per kind of machine.

`tiny` only proves that every stage runs; its pictures show nothing.
"""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Preset:
    """Sizes and budgets of one run. Minutes are wall-clock minutes of one process.

    `pictures` and `safety_pictures` are kept as files at full size; up to `fresh_pictures` more are rendered while
    latents are made, and only their latents and a 128 px copy are kept. `captions` wordings belong to each picture.
    """

    pictures: int
    safety_pictures: int
    chunk: int
    test_pictures: int
    encoder: tuple[int, int]
    decoder: tuple[int, ...]
    unet: tuple[int, int, int]
    blocks: int
    text_width: int
    text_layers: int
    batch: int
    learning_rate: float
    minutes: dict[str, float] = field(default_factory=dict)
    fresh_pictures: int = 0
    captions: int = 8
    latent_channels: int = 8
    size: int = 256
    factor: int = 16
    guidance: float = 2.0
    shift: float = 1.5

    @property
    def latent_size(self) -> int:
        return self.size // self.factor


SCENE_SHARES = {"landscape": 0.40, "street": 0.12, "table": 0.20, "portrait": 0.14, "figure": 0.14}

CPU = Preset(
    pictures=10_000, safety_pictures=3_000, chunk=1_000, test_pictures=1_000,
    encoder=(64, 128), decoder=(128, 64, 32, 16), unet=(64, 128, 192), blocks=1,
    text_width=192, text_layers=4, batch=32, learning_rate=1e-3,
    minutes={"words": 3, "autoencoder": 20, "judge": 2.5, "safety": 11, "decoder": 10, "diffusion": 42, "distil": 5},
)  # fmt: skip

GPU = Preset(
    pictures=48_000, safety_pictures=16_000, chunk=16_000, test_pictures=1_000, fresh_pictures=160_000,
    encoder=(96, 192), decoder=(192, 96, 64), unet=(128, 192, 224), blocks=2, factor=8,
    text_width=256, text_layers=4, batch=256, learning_rate=1e-3,
    minutes={"words": 1.5, "autoencoder": 1.6, "latents": 1.2, "judge": 0.5, "decoder": 0.5, "diffusion": 6, "distil": 0.8,
             "safety": 0.8},
)  # fmt: skip

TINY = replace(CPU, pictures=256, safety_pictures=128, chunk=128, test_pictures=128, minutes=dict.fromkeys(CPU.minutes, 0.1))

PRESETS = {"cpu": CPU, "gpu": GPU, "tiny": TINY}
