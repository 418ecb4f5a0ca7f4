package org.imprimatur.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.imprimatur.api.spi.ImageDetector;

/** The step that has the finished picture measured and judged, together with its text. */
public final class ClassifyImage implements Step<GeneratedImage, ClassifiedImage> {
  /** The trail fact that names the picture that was looked at. */
  static final String IMAGE_FACT = "classified.pixels.sha256";

  /** The trail fact that names the previews that may leave with it. */
  static final String PREVIEWS_FACT = "previews.pixels.sha256";

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
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(IMAGE_FACT, generated.image().digest().hex());
    if (verdict instanceof Verdict.Block block) {
      return Outcome.stopped(Refusal.from(block, name()), new Evidence(verdict, findings, facts));
    }
    List<Preview> previews =
        generated.previews().stream()
            .filter(preview -> mayLeave(ticket, generated, all, preview))
            .toList();
    if (!generated.previews().isEmpty()) {
      facts.put(PREVIEWS_FACT, digests(previews));
    }
    return Outcome.passed(
        new ClassifiedImage(generated, findings, verdict, previews),
        new Evidence(verdict, findings, facts));
  }

  /** The digests of previews as the trail names them. */
  static String digests(List<Preview> previews) {
    return previews.stream()
        .map(preview -> preview.image().digest().hex())
        .collect(Collectors.joining(" "));
  }

  /** A preview leaves only if it would leave as a picture: measured by all, and let through. */
  private boolean mayLeave(
      Ticket ticket, GeneratedImage generated, List<Finding> known, Preview preview) {
    List<Finding> all = new ArrayList<>(known);
    all.addAll(
        panel.examine(
            new ImageDetector.Subject(preview.image(), Origin.PREVIEW, ticket.tenant()),
            Origin.PREVIEW,
            ticket.deadline()));
    Action action =
        ticket
            .policy()
            .judge(ticket.facts(Phase.OUTPUT, generated.source().request(), all))
            .action();
    return action == Action.ALLOW || action == Action.ANNOTATE;
  }
}
