"""What each exported graph computes, and the writing of it: opset 17, int8 weights, float32 arithmetic."""

import warnings
from pathlib import Path

import onnx
import torch
from compress import to_int8
from onnx.external_data_helper import set_external_data
from torch import nn

OPSET = 17
LARGEST = 15_000_000
BATCH, PLANE = {0: "batch"}, {0: "batch", 2: "height", 3: "width"}


class Encode(nn.Module):
    def __init__(self, autoencoder):
        super().__init__()
        self.autoencoder = autoencoder

    def forward(self, sample):
        return self.autoencoder.encode(sample)


class Decode(nn.Module):
    def __init__(self, autoencoder):
        super().__init__()
        self.autoencoder = autoencoder

    def forward(self, latent_sample):
        return self.autoencoder.decode(latent_sample).clamp(-1, 1)


class GateScores(nn.Module):
    """[B,3]: violence (mean of the chances of level 1, 2, 3 and above), unclothed figure, face."""

    def __init__(self, gate, temperatures):
        super().__init__()
        self.gate = gate
        self.register_buffer("temperatures", temperatures)

    def forward(self, pixels):
        chance = torch.sigmoid(self.gate(pixels) / self.temperatures)
        return torch.cat([chance[:, :3].mean(1, keepdim=True), chance[:, 3:]], 1)


class JudgeLogits(nn.Module):
    def __init__(self, judge):
        super().__init__()
        self.judge = judge

    def forward(self, pixels):
        return self.judge(pixels)


def write(model: nn.Module, path: Path, inputs: dict[str, tuple], outputs: dict[str, dict]) -> None:
    """`inputs`: name to (example, free axes); `outputs`: name to free axes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    free = {name: axes for name, (_, axes) in inputs.items()} | outputs
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(model.eval().cpu(), tuple(example for example, _ in inputs.values()), str(path),
                          input_names=list(inputs), output_names=list(outputs), dynamic_axes=free,
                          opset_version=OPSET, dynamo=False)  # fmt: skip
    _save(to_int8(onnx.load(path)), path)


def _save(model: onnx.ModelProto, path: Path) -> None:
    """One file; where that would exceed LARGEST, the matrices stand in numbered files of at most that size beside it."""
    if model.ByteSize() > LARGEST:
        parts: list[bytearray] = []
        for tensor in model.graph.initializer:
            data = tensor.raw_data
            if len(data) < 1_024:
                continue
            if not parts or len(parts[-1]) + len(data) > LARGEST:
                parts.append(bytearray())
            set_external_data(tensor, f"{path.name}_data.{len(parts) - 1}", len(parts[-1]), len(data))
            parts[-1] += data
            tensor.ClearField("raw_data")
        for number, part in enumerate(parts):
            (path.parent / f"{path.name}_data.{number}").write_bytes(part)
    path.write_bytes(model.SerializeToString())
