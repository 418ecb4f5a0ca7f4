package org.imprimatur.routes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.TrainingUse;
import org.imprimatur.provenance.C2paSigner;
import org.imprimatur.provenance.ManifestArchive;
import org.imprimatur.provenance.ProvenanceEngine;
import org.imprimatur.provenance.SignerSettings;
import org.imprimatur.provenance.SigningIdentity;
import org.imprimatur.provenance.StapledIdentities;
import org.imprimatur.provenance.bindings.NativeEngine;
import org.imprimatur.provenance.timestamp.HttpTimeStamper;
import org.imprimatur.provenance.trust.TrustAnchors;

/**
 * How a gate signs and validates: the file {@code provenance.yaml} of its state directory, lines of
 * {@code key: value}. Without the file, the engine in Java signs with the development identity.
 */
public final class ProvenanceSettings {
  private static final List<String> KEYS =
      List.of(
          "certificates",
          "engine",
          "keystore",
          "library",
          "password-file",
          "pkcs11-config",
          "remote-signer",
          "revocation",
          "time-stamping",
          "token-file",
          "training",
          "trust");

  private final GatePlaces places;
  private final Path file;
  private final Map<String, String> values;

  private ProvenanceSettings(GatePlaces places, Path file, Map<String, String> values) {
    this.places = places;
    this.file = file;
    this.values = values;
  }

  /**
   * Reads the settings of the gate at {@code places}.
   *
   * @throws ConfigurationException naming file and line if a line cannot be used
   */
  public static ProvenanceSettings load(GatePlaces places) {
    Path file = places.provenance();
    Map<String, String> values = new TreeMap<>();
    if (Files.exists(file)) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        readLine(lines.get(i), "%s:%d".formatted(file, i + 1), values);
      }
    }
    ProvenanceSettings settings = new ProvenanceSettings(places, file, values);
    settings.checkTogether();
    return settings;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static void readLine(String line, String place, Map<String, String> values) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    int colon = text.indexOf(": ");
    String key = colon < 0 ? text : text.substring(0, colon);
    if (colon < 0 || !KEYS.contains(key)) {
      throw new ConfigurationException(
          "%s: '%s' is not a setting; write 'key: value' with one of %s"
              .formatted(place, text, String.join(", ", KEYS)));
    }
    if (values.put(key, text.substring(colon + 2).strip()) != null) {
      throw new ConfigurationException("%s: %s is set twice".formatted(place, key));
    }
  }

  private void checkTogether() {
    require(!isNative() || values.containsKey("library"), "engine: native needs library: PATH");
    require(
        !(isNative() && values.containsKey("revocation")),
        "engine: native takes no revocation answers; remove revocation or use engine: java");
    keys().check();
    training();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  void require(boolean condition, String what) {
    if (!condition) {
      throw new ConfigurationException(file + ": " + what);
    }
  }

  private boolean isNative() {
    String engine = values.getOrDefault("engine", "java");
    require(
        engine.equals("java") || engine.equals("native"),
        "engine is java or native, not '%s'".formatted(engine));
    return engine.equals("native");
  }

  /**
   * The engine.
   *
   * @throws ConfigurationException if the official library cannot be used
   */
  public ProvenanceEngine engine() {
    return isNative()
        ? NativeEngine.open(path("library").orElseThrow(), trust())
        : ProvenanceEngine.java();
  }

  /** Whom to trust as signers: the configured roots, or the development root where there is one. */
  public TrustAnchors trust() {
    Optional<Path> configured = path("trust");
    if (configured.isPresent()) {
      return TrustAnchors.fromPem(configured.get());
    }
    return Files.isRegularFile(places.root())
        ? TrustAnchors.fromPem(places.root())
        : TrustAnchors.none();
  }

  /**
   * The signer; makes the development identity where no keys are configured.
   *
   * @throws ConfigurationException if keys or library do not pass the checks
   */
  C2paSigner signer(Clock clock) {
    // First the keys, because the development root is what is trusted where nothing else is.
    Supplier<SigningIdentity> identities = keys().open(clock);
    if (!values.containsKey("revocation")) {
      return new C2paSigner(identities, alike());
    }
    Optional<URI> responder =
        "from-certificate".equals(values.get("revocation"))
            ? Optional.empty()
            : address("revocation");
    return new C2paSigner(new StapledIdentities(identities, trust(), responder, clock), alike());
  }

  private KeySettings keys() {
    return new KeySettings(this, places);
  }

  private SignerSettings alike() {
    SignerSettings settings =
        SignerSettings.trusting(trust())
            .with(engine())
            .with(new ManifestArchive(places.manifests()));
    Optional<TrainingUse> training = training();
    if (training.isPresent()) {
      settings = settings.with(training.get());
    }
    Optional<URI> authority = address("time-stamping");
    return authority.isPresent() ? settings.with(new HttpTimeStamper(authority.get())) : settings;
  }

  private Optional<TrainingUse> training() {
    String text = values.getOrDefault("training", "unsaid");
    return switch (text) {
      case "unsaid" -> Optional.empty();
      case "allowed" -> Optional.of(TrainingUse.ALLOWED);
      case "not-allowed" -> Optional.of(TrainingUse.NOT_ALLOWED);
      default ->
          throw new ConfigurationException(
              "%s: training is allowed, not-allowed or unsaid, not '%s'".formatted(file, text));
    };
  }

  /** The value of {@code key} as an HTTP address. */
  Optional<URI> address(String key) {
    return Optional.ofNullable(values.get(key)).map(text -> address(key, text));
  }

  private URI address(String key, String text) {
    try {
      URI address = URI.create(text);
      require(
          address.getHost() != null && List.of("http", "https").contains(address.getScheme()),
          "%s is not a web address: %s".formatted(key, text));
      return address;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s: %s is not a web address: %s".formatted(file, key, text), e);
    }
  }

  /** Paths stand relative to the file. */
  Optional<Path> path(String key) {
    return Optional.ofNullable(values.get(key)).map(file::resolveSibling);
  }
}
