package org.imprimatur.provenance;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ClassifiedImage;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.GenerationFacts;
import org.imprimatur.api.OutputFormat;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.spi.ProvenanceSigner;
import org.imprimatur.api.spi.ProvenanceStatement;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.formats.JpegEncoder;
import org.imprimatur.provenance.formats.PngEncoder;
import org.imprimatur.provenance.formats.WebpEncoder;
import org.imprimatur.provenance.manifest.Assertion;
import org.imprimatur.provenance.manifest.Labels;
import org.imprimatur.provenance.manifest.ManifestDefinition;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.manifest.Parent;
import org.imprimatur.provenance.trust.TrustAnchors;

/**
 * Writes pictures as PNG, JPEG or WebP files with content credentials after C2PA 2.4: claim version
 * 2, a complete list of actions, the model as software agent, an AI disclosure and the {@link
 * SafetyReceipt}. Thread-safe.
 */
public final class C2paSigner implements ProvenanceSigner {
  static final String SPEC_VERSION = "2.4.0";

  private static final String SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/";
  private static final String FROM_TEXT = SOURCE_TYPES + "trainedAlgorithmicMedia";
  private static final String FROM_PICTURE = SOURCE_TYPES + "compositeWithTrainedAlgorithmicMedia";

  private final Supplier<SigningIdentity> identities;
  private final SignerSettings settings;
  private final Parents parents;

  /** Signs with one identity and judges the credentials of earlier versions under {@code trust}. */
  public C2paSigner(SigningIdentity identity, TrustAnchors trust) {
    this(() -> identity, SignerSettings.trusting(trust));
  }

  /** Asks {@code identities} anew for each picture, so that keys can be rotated at run time. */
  public C2paSigner(Supplier<SigningIdentity> identities, SignerSettings settings) {
    this.identities = identities;
    this.settings = settings;
    this.parents = new Parents(settings);
  }

  @Override
  public Credentialed sign(ClassifiedImage image, ProvenanceStatement statement) {
    if (statement.terms().timeStamped() && settings.stamper().isEmpty()) {
      throw new SigningFailure(
          "the policy wants time stamps, but no time-stamping authority is configured");
    }
    OutputFormat format = image.source().source().request().format();
    byte[] plain = encoded(image.image(), format);
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + (1 << 14));
    ManifestWriter.Order order =
        new ManifestWriter.Order(
            definition(image, statement), identities.get(), settings.stamper());
    ManifestWriter.Written written = settings.engine().write(order, ByteSource.of(plain), out);
    settings.archive().ifPresent(archive -> archive.keep(written.store()));
    return new Credentialed(
        new EncodedImage(format.mediaType(), Bytes.of(out.toByteArray())),
        written.manifestId(),
        written.store().sha256(),
        Map.of(PerceptualHash.FACT, PerceptualHash.of(image.image()).text()));
  }

  private static byte[] encoded(RasterImage image, OutputFormat format) {
    if (format instanceof OutputFormat.Png) {
      return PngEncoder.encode(image);
    }
    if (format instanceof OutputFormat.Jpeg jpeg) {
      return JpegEncoder.encode(image, jpeg.quality());
    }
    if (format instanceof OutputFormat.Webp) {
      return WebpEncoder.encode(image);
    }
    throw new IllegalStateException("unknown format " + format);
  }

  private ManifestDefinition definition(ClassifiedImage image, ProvenanceStatement statement) {
    GenerationFacts facts = image.source().facts();
    Optional<Parent> parent = parents.of(image.source().source().request().basis());
    Table drawn =
        CborValue.table()
            .put("action", parent.isPresent() ? "c2pa.edited" : "c2pa.created")
            .put("digitalSourceType", parent.isPresent() ? FROM_PICTURE : FROM_TEXT)
            .put("softwareAgent", agent(facts))
            .build();
    List<Assertion> assertions = new ArrayList<>();
    assertions.add(new Assertion(Labels.AI_DISCLOSURE, disclosure(facts)));
    assertions.add(new Assertion(Labels.SAFETY_RECEIPT, SafetyReceipt.of(statement).toCbor()));
    statement
        .terms()
        .training()
        .or(settings::training)
        .ifPresent(
            use -> assertions.add(new Assertion(Labels.TRAINING_MINING, TrainingMining.of(use))));
    return new ManifestDefinition("", generator(), parent, List.of(drawn), assertions);
  }

  private Table generator() {
    return CborValue.table()
        .put("name", settings.product())
        .put("version", settings.version())
        .put("specVersion", SPEC_VERSION)
        .build();
  }

  /** The digest over all files of the model is its exact version. */
  private static Table agent(GenerationFacts facts) {
    return CborValue.table()
        .put("name", facts.model())
        .put("version", facts.modelDigest().toString())
        .build();
  }

  private static Table disclosure(GenerationFacts facts) {
    return CborValue.table()
        .put("modelType", "c2pa.types.model.onnx")
        .put("modelName", facts.model())
        .put("modelIdentifier", facts.modelDigest().toString())
        .put(
            "contentProfile", CborValue.table().put("humanOversightLevel", "prompt_guided").build())
        .build();
  }
}
