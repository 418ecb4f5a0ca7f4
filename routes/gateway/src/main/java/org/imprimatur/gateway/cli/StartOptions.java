package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Change;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Mask;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.routes.Fitting;
import org.imprimatur.routes.PictureFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The picture that a new one starts from, for commands that take one. */
final class StartOptions {
  private static final double USUAL_STRENGTH = 0.65;

  @Option(
      names = "--init-image",
      paramLabel = "FILE",
      description = "A PNG, JPEG or WebP file to start from.")
  private @Nullable Path image;

  @Option(
      names = "--strength",
      description = "How far to depart from it: 0 not at all, 1 completely.")
  private @Nullable Double strength;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description =
          "What to draw anew, as large as the picture: transparent parts; where there are none,"
              + " white ones. The rest stays as it is.")
  private @Nullable Path mask;

  private @Nullable PictureFile file;
  private @Nullable RasterImage picture;

  /**
   * Reads what is given, before anything else is done.
   *
   * @throws ConfigurationException if a file cannot be read or an option makes no sense
   */
  void check() {
    if (image == null && (mask != null || strength != null)) {
      throw new ConfigurationException(
          "--mask and --strength need a picture to start from; give --init-image too");
    }
    if (image != null) {
      file = PictureFile.of("--init-image", read(image));
      picture = file.picture();
    }
  }

  Optional<Size> size() {
    return Optional.ofNullable(picture).map(RasterImage::size);
  }

  /** What a picture of {@code size} starts from. */
  Basis basis(Size size) {
    if (picture == null || file == null || image == null) {
      return new Basis.Nothing();
    }
    return new Basis.Upload(
        Fitting.picture(picture, size),
        Optional.of(file.file()),
        String.valueOf(image.getFileName()),
        change(new Wish(strength, USUAL_STRENGTH), mask, picture.size(), size));
  }

  /** How strong a change is to be, and how strong it usually is without a mask. */
  record Wish(@Nullable Double strength, double usual) {
    double or(double otherwise) {
      return strength == null ? otherwise : strength;
    }
  }

  /** Within a mask nothing is kept unless the wish says so. */
  static Change change(Wish wish, @Nullable Path mask, Size picture, Size size) {
    if (mask == null) {
      return Change.by(wish.or(wish.usual));
    }
    Mask read = PictureFile.of("--mask", read(mask)).mask();
    if (!read.size().equals(picture)) {
      throw new InvalidRequest(
          "--mask", "is %s, the picture is %s".formatted(read.size(), picture));
    }
    return Change.by(wish.or(1)).within(Fitting.mask(read, size));
  }

  static Bytes read(Path file) {
    try {
      if (Files.size(file) > PictureFile.MAX_BYTES) {
        throw new ConfigurationException(
            "%s is larger than %d MiB".formatted(file, PictureFile.MAX_BYTES >> 20));
      }
      return Bytes.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}
