package org.imprimatur.routes;

import java.util.function.Consumer;
import org.imprimatur.api.Admission;
import org.imprimatur.api.AdmittedRequest;
import org.imprimatur.api.Answer;
import org.imprimatur.api.ClassifiedImage;
import org.imprimatur.api.GeneratedImage;
import org.imprimatur.api.ModeratedPrompt;
import org.imprimatur.api.Passage;
import org.imprimatur.api.Release;
import org.imprimatur.api.SignedImage;
import org.imprimatur.api.Step;

/**
 * The steps of the gate, ready to be taken one by one (as the endpoints of a route do) or all at
 * once. Each step leaves a span. Thread-safe.
 */
public final class Gate {
  /** What a gate is made of. */
  public record Parts(
      Admission admission,
      Step<AdmittedRequest, ModeratedPrompt> moderate,
      Step<ModeratedPrompt, GeneratedImage> generate,
      Step<GeneratedImage, ClassifiedImage> classify,
      Step<ClassifiedImage, SignedImage> sign,
      Release release) {}

  private final Parts parts;
  private final StepTracer tracer;
  private final RecentRequests recent;
  private final Consumer<Answer.Released> afterRelease;

  /**
   * @param recent learns of every answer; the office that issues the tickets has to know the same
   */
  public Gate(Parts parts, StepTracer tracer, RecentRequests recent) {
    this(parts, tracer, recent, released -> {});
  }

  /**
   * @param recent learns of every answer; the office that issues the tickets has to know the same
   * @param afterRelease told of every image that leaves; must not throw
   */
  public Gate(
      Parts parts,
      StepTracer tracer,
      RecentRequests recent,
      Consumer<Answer.Released> afterRelease) {
    this.parts = parts;
    this.tracer = tracer;
    this.recent = recent;
    this.afterRelease = afterRelease;
  }

  /** The whole chain in plain Java, in the order of {@code routes/gate.camel.yaml}. */
  public Answer pass(Submission submission) {
    return release(sign(classify(generate(moderate(admit(submission))))));
  }

  public Passage<AdmittedRequest> admit(Submission submission) {
    return tracer.admission(
        submission.ticket(),
        () -> parts.admission().admit(submission.ticket(), submission.request()));
  }

  public Passage<ModeratedPrompt> moderate(Passage<AdmittedRequest> passage) {
    return passage.through(tracer.traced(parts.moderate()));
  }

  public Passage<GeneratedImage> generate(Passage<ModeratedPrompt> passage) {
    return passage.through(tracer.traced(parts.generate()));
  }

  public Passage<ClassifiedImage> classify(Passage<GeneratedImage> passage) {
    return passage.through(tracer.traced(parts.classify()));
  }

  public Passage<SignedImage> sign(Passage<ClassifiedImage> passage) {
    return passage.through(tracer.traced(parts.sign()));
  }

  public Answer release(Passage<?> passage) {
    Answer answer = tracer.release(passage.ticket(), () -> parts.release().release(passage));
    recent.leave(answer);
    if (answer instanceof Answer.Released released) {
      afterRelease.accept(released);
    }
    return answer;
  }
}
