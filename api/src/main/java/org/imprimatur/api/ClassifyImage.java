package org.imprimatur.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.spi.ImageDetector;

/** The step that has the finished picture measured and judged, together with its text. */
public final class ClassifyImage implements Step<GeneratedImage, ClassifiedImage> {
  /** The trail fact that names the picture that was looked at. */
  static final String IMAGE_FACT = "classified.pixels.sha256";

  private final Panel<ImageDetector.Subject> panel;

  public ClassifyImage(Panel<ImageDetector.Subject> panel) {
    this.panel = panel;
  }

  @Override
  public StepName name() {
    return StepName.CLASSIFY;
  }

  @Override
  public Class<GeneratedImage> takes() {
    return GeneratedImage.class;
  }

  @Override
  public Outcome<ClassifiedImage> apply(Ticket ticket, GeneratedImage generated) {
    List<Finding> findings =
        panel.examine(
            new ImageDetector.Subject(generated.image(), Origin.OUTPUT, ticket.tenant()),
            Origin.OUTPUT,
            ticket.deadline());
    List<Finding> all = new ArrayList<>(generated.source().findings());
    all.addAll(findings);
    Verdict verdict =
        ticket.policy().judge(ticket.facts(Phase.OUTPUT, generated.source().request(), all));
    Evidence evidence =
        new Evidence(verdict, findings, Map.of(IMAGE_FACT, generated.image().digest().hex()));
    if (verdict instanceof Verdict.Block block) {
      return Outcome.stopped(Refusal.from(block, name()), evidence);
    }
    return Outcome.passed(new ClassifiedImage(generated, findings, verdict), evidence);
  }
}
