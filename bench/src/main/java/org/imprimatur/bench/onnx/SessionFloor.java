package org.imprimatur.bench.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a picture costs at least: the same graphs run as often as the generator runs them, on
 * tensors that were made before, with nothing between the runs. One thread.
 */
public final class SessionFloor implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession text;
  private final OrtSession denoiser;
  private final OrtSession decoder;
  private final Map<String, OnnxTensor> textInputs;
  private final Map<String, OnnxTensor> denoiserInputs;
  private final Map<String, OnnxTensor> denoiserOutputs;
  private final Map<String, OnnxTensor> decoderInputs;
  private final Map<String, OnnxTensor> decoderOutputs;

  /** Loads a folder with the shapes of Stable Diffusion 1.5 at 512 pixels. */
  public SessionFloor(Path folder) throws OrtException {
    text = open(folder, "text_encoder");
    denoiser = open(folder, "unet");
    decoder = open(folder, "vae_decoder");
    OnnxTensor latents = floats(1, 4, 64, 64);
    textInputs =
        Map.of(
            "input_ids",
            OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[77]), new long[] {1, 77}));
    denoiserInputs =
        Map.of(
            "sample", latents, "timestep", floats(1), "encoder_hidden_states", floats(1, 77, 768));
    denoiserOutputs = Map.of("out_sample", floats(1, 4, 64, 64));
    decoderInputs = Map.of("latent_sample", latents);
    decoderOutputs = Map.of("sample", floats(1, 3, 512, 512));
  }

  /** One picture with guidance: two texts, two runs a step, one decoding. */
  public void draw(int steps) throws OrtException {
    for (int i = 0; i < 2; i++) {
      text.run(textInputs).close();
    }
    for (int i = 0; i < 2 * steps; i++) {
      denoiser.run(denoiserInputs, denoiserOutputs).close();
    }
    decoder.run(decoderInputs, decoderOutputs).close();
  }

  @Override
  public void close() throws OrtException {
    text.close();
    denoiser.close();
    decoder.close();
  }

  private OrtSession open(Path folder, String component) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return environment.createSession(
          folder.resolve(component).resolve("model.onnx").toString(), options);
    }
  }

  private OnnxTensor floats(long... shape) throws OrtException {
    long count = 1;
    for (long side : shape) {
      count *= side;
    }
    FloatBuffer buffer =
        ByteBuffer.allocateDirect((int) (count * Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    return OnnxTensor.createTensor(environment, buffer, shape);
  }
}
