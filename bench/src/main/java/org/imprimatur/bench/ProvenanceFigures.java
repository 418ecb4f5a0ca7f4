package org.imprimatur.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.provenance.ProvenanceEngine;
import org.imprimatur.provenance.SigningIdentity;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.bindings.NativeEngine;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.formats.PngEncoder;
import org.imprimatur.provenance.manifest.ManifestDefinition;
import org.imprimatur.provenance.manifest.ManifestWriter.Order;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Terms;

/**
 * What signing and validating cost, and, where the path of the official library is given, what they
 * cost there, in turns in the same process.
 */
public final class ProvenanceFigures {
  private static final int WARM_UP = 60;
  private static final int ROUNDS = 200;
  private static final int LARGE = 50 << 20;

  private final SigningIdentity identity;
  private final Terms terms;
  private final byte[] picture = picture();

  private ProvenanceFigures(SigningIdentity identity, TrustAnchors trust) {
    this.identity = identity;
    this.terms = Terms.of(trust, Clock.systemUTC().instant());
  }

  /** Arguments: none, or the path of the official library. */
  public static void main(String[] arguments) throws IOException {
    Path keys = Files.createTempDirectory("figures");
    SigningIdentity identity = SigningIdentity.development(keys, Clock.systemUTC());
    TrustAnchors trust = TrustAnchors.fromPem(keys.resolve("root.pem"));
    ProvenanceFigures figures = new ProvenanceFigures(identity, trust);
    ProvenanceEngine java = ProvenanceEngine.java();
    figures.first(java);
    List<ProvenanceEngine> engines =
        arguments.length == 0
            ? List.of(java)
            : List.of(java, NativeEngine.open(Path.of(arguments[0]), trust));
    figures.compare(engines);
    figures.memory(java, keys.resolve("large.png"));
  }

  private void first(ProvenanceEngine engine) {
    long start = System.nanoTime();
    sign(engine, picture);
    System.out.printf(
        Locale.ROOT,
        "first signature after start, PNG of %d bytes: %.0f ms%n",
        picture.length,
        (System.nanoTime() - start) / 1e6);
  }

  /** In turns, so that the load of the machine is alike for all. */
  private void compare(List<ProvenanceEngine> engines) {
    double[][] signing = new double[engines.size()][ROUNDS];
    double[][] validating = new double[engines.size()][ROUNDS];
    double[][] computing = new double[engines.size()][ROUNDS];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int i = 0; i < engines.size(); i++) {
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        byte[] signed = sign(engines.get(i), picture);
        long middle = System.nanoTime();
        double used = (threads.getCurrentThreadCpuTime() - cpu) / 1e6;
        State state = engines.get(i).validate(ByteSource.of(signed), terms).state();
        long end = System.nanoTime();
        if (state != State.TRUSTED) {
          throw new IllegalStateException(engines.get(i).name() + " says " + state);
        }
        if (round >= 0) {
          computing[i][round] = used;
          signing[i][round] = (middle - start) / 1e6;
          validating[i][round] = (end - middle) / 1e6;
        }
      }
    }
    for (int i = 0; i < engines.size(); i++) {
      report(engines.get(i).name() + ", sign ES256", signing[i]);
      report(engines.get(i).name() + ", sign ES256, processor time", computing[i]);
      report(engines.get(i).name() + ", validate", validating[i]);
    }
  }

  private static void report(String what, double[] millis) {
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%-60s p50 %.1f ms, p95 %.1f ms, least %.1f ms%n",
        what,
        millis[millis.length / 2],
        millis[millis.length * 95 / 100],
        millis[0]);
  }

  /** What one thread allocates for a small and a large file on disk. */
  private void memory(ProvenanceEngine engine, Path file) throws IOException {
    for (int size : new int[] {picture.length, LARGE}) {
      Files.write(file, enlarged(size));
      Path signed = file.resolveSibling("signed.png");
      long before = allocated();
      try (FileChannel in = FileChannel.open(file);
          OutputStream out = Files.newOutputStream(signed)) {
        engine.write(order(), ByteSource.of(in), out);
      }
      long middle = allocated();
      State state;
      try (FileChannel in = FileChannel.open(signed)) {
        state = engine.validate(ByteSource.of(in), terms).state();
      }
      System.out.printf(
          Locale.ROOT,
          "file of %d bytes on disk: signing allocates %d KiB, validating %d KiB (%s)%n",
          size,
          (middle - before) >> 10,
          (allocated() - middle) >> 10,
          state.text());
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** The picture with a chunk of noise before its end. */
  private byte[] enlarged(int size) {
    int extra = size - picture.length;
    if (extra < 12) {
      return picture;
    }
    byte[] file = Arrays.copyOf(picture, size);
    int end = picture.length - 12;
    java.nio.ByteBuffer.wrap(file, end, 8).putInt(extra - 12).putInt(0x6e6f4973);
    System.arraycopy(picture, end, file, size - 12, 12);
    return file;
  }

  private byte[] sign(ProvenanceEngine engine, byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + (1 << 15));
    engine.write(order(), ByteSource.of(file), out);
    return out.toByteArray();
  }

  private Order order() {
    var generator =
        CborValue.table().put("name", "Figures").put("version", "1").put("specVersion", "2.4.0");
    var created =
        CborValue.table()
            .put("action", "c2pa.created")
            .put(
                "digitalSourceType",
                "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
    return new Order(
        new ManifestDefinition(
            "figure", generator.build(), Optional.empty(), List.of(created.build()), List.of()),
        identity,
        Optional.empty());
  }

  /** 1024 pixels square, about 2 MB: a slope with noise. */
  private static byte[] picture() {
    Random random = new Random(1);
    byte[] rgb = new byte[3 * 1024 * 1024];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % 1024;
      int y = i / 3 / 1024;
      rgb[i] = (byte) ((x + y) / 8 + random.nextInt(28));
    }
    return PngEncoder.encode(RasterImage.of(new Size(1024, 1024), rgb));
  }
}
