package org.imprimatur.generator.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.imprimatur.generator.model.TensorSpec;
import org.imprimatur.generator.network.Tensor;

/** Between our tensors and those of the runtime, in the element type that a graph declares. */
final class Conversions {
  private Conversions() {}

  static OnnxTensor toRuntime(OrtEnvironment environment, Tensor tensor, TensorSpec spec)
      throws OrtException {
    long[] shape = tensor.shape();
    return switch (spec.type()) {
      case FLOAT32 ->
          OnnxTensor.createTensor(
              environment, tensor.kept().orElseGet(() -> FloatBuffer.wrap(floats(tensor))), shape);
      case FLOAT64 -> OnnxTensor.createTensor(environment, doubles(tensor), shape);
      case FLOAT16 ->
          OnnxTensor.createTensor(environment, halves(tensor), shape, OnnxJavaType.FLOAT16);
      case BFLOAT16 ->
          OnnxTensor.createTensor(environment, brains(tensor), shape, OnnxJavaType.BFLOAT16);
      case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(longs(tensor)), shape);
      case INT32 -> OnnxTensor.createTensor(environment, integers(tensor), shape);
      case OTHER -> throw new IllegalArgumentException("cannot feed " + spec);
    };
  }

  /** Any floating type comes back in single precision. */
  static float[] fromRuntime(OnnxTensor value) throws OrtException {
    return switch (value.getInfo().type) {
      case FLOAT, FLOAT16, BFLOAT16 -> numbers(value.getFloatBuffer());
      case DOUBLE -> {
        DoubleBuffer buffer = value.getDoubleBuffer();
        float[] numbers = new float[buffer.remaining()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = (float) buffer.get();
        }
        yield numbers;
      }
      default -> throw new OrtException("an output has type " + value.getInfo().type);
    };
  }

  /** The runtime's copy is ours alone, so its array is taken over where it fits. */
  private static float[] numbers(FloatBuffer copy) {
    if (copy.hasArray() && copy.arrayOffset() == 0 && copy.array().length == copy.remaining()) {
      return copy.array();
    }
    float[] numbers = new float[copy.remaining()];
    copy.get(numbers);
    return numbers;
  }

  /** Whole numbers feed a floating input too: some exports declare timesteps either way. */
  private static float[] floats(Tensor tensor) {
    if (tensor.isFloating()) {
      return tensor.floats();
    }
    float[] numbers = new float[tensor.integers().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = tensor.integers()[i];
    }
    return numbers;
  }

  private static long[] longs(Tensor tensor) {
    if (!tensor.isFloating()) {
      return tensor.integers();
    }
    long[] numbers = new long[tensor.floats().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (long) tensor.floats()[i];
    }
    return numbers;
  }

  private static IntBuffer integers(Tensor tensor) {
    long[] wide = longs(tensor);
    IntBuffer narrow = direct(wide.length, Integer.BYTES).asIntBuffer();
    for (long number : wide) {
      narrow.put(Math.toIntExact(number));
    }
    return narrow.rewind();
  }

  private static DoubleBuffer doubles(Tensor tensor) {
    float[] numbers = floats(tensor);
    DoubleBuffer wide = direct(numbers.length, Double.BYTES).asDoubleBuffer();
    for (float number : numbers) {
      wide.put(number);
    }
    return wide.rewind();
  }

  private static ShortBuffer halves(Tensor tensor) {
    float[] numbers = floats(tensor);
    ShortBuffer narrow = direct(numbers.length, Short.BYTES).asShortBuffer();
    for (float number : numbers) {
      narrow.put(Fp16Conversions.floatToFp16(number));
    }
    return narrow.rewind();
  }

  private static ShortBuffer brains(Tensor tensor) {
    float[] numbers = floats(tensor);
    ShortBuffer narrow = direct(numbers.length, Short.BYTES).asShortBuffer();
    for (float number : numbers) {
      narrow.put(Fp16Conversions.floatToBf16(number));
    }
    return narrow.rewind();
  }

  private static ByteBuffer direct(int count, int width) {
    return ByteBuffer.allocateDirect(count * width).order(ByteOrder.nativeOrder());
  }
}
