package org.imprimatur.gateway.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.provenance.PerceptualHash;

/** Looks through the journal for pictures by how they look. */
record PictureSearch(JournalReader journal) {
  private static final long MAX_PIXELS = 100_000_000;

  /** A picture of the journal that looks like the one that is sought. */
  record Match(
      long entry,
      String requestId,
      String tenant,
      Instant time,
      String manifestId,
      Sha256 manifestDigest,
      int distance) {}

  /** All matches, the most alike first. */
  List<Match> like(RasterImage picture) {
    PerceptualHash sought = PerceptualHash.of(picture);
    List<Match> matches = new ArrayList<>();
    journal.forEach(0, entry -> match(entry, sought).ifPresent(matches::add));
    matches.sort(Comparator.comparingInt(Match::distance));
    return matches;
  }

  private static Optional<Match> match(AuditEntry entry, PerceptualHash sought) {
    for (AuditEntry.Step step : entry.steps()) {
      Map<String, String> facts = step.facts();
      Optional<PerceptualHash> fingerprint =
          PerceptualHash.parse(facts.getOrDefault(PerceptualHash.FACT, ""));
      if (fingerprint.isPresent() && sought.distance(fingerprint.get()) <= PerceptualHash.ALIKE) {
        return Optional.of(
            new Match(
                entry.index(),
                entry.stamp().requestId(),
                entry.stamp().tenant(),
                entry.time(),
                facts.getOrDefault("manifest.id", ""),
                new Sha256(facts.getOrDefault("manifest.sha256", "")),
                sought.distance(fingerprint.get())));
      }
    }
    return Optional.empty();
  }

  /**
   * Decodes {@code file}.
   *
   * @throws ConfigurationException if it is no PNG or JPEG
   */
  static RasterImage read(Path file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers =
          in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new ConfigurationException(
            file + " cannot be decoded; give a PNG or JPEG file (WebP is not decoded here)");
      }
      return raster(decoded(readers.next(), in, file));
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The head tells the size, so that a small file cannot ask for much memory. */
  private static BufferedImage decoded(ImageReader reader, ImageInputStream in, Path file)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MAX_PIXELS) {
        throw new ConfigurationException(
            "%s has %d pixels; at most %d are read".formatted(file, pixels, MAX_PIXELS));
      }
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private static RasterImage raster(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[at++] = (byte) (pixel >> 16);
        rgb[at++] = (byte) (pixel >> 8);
        rgb[at++] = (byte) pixel;
      }
    }
    return RasterImage.of(new Size(image.getWidth(), image.getHeight()), rgb);
  }
}
