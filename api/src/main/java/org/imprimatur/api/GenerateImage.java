package org.imprimatur.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationFailure;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.api.spi.ImageGenerator.Drawing;
import org.imprimatur.api.spi.ModelCatalog;
import org.jspecify.annotations.Nullable;

/** The step that draws the picture. */
public final class GenerateImage implements Step<ModeratedPrompt, GeneratedImage> {
  /** Follows the progress of requests, for instance to draw a progress bar. */
  @FunctionalInterface
  public interface ProgressListener {
    ProgressListener NONE = (ticket, step, of) -> {};

    /** Called on the generator's thread after each of its steps, counted from 1. */
    void progressed(Ticket ticket, int step, int of);
  }

  private final ModelCatalog models;
  private final ProgressListener listener;
  private final Optional<PreviewWatch.Lookout> lookout;
  private final int previews;

  /** A step that looks at finished pictures only. */
  public GenerateImage(ModelCatalog models, ProgressListener listener) {
    this(models, listener, Optional.empty(), 0);
  }

  /**
   * A step that stops a generation whose previews are refused.
   *
   * @param panel looks at previews
   * @param threads runs the looks, beside the generator; owned by the caller
   */
  public GenerateImage(
      ModelCatalog models,
      ProgressListener listener,
      Panel<ImageDetector.Subject> panel,
      Executor threads) {
    this(models, listener, Optional.of(new PreviewWatch.Lookout(panel, threads)), 0);
  }

  private GenerateImage(
      ModelCatalog models,
      ProgressListener listener,
      Optional<PreviewWatch.Lookout> lookout,
      int previews) {
    this.models = models;
    this.listener = listener;
    this.lookout = lookout;
    this.previews = previews;
  }

  /** The same step, which keeps up to {@code most} previews with each picture. */
  public GenerateImage keepingPreviews(int most) {
    return new GenerateImage(models, listener, lookout, most);
  }

  @Override
  public StepName name() {
    return StepName.GENERATE;
  }

  @Override
  public Class<ModeratedPrompt> takes() {
    return ModeratedPrompt.class;
  }

  @Override
  public Outcome<GeneratedImage> apply(Ticket ticket, ModeratedPrompt moderated) {
    Optional<ImageGenerator> generator = models.find(moderated.request().model());
    if (generator.isEmpty()) {
      return Outcome.stopped(
          Refusal.of(
              RefusalCode.MODEL_NOT_AVAILABLE, name(), "no model is installed under that name"),
          Evidence.NONE);
    }
    PreviewAlbum album = new PreviewAlbum(previews);
    Optional<PreviewWatch> watching =
        lookout
            .filter(it -> ticket.policy().stopsMidRun())
            .map(it -> new PreviewWatch(ticket, moderated, it));
    Generation generation =
        generator
            .get()
            .submit(
                command(ticket, moderated),
                progress -> {
                  listener.progressed(ticket, progress.step(), progress.of());
                  album.afterStep(progress);
                  return watching
                      .map(watch -> watch.afterStep(progress))
                      .orElse(GenerationWatch.Course.CONTINUE);
                });
    Outcome<GeneratedImage> outcome = await(ticket, moderated, generation, album);
    return watching
        .flatMap(PreviewWatch::stop)
        .filter(stop -> outcome instanceof Outcome.Stopped<GeneratedImage>)
        .map(this::stoppedBy)
        .orElse(outcome);
  }

  private static GenerationCommand command(Ticket ticket, ModeratedPrompt moderated) {
    GenerationRequest request = moderated.request();
    return new GenerationCommand(
        moderated.prompt(),
        request.size(),
        request.sampling(),
        request.basis(),
        ticket.tenant(),
        ticket.deadline().at());
  }

  private Outcome<GeneratedImage> stoppedBy(PreviewWatch.Stop stop) {
    return Outcome.stopped(
        Refusal.from(stop.verdict(), name()),
        new Evidence(stop.verdict(), stop.findings(), stop.facts()));
  }

  private Outcome<GeneratedImage> await(
      Ticket ticket, ModeratedPrompt moderated, Generation generation, PreviewAlbum album) {
    try {
      Drawing drawing =
          generation
              .result()
              .toCompletableFuture()
              .get(ticket.deadline().remaining().toMillis(), TimeUnit.MILLISECONDS);
      return Outcome.passed(
          new GeneratedImage(
              moderated,
              labelled(ticket, drawing.image()),
              drawing.facts(),
              album.previews().stream().map(preview -> labelled(ticket, preview)).toList()),
          Evidence.ofFacts(describe(drawing)));
    } catch (TimeoutException e) {
      generation.cancel();
      return stopped(RefusalCode.DEADLINE_EXCEEDED, "the picture was not ready by the deadline");
    } catch (InterruptedException e) {
      generation.cancel();
      Thread.currentThread().interrupt();
      return stopped(RefusalCode.CANCELLED, "the generation was cancelled");
    } catch (ExecutionException e) {
      return failed(e.getCause());
    }
  }

  /** The label is part of the picture that is classified and signed. */
  private static RasterImage labelled(Ticket ticket, RasterImage image) {
    return ticket.policy().credentialTerms().labelled() ? VisibleLabel.on(image) : image;
  }

  private static Preview labelled(Ticket ticket, Preview preview) {
    return new Preview(preview.step(), preview.of(), labelled(ticket, preview.image()));
  }

  private Outcome<GeneratedImage> failed(@Nullable Throwable cause) {
    if (!(cause instanceof GenerationFailure failure)) {
      throw new IllegalStateException("a generator broke its promise about failures", cause);
    }
    RefusalCode code =
        switch (failure.kind()) {
          case UNSUPPORTED -> RefusalCode.LIMIT_EXCEEDED;
          case QUEUE_FULL -> RefusalCode.QUEUE_FULL;
          case DEADLINE -> RefusalCode.DEADLINE_EXCEEDED;
          case CANCELLED -> RefusalCode.CANCELLED;
          case STOPPED -> RefusalCode.MODERATION_BLOCKED;
          case FAILED -> RefusalCode.GENERATION_FAILED;
        };
    return Outcome.stopped(
        new Refusal(
            code, name(), String.valueOf(failure.getMessage()), List.of(), failure.retryAfter()),
        Evidence.NONE);
  }

  private Outcome<GeneratedImage> stopped(RefusalCode code, String text) {
    return Outcome.stopped(Refusal.of(code, name(), text), Evidence.NONE);
  }

  private static Map<String, String> describe(Drawing drawing) {
    GenerationFacts facts = drawing.facts();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("model", facts.model());
    values.put("model.sha256", facts.modelDigest().hex());
    values.put("sampler", facts.sampler());
    values.put("steps", String.valueOf(facts.steps()));
    values.put("guidance", String.valueOf(facts.guidance()));
    values.put("seed", String.valueOf(facts.seed()));
    values.put("size", drawing.image().size().toString());
    values.put("image.pixels.sha256", drawing.image().digest().hex());
    return values;
  }
}
