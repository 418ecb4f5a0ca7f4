package org.imprimatur.api.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.imprimatur.api.Admission;
import org.imprimatur.api.AdmittedRequest;
import org.imprimatur.api.Answer;
import org.imprimatur.api.ClassifyImage;
import org.imprimatur.api.GenerateImage;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.ModeratePrompt;
import org.imprimatur.api.Panel;
import org.imprimatur.api.Passage;
import org.imprimatur.api.Release;
import org.imprimatur.api.SignImage;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.spi.ImageDetector;

/** The whole chain over fakes, with every part at hand. */
public final class Chain implements AutoCloseable {
  public final FakeJournal journal = new FakeJournal();
  public final FakeGenerator generator = new FakeGenerator();
  public final FakeHeldImages held = new FakeHeldImages();
  public final Admission admission = new Admission(journal);
  public final ModeratePrompt moderate;
  public final GenerateImage generate =
      new GenerateImage(new FakeCatalog(generator), GenerateImage.ProgressListener.NONE);
  public final ClassifyImage classify;
  public final SignImage sign = new SignImage(new FakeSigner());
  public final Release release = new Release(journal, held);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** A chain whose image detector always gives {@code violence}. */
  public Chain(double violence) {
    Duration patience = Duration.ofSeconds(10);
    Panel<ImageDetector.Subject> pictures =
        new Panel<>(List.of(new FakeImageDetector(violence)), threads, patience);
    moderate =
        new ModeratePrompt(
            new Panel<>(List.of(new FakePromptDetector()), threads, patience),
            pictures,
            GenerationRequest::prompt);
    classify = new ClassifyImage(pictures);
  }

  public Passage<AdmittedRequest> admit(String prompt) {
    return admission.admit(Fixtures.ticket(FakePolicy.usual()), Fixtures.request(prompt));
  }

  /** All steps with the usual policy. */
  public Answer pass(String prompt) {
    return pass(Fixtures.ticket(FakePolicy.usual()), Fixtures.request(prompt));
  }

  public Answer pass(Ticket ticket, GenerationRequest request) {
    return release.release(
        admission
            .admit(ticket, request)
            .through(moderate)
            .through(generate)
            .through(classify)
            .through(sign));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
