package org.imprimatur.provenance.bindings;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.ProvenanceEngine;
import org.imprimatur.provenance.SigningFailure;
import org.imprimatur.provenance.SigningIdentity;
import org.imprimatur.provenance.ValidationReport;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.formats.Container;
import org.imprimatur.provenance.manifest.ManifestWriter.Order;
import org.imprimatur.provenance.manifest.ManifestWriter.Written;
import org.imprimatur.provenance.manifest.Parent;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.StoreCheck;
import org.imprimatur.provenance.validate.Terms;

/**
 * Signs and validates with the official library. Files are held in memory. The library judges by
 * the clock of this machine: a report as of another time is refused. It knows one list of anchors,
 * so time-stamping authorities are trusted by the list of signers. Thread-safe.
 */
public final class NativeEngine implements ProvenanceEngine {
  private static final Duration ABOUT_NOW = Duration.ofHours(1);

  private final C2paLibrary library;
  private final TrustAnchors trust;
  private final Clock clock;

  /** Judges the credentials of ingredients under {@code trust} when it signs. */
  public NativeEngine(C2paLibrary library, TrustAnchors trust, Clock clock) {
    this.library = library;
    this.trust = trust;
    this.clock = clock;
  }

  /**
   * The engine over the library in {@code file}.
   *
   * @throws ConfigurationException if it is missing or of another version
   */
  public static NativeEngine open(Path file, TrustAnchors trust) {
    try {
      return new NativeEngine(C2paLibrary.open(file), trust, Clock.systemUTC());
    } catch (NoClassDefFoundError e) {
      throw new ConfigurationException(
          "provenance.engine: native needs JNA and Jackson (net.java.dev.jna:jna,"
              + " com.fasterxml.jackson.core:jackson-databind) on the class path; add them or"
              + " choose provenance.engine: java",
          e);
    }
  }

  @Override
  public String name() {
    return "native (" + library.version() + ")";
  }

  @Override
  public Written write(Order order, ByteSource file, OutputStream out) {
    String mediaType =
        Container.of(file)
            .orElseThrow(() -> new SigningFailure("only PNG, JPEG and WebP files can be signed"))
            .mediaType();
    Bytes signed = sign(order, mediaType, file).file();
    try {
      out.write(signed.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written(ByteSource.of(signed.toByteArray()));
  }

  private C2paBuilder.Signed sign(Order order, String mediaType, ByteSource file) {
    DefinitionJson definition = new DefinitionJson(order.definition());
    try (C2paContext context =
            library.context(NativeSettings.signing(order, trust), signer(order));
        C2paBuilder builder = context.builder(definition.manifest())) {
      Optional<Parent> parent = order.definition().parent();
      parent
          .flatMap(Parent::credentials)
          .ifPresent(
              credentials ->
                  builder.ingredient(
                      definition.ingredient(),
                      credentials.file().mediaType(),
                      ByteSource.of(credentials.file().content().toByteArray())));
      return builder.sign(mediaType, file);
    } catch (C2paError | MalformedContent e) {
      throw new SigningFailure("the file cannot be signed: " + e.getMessage(), e);
    }
  }

  private static C2paSigner signer(Order order) {
    SigningIdentity identity = order.identity();
    if (identity.isStapled()) {
      throw new SigningFailure(
          "the official library adds no revocation answer that it is given; sign with engine java");
    }
    return new C2paSigner(
        identity.algorithm(),
        identity.chain(),
        identity::sign,
        order
            .stamper()
            .map(
                stamper ->
                    stamper
                        .address()
                        .orElseThrow(
                            () ->
                                new SigningFailure(
                                    "the official library asks a time-stamping authority by its"
                                        + " URL, and this one has none; sign with engine java"))));
  }

  /** The library names neither label nor digest of what it embedded. */
  private static Written written(ByteSource signed) {
    Bytes store =
        Container.of(signed)
            .flatMap(container -> container.find(signed))
            .orElseThrow(() -> new SigningFailure("the library embedded no manifest"))
            .content();
    return new Written(StoreCheck.read(store.toByteArray()).activeLabel(), store);
  }

  @Override
  public ValidationReport validate(ByteSource file, Terms terms) {
    requireNow(terms);
    Optional<Container> container = Container.of(file);
    if (container.isEmpty()) {
      return ValidationReport.without(State.REJECT, "not a PNG, JPEG or WebP file");
    }
    try (C2paContext context = library.context(NativeSettings.reading(terms.signers()));
        C2paReader reader = context.reader(container.get().mediaType(), file)) {
      return NativeReport.of(reader.json());
    } catch (C2paError e) {
      return unreadable(e);
    } catch (MalformedContent e) {
      return ValidationReport.without(State.REJECT, e.problem());
    }
  }

  private static ValidationReport unreadable(C2paError e) {
    return switch (e.kind()) {
      case "ManifestNotFound" ->
          ValidationReport.without(State.NO_MANIFEST, "the file has no content credentials");
      case "Remote" ->
          ValidationReport.without(
              State.NO_MANIFEST, "the file's content credentials are elsewhere, not fetched");
      default -> ValidationReport.without(State.REJECT, String.valueOf(e.getMessage()));
    };
  }

  @Override
  public String crJson(ByteSource file, Terms terms) {
    requireNow(terms);
    Optional<Container> container = Container.of(file);
    if (container.isEmpty()) {
      return NO_MANIFESTS;
    }
    try (C2paContext context = library.context(NativeSettings.reading(terms.signers()));
        C2paReader reader = context.reader(container.get().mediaType(), file)) {
      return reader.crJson();
    } catch (C2paError | MalformedContent e) {
      return NO_MANIFESTS;
    }
  }

  private void requireNow(Terms terms) {
    if (Duration.between(terms.at(), clock.instant()).abs().compareTo(ABOUT_NOW) > 0) {
      throw new ConfigurationException(
          "the official library validates as of now only, not as of %s; choose"
                  .formatted(terms.at())
              + " provenance.engine: java for another time");
    }
  }
}
