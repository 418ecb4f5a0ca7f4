"""How big the models are and how long each stage trains: one record per kind of machine.

`tiny` only proves that every stage runs; its pictures show nothing.
"""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Preset:
    """Sizes and budgets of one run. Minutes are wall-clock minutes of one process."""

    pictures: int
    safety_pictures: int
    chunk: int
    test_pictures: int
    encoder: tuple[int, int]
    decoder: tuple[int, int, int, int]
    unet: tuple[int, int, int]
    blocks: int
    text_width: int
    text_layers: int
    batch: int
    learning_rate: float
    minutes: dict[str, float] = field(default_factory=dict)
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
    pictures=200_000, safety_pictures=40_000, chunk=4_000, test_pictures=2_000,
    encoder=(96, 192), decoder=(192, 96, 48, 24), unet=(128, 256, 320), blocks=2,
    text_width=192, text_layers=4, batch=256, learning_rate=7e-4,
    minutes={"words": 1, "autoencoder": 4, "judge": 2, "safety": 2, "decoder": 2, "diffusion": 14, "distil": 2},
)  # fmt: skip

TINY = replace(CPU, pictures=256, safety_pictures=128, chunk=128, test_pictures=128, minutes=dict.fromkeys(CPU.minutes, 0.1))

PRESETS = {"cpu": CPU, "gpu": GPU, "tiny": TINY}
