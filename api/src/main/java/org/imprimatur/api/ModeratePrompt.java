package org.imprimatur.api;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The step that has every text of a request measured and judged. */
public final class ModeratePrompt implements Step<AdmittedRequest, ModeratedPrompt> {
  private final Panel<ModerationText> panel;
  private final UnaryOperator<Prompt> cleaner;

  /**
   * @param cleaner takes embedded controls out of the words that go to the model
   */
  public ModeratePrompt(Panel<ModerationText> panel, UnaryOperator<Prompt> cleaner) {
    this.panel = panel;
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
    List<Finding> findings = panel.examine(request.texts(), Origin.PROMPT, ticket.deadline());
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
        new ModeratedPrompt(admitted, cleaner.apply(request.prompt()), findings, verdict),
        evidence);
  }
}
