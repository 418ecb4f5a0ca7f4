package org.imprimatur.generator.denoise;

import java.util.List;
import java.util.Map;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/** Latents as planes, one a channel: batch, channels, height, width. */
final class Planes implements Layout {
  @Override
  public Tensor fed(LatentShape shape, List<Denoiser.Call> batch) {
    float[] beside = batch.get(0).beside();
    if (batch.size() == 1 && beside.length == 0) {
      return Tensor.floats(
          batch.get(0).latents(), 1, shape.channels(), shape.height(), shape.width());
    }
    int size = shape.count() + beside.length;
    float[] values = new float[batch.size() * size];
    for (int i = 0; i < batch.size(); i++) {
      Denoiser.Call call = batch.get(i);
      System.arraycopy(call.latents(), 0, values, i * size, shape.count());
      System.arraycopy(call.beside(), 0, values, i * size + shape.count(), beside.length);
    }
    int channels = size / shape.places();
    return Tensor.floats(values, batch.size(), channels, shape.height(), shape.width());
  }

  @Override
  public Tensors positions(LatentShape shape, List<Denoiser.Call> batch) {
    return new Tensors(Map.of());
  }

  @Override
  public float[] read(LatentShape shape, float[] answer) {
    return answer;
  }

  @Override
  public float timestep(float trained) {
    return trained;
  }
}
