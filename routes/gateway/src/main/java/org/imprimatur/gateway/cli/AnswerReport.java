package org.imprimatur.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.imprimatur.api.Answer;
import org.imprimatur.api.GenerationFacts;
import org.imprimatur.api.Reason;
import org.imprimatur.api.Refusal;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.routes.LocalGate;

/** Answers as lines for people, with their exit codes. */
record AnswerReport(Console console, LocalGate gate) {
  /** How much of what a model understands is shown beside a picture. */
  private static final int SHOWN = 7;

  int released(Answer.Released released, Path file) {
    GenerationFacts facts = released.image().source().source().facts();
    console.result(
        "Image      %s (%s, seed %d)"
            .formatted(file, released.image().source().image().size(), facts.seed()));
    console.result("Credential %s".formatted(released.image().manifestId()));
    journal(released);
    words(facts);
    return ExitCode.DONE;
  }

  int refused(Answer.Refused refused) {
    Refusal refusal = refused.refusal();
    console.result("Refused    %s: %s".formatted(refusal.code().code(), refusal.text()));
    if (!refusal.categories().isEmpty()) {
      String categories =
          refusal.categories().stream().map(Object::toString).collect(Collectors.joining(", "));
      console.result("Categories " + categories);
    }
    journal(refused);
    return code(refused);
  }

  int held(Answer.Held held) {
    String reasons =
        held.verdict().deciding().stream()
            .map(Reason::text)
            .distinct()
            .collect(Collectors.joining("; "));
    console.result("Held       a person has to decide: " + reasons);
    console.result("Next       imprimatur review show " + held.ticket().requestId());
    journal(held);
    return ExitCode.HELD;
  }

  /** A refusal of content or of limits is an answer; anything else is an error. */
  static int code(Answer.Refused refused) {
    RefusalCode code = refused.refusal().code();
    return switch (code) {
      case MODERATION_BLOCKED,
          NOT_PERMITTED,
          LIMIT_EXCEEDED,
          MODEL_NOT_AVAILABLE,
          RATE_LIMITED,
          CHECK_UNAVAILABLE ->
          ExitCode.REFUSED;
      case INVALID_REQUEST,
          QUEUE_FULL,
          DEADLINE_EXCEEDED,
          CANCELLED,
          GENERATION_FAILED,
          SIGNING_FAILED,
          AUDIT_UNAVAILABLE,
          POLICY_UNAVAILABLE,
          INCOMPLETE_TRAIL,
          INTERNAL ->
          ExitCode.ERROR;
    };
  }

  /** An error outranks a refusal, a refusal what is held, and that what is done. */
  static int worse(int one, int other) {
    List<Integer> order = List.of(ExitCode.DONE, ExitCode.HELD, ExitCode.REFUSED, ExitCode.ERROR);
    return order.indexOf(one) >= order.indexOf(other) ? one : other;
  }

  private void journal(Answer answer) {
    answer
        .receipt()
        .ifPresent(
            receipt ->
                console.result(
                    "Journal    entry %d of %s (request %s)"
                        .formatted(
                            receipt.index(), receipt.origin(), answer.ticket().requestId())));
  }

  private void words(GenerationFacts facts) {
    if (facts.unknownWords().isEmpty()) {
      return;
    }
    console.result(
        "Note       the model does not know: " + String.join(", ", facts.unknownWords()));
    gate.models()
        .find(facts.model())
        .map(model -> model.capabilities())
        .map(Capabilities::understands)
        .filter(understood -> !understood.isEmpty())
        .ifPresent(
            understood ->
                console.result(
                    "           it understands: %s%s"
                        .formatted(
                            String.join("; ", understood.stream().limit(SHOWN).toList()),
                            understood.size() > SHOWN
                                ? "; ... (imprimatur models list shows all)"
                                : "")));
  }
}
