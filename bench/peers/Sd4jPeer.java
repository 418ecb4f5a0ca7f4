import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.oracle.labs.mlrg.sd4j.SD4J;
import com.oracle.labs.mlrg.sd4j.Schedulers;
import com.oracle.labs.mlrg.sd4j.TextEmbedder;
import com.oracle.labs.mlrg.sd4j.UNet;
import com.oracle.labs.mlrg.sd4j.VAEDecoder;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.imprimatur.bench.Peer;

/** Oracle's sd4j under the same conditions as the generator: one thread, no spinning, no log. */
public final class Sd4jPeer implements Peer {
  private final Logger quiet = Logger.getLogger("com.oracle.labs.mlrg.sd4j");
  private final SD4J pipeline;

  public Sd4jPeer(Path folder) throws OrtException {
    quiet.setLevel(Level.WARNING);
    pipeline =
        new SD4J(
            new TextEmbedder(
                Path.of("text_tokenizer/custom_op_cliptok.onnx"), graph(folder, "text_encoder"), options()),
            new UNet(graph(folder, "unet"), options()),
            new VAEDecoder(graph(folder, "vae_decoder"), options()),
            null);
  }

  @Override
  public void draw(String prompt, int steps, int seed) {
    pipeline.generateImage(
        steps, prompt, "", 7.5f, 1, new SD4J.ImageSize(512), seed, Schedulers.EULER_ANCESTRAL, step -> {});
  }

  @Override
  public void close() {
    pipeline.close();
  }

  private static Path graph(Path folder, String component) {
    return folder.resolve(component).resolve("model.onnx");
  }

  private static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }
}
