"""Weight-only compression of ONNX files: int8 per output channel; all arithmetic stays float32."""

import numpy as np
import onnx
from onnx import helper, numpy_helper

SMALLEST = 1_024


def _axis(name: str, graph: onnx.GraphProto) -> int:
    """The output-channel axis of a weight: the last one of a plain matrix product, else the first."""
    uses = [node for node in graph.node if name in node.input]
    plain = all(node.op_type == "MatMul" and node.input[1] == name for node in uses)
    gemm = all(n.op_type == "Gemm" and not any(a.name == "transB" and a.i for a in n.attribute) for n in uses)
    return -1 if plain or gemm else 0


def _quantise(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    others = tuple(i for i in range(weight.ndim) if i != axis % weight.ndim)
    scale = np.abs(weight).max(others, keepdims=True) / 127
    scale = np.where(scale == 0, 1, scale).astype(np.float32)
    return np.clip(np.round(weight / scale), -127, 127).astype(np.int8), scale.reshape(-1)


def to_int8(model: onnx.ModelProto) -> onnx.ModelProto:
    """Replaces every float matrix of at least 1,024 entries by int8 values and a DequantizeLinear node."""
    graph, kept, nodes = model.graph, [], []
    for tensor in graph.initializer:
        weight = numpy_helper.to_array(tensor)
        if weight.dtype != np.float32 or weight.ndim < 2 or weight.size < SMALLEST:
            kept.append(tensor)
            continue
        axis = _axis(tensor.name, graph) % weight.ndim
        values, scale = _quantise(weight, axis)
        kept += [numpy_helper.from_array(values, tensor.name + ".int8"),
                 numpy_helper.from_array(scale, tensor.name + ".scale")]  # fmt: skip
        nodes.append(helper.make_node("DequantizeLinear", [tensor.name + ".int8", tensor.name + ".scale"],
                                      [tensor.name], axis=axis))  # fmt: skip
    ordered = [*nodes, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(ordered)
    onnx.checker.check_model(model)
    return model
