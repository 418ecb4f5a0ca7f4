package org.imprimatur.routes;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.imprimatur.api.Admission;
import org.imprimatur.api.Category;
import org.imprimatur.api.ClassifyImage;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.GenerateImage;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.ModeratePrompt;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Panel;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Release;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.SignImage;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.api.spi.Detector;
import org.imprimatur.api.spi.HeldImages;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.api.spi.ModelCatalog;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.audit.FileHeldImages;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.generator.GeneratorSettings;
import org.imprimatur.generator.LocalModels;
import org.imprimatur.policies.Installed;
import org.imprimatur.provenance.C2paSigner;
import org.imprimatur.safety.ImageGates;
import org.imprimatur.safety.PromptCleaner;
import org.imprimatur.safety.TextGates;
import org.imprimatur.safety.gate.GateShelf;
import org.imprimatur.safety.gate.Pack;
import org.imprimatur.safety.identity.ProtectedRegister;

/**
 * A whole gate over one state directory: policies, detectors, models, signing identity and journal,
 * opened together and closed together. Bind {@link #gate} to a Camel registry and the {@code
 * imprimatur:} endpoints work. Thread-safe.
 */
public final class LocalGate implements AutoCloseable {
  /** The name of the model that comes with the software. */
  public static final String STARTER = "imprimatur-starter";

  private static final Duration PATIENCE_WITH_DETECTORS = Duration.ofSeconds(20);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final GatePlaces places;
  private final StepTracer tracer;
  private final ProtectedRegister people;
  private final ImageGates gates;
  private final TextGates textGates;
  private final LivePolicies policies;
  private final Detectors detectors;
  private final LocalModels models;
  private final GateJournal journal;
  private final Gate gate;
  private final TicketOffice tickets;
  private final Revisions revisions;
  private final Reviews reviews;

  /**
   * How a gate is opened.
   *
   * @param home the state directory
   * @param listener follows the progress of drawings
   * @param requestTime how long a request may take
   * @param generator how models are run
   * @param use what the gate is opened for
   */
  public record Settings(
      Path home,
      OpenTelemetry telemetry,
      GenerateImage.ProgressListener listener,
      Clock clock,
      Duration requestTime,
      GeneratorSettings generator,
      Use use) {
    private static final Duration USUAL_TIME = Duration.ofMinutes(5);

    public static Settings at(Path home) {
      return new Settings(
          home,
          OpenTelemetry.noop(),
          GenerateImage.ProgressListener.NONE,
          Clock.systemUTC(),
          USUAL_TIME,
          GeneratorSettings.onCpu(),
          Use.SERVICE);
    }

    /** For a command that ends soon. */
    public Settings forOneCommand() {
      return with(new Use(use.models, use.previews, true));
    }

    /** With the models in more folders, wherever they are. */
    public Settings withModels(List<Path> folders) {
      return with(new Use(folders, use.previews, use.oneCommand));
    }

    /** With previews beside released pictures, as far as they would be released themselves. */
    public Settings withPreviews(int most) {
      return with(new Use(use.models, most, use.oneCommand));
    }

    private Settings with(Use other) {
      return new Settings(home, telemetry, listener, clock, requestTime, generator, other);
    }

    public Settings with(OpenTelemetry other) {
      return new Settings(home, other, listener, clock, requestTime, generator, use);
    }

    public Settings with(GenerateImage.ProgressListener other) {
      return new Settings(home, telemetry, other, clock, requestTime, generator, use);
    }

    public Settings with(GeneratorSettings other) {
      return new Settings(home, telemetry, listener, clock, requestTime, other, use);
    }
  }

  /**
   * What a gate is opened for.
   *
   * @param models folders of models beside those in the state directory
   * @param previews how many previews are kept with each picture
   * @param oneCommand whether it serves a few requests of one command, so that the search index is
   *     left to those who search
   */
  public record Use(List<Path> models, int previews, boolean oneCommand) {
    /** Requests without end, over what is installed. */
    public static final Use SERVICE = new Use(List.of(), 0, false);

    public Use {
      models = List.copyOf(models);
    }
  }

  /** The installed detectors. */
  public record Detectors(List<PromptDetector> prompts, List<ImageDetector> images) {
    public Detectors {
      prompts = List.copyOf(prompts);
      images = List.copyOf(images);
    }

    Installed with(ModelCatalog models) {
      Set<DetectorId> ids =
          Stream.concat(prompts.stream(), images.stream())
              .map(Detector::id)
              .collect(Collectors.toSet());
      Map<String, Sha256> digests =
          models.list().stream()
              .collect(Collectors.toMap(Capabilities::model, Capabilities::digest));
      return new Installed(categories(prompts), categories(images), ids, digests);
    }

    private static Set<Category> categories(Collection<? extends Detector<?>> detectors) {
      return detectors.stream()
          .flatMap(detector -> detector.measures().stream())
          .collect(Collectors.toSet());
    }
  }

  /**
   * @throws ConfigurationException if any part cannot be used; says which and why
   */
  public static LocalGate open(Settings settings) {
    return new LocalGate(settings);
  }

  private LocalGate(Settings settings) {
    CommandLength.check();
    places = new GatePlaces(settings.home());
    tracer = new StepTracer(settings.telemetry());
    try {
      people = new ProtectedRegister(places.protectedPeople(), settings.clock());
      gates = closing(ImageGates.installed(new GateShelf(places.gates()), people));
      textGates = closing(TextGates.installed(places.textGates()));
      detectors = new Detectors(textGates.withBuiltIn(), gates.detectors());
      models =
          closing(LocalModels.open(places.models(), settings.use().models(), settings.generator()));
      policies =
          closing(
              LivePolicies.open(
                  places, detectors.with(models).withPacks(digests()), settings.telemetry()));
      C2paSigner signer = ProvenanceSettings.load(places).signer(settings.clock());
      journal = closing(journal(settings));
      journal.expireContent(this::promptDays);
      policies.watch(journal.journal());
      RecentRequests recent = new RecentRequests(settings.clock());
      ReleaseNotes notes = new ReleaseNotes(places.notes(), settings.clock());
      notes.forgetOld();
      reviews = reviews(settings.clock());
      revisions = new Revisions(notes, journalReader(), reviews, models);
      gate = new Gate(parts(settings, signer, notes), tracer, recent, notes::keep);
      tickets =
          new TicketOffice(
              policies.store()::forTenant, recent, settings.clock(), settings.requestTime());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private GateJournal journal(Settings settings) {
    return settings.use().oneCommand()
        ? GateJournal.openForOneCommand(places, settings.clock())
        : GateJournal.open(places, settings.clock());
  }

  private Gate.Parts parts(Settings settings, C2paSigner signer, ReleaseNotes notes) {
    ExecutorService threads = Executors.newCachedThreadPool(LocalGate::detectorThread);
    closing(threads::shutdownNow);
    Panel<ModerationText> texts =
        new Panel<>(detectors.prompts(), threads, PATIENCE_WITH_DETECTORS);
    Panel<ImageDetector.Subject> images =
        new Panel<>(detectors.images(), threads, PATIENCE_WITH_DETECTORS);
    return new Gate.Parts(
        new Admission(journal.journal()),
        new ModeratePrompt(texts, images, this::cleaned),
        new GenerateImage(models, settings.listener(), images, threads)
            .keepingPreviews(settings.use().previews()),
        new ClassifyImage(images),
        new SignImage(signer),
        new Release(journal.journal(), held(notes)));
  }

  /** What people release can be revised like what was released at once. */
  private HeldImages held(ReleaseNotes notes) {
    FileHeldImages pictures = new FileHeldImages(places.held());
    return (ticket, image) -> {
      pictures.keep(ticket, image);
      notes.keepHeld(ticket, image);
    };
  }

  /** The words that go to the model: marks of weights only where it reads them. */
  private Prompt cleaned(GenerationRequest request) {
    boolean weights =
        models
            .find(request.model())
            .map(model -> model.capabilities().promptWeights())
            .orElse(false);
    return new PromptCleaner().clean(request.prompt(), weights);
  }

  /** Pictures that nobody needs any more are deleted now and every hour. */
  private Reviews reviews(Clock clock) {
    Reviews opened =
        new Reviews(
            new Reviews.Parts(
                journal::journal, journalReader(), new FileHeldImages(places.held()), clock));
    journal.everyHour(opened::tidy);
    return opened;
  }

  public Gate gate() {
    return gate;
  }

  public TicketOffice tickets() {
    return tickets;
  }

  /** Finds earlier images that may be revised. */
  public Revisions revisions() {
    return revisions;
  }

  /** Where people decide about held pictures. */
  public Reviews reviews() {
    return reviews;
  }

  /** Reads the journal of this gate. */
  public JournalReader journalReader() {
    return new JournalReader(JournalPlace.of(places).log());
  }

  /** The policy of {@code tenant} that is in force. */
  public Optional<TenantPolicy> policy(String tenant) {
    return policies.store().forTenant(tenant).map(policy -> policy);
  }

  public StepTracer tracer() {
    return tracer;
  }

  public ModelCatalog models() {
    return models;
  }

  /** The tenants whose policies could not be used, with the reason. */
  public SortedMap<String, String> refusedTenants() {
    SortedMap<String, String> refused = new TreeMap<>();
    policies
        .store()
        .refused()
        .forEach((tenant, e) -> refused.put(tenant, String.valueOf(e.getMessage())));
    return refused;
  }

  /** Why {@link TicketOffice#issue} gave no ticket for {@code tenant}. */
  public String whyNoPolicy(String tenant) {
    String problem = refusedTenants().get(tenant);
    return problem == null
        ? "there is no tenant '%s'; the tenants are %s"
            .formatted(tenant, String.join(", ", policies.store().tenants()))
        : "the policy of tenant '%s' cannot be used: %s".formatted(tenant, problem);
  }

  /** Health checks by name; each gives what is wrong, or nothing. */
  public Map<String, Supplier<Optional<String>>> checks() {
    return Map.of(
        "gates",
        this::ailmentOfGates,
        "journal",
        journal::ailment,
        "models",
        () -> models.list().isEmpty() ? Optional.of("none") : Optional.empty(),
        "policies",
        policies::ailment);
  }

  /** What needs an operator's eye and refuses nobody, by name. */
  public Map<String, Supplier<Optional<String>>> warnings() {
    return journal.warnings();
  }

  private Optional<String> ailmentOfGates() {
    List<String> ailments =
        Stream.concat(gates.ailments().values().stream(), textGates.ailments().values().stream())
            .toList();
    if (!ailments.isEmpty()) {
      return Optional.of(String.join("; ", ailments));
    }
    return people.ailment(
        gates.identityGates().stream().map(gate -> gate.id().name()).collect(Collectors.toSet()));
  }

  /** Closes everything in the reverse order of opening. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.getLogger(LocalGate.class.getName())
            .log(System.Logger.Level.WARNING, "a part of the gate did not close", e);
      }
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  /** How long the prompts of each tenant are kept. */
  private SortedMap<String, Integer> promptDays() {
    SortedMap<String, Integer> days = new TreeMap<>();
    for (String tenant : policies.store().tenants()) {
      policies.store().forTenant(tenant).ifPresent(policy -> days.put(tenant, policy.promptDays()));
    }
    return days;
  }

  /** What policies can pin, by the name of the pack. */
  private SortedMap<String, Sha256> digests() {
    SortedMap<String, Sha256> digests = new TreeMap<>();
    Stream.<Pack>concat(gates.packs().stream(), textGates.packs().stream())
        .forEach(
            pack -> {
              if (digests.putIfAbsent(pack.id().name(), pack.digest()) != null) {
                throw new ConfigurationException(
                    "two installed gates are called '%s': remove one of them"
                        .formatted(pack.id().name()));
              }
            });
    return digests;
  }

  private static Thread detectorThread(Runnable work) {
    Thread thread = new Thread(work, "imprimatur-detector");
    thread.setDaemon(true);
    return thread;
  }
}
