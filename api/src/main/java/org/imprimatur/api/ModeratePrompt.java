package org.imprimatur.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.imprimatur.api.spi.ImageDetector;

/**
 * The step that has every text of a request, and the picture it starts from, measured and judged.
 */
public final class ModeratePrompt implements Step<AdmittedRequest, ModeratedPrompt> {
  private final Panel<ModerationText> panel;
  private final Panel<ImageDetector.Subject> pictures;
  private final Function<GenerationRequest, Prompt> cleaner;

  /**
   * @param pictures looks at what a picture starts from
   * @param cleaner gives the words that go to the model, without embedded controls
   */
  public ModeratePrompt(
      Panel<ModerationText> panel,
      Panel<ImageDetector.Subject> pictures,
      Function<GenerationRequest, Prompt> cleaner) {
    this.panel = panel;
    this.pictures = pictures;
    this.cleaner = cleaner;
  }

  @Override
  public StepName name() {
    return StepName.MODERATE;
  }

  @Override
  public Class<AdmittedRequest> takes() {
    return AdmittedRequest.class;
  }

  @Override
  public Outcome<ModeratedPrompt> apply(Ticket ticket, AdmittedRequest admitted) {
    GenerationRequest request = admitted.request();
    List<Finding> findings =
        new ArrayList<>(panel.examine(request.texts(), Origin.PROMPT, ticket.deadline()));
    findings.addAll(inPicture(request.basis(), ticket));
    Verdict verdict = ticket.policy().judge(ticket.facts(Phase.PROMPT, request, findings));
    Evidence evidence =
        new Evidence(
            verdict,
            findings,
            Map.of("prompt.length", String.valueOf(request.prompt().text().length())));
    if (verdict instanceof Verdict.Block block) {
      return Outcome.stopped(Refusal.from(block, name()), evidence);
    }
    return Outcome.passed(
        new ModeratedPrompt(admitted, cleaner.apply(request), findings, verdict), evidence);
  }

  private List<Finding> inPicture(Basis basis, Ticket ticket) {
    if (basis instanceof Basis.Upload upload) {
      return inPicture(upload.image(), ticket);
    }
    if (basis instanceof Basis.Revision revision) {
      return inPicture(revision.image(), ticket);
    }
    return List.of();
  }

  private List<Finding> inPicture(RasterImage image, Ticket ticket) {
    return pictures.examine(
        new ImageDetector.Subject(image, Origin.INPUT_IMAGE, ticket.tenant()),
        Origin.INPUT_IMAGE,
        ticket.deadline());
  }
}
