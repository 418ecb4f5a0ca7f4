package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.TraceContext;
import org.imprimatur.gateway.Telemetry;
import org.imprimatur.gateway.http.AnswerJson;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.routes.RequestSpan;
import org.imprimatur.routes.Submission;

/** Takes requests through the gate of this installation and reports on each answer. */
record Drawings(
    Workplace workplace, Visitor visitor, OutputFiles files, Extras extras, boolean json) {
  /**
   * What few ask for.
   *
   * @param models folders of models beside the installed ones
   */
  record Extras(List<Path> models, PreviewFiles previews) {
    static final Extras NONE = new Extras(List.of(), PreviewFiles.NONE);

    Extras {
      models = List.copyOf(models);
    }
  }

  /** Who asks, and how. */
  record Visitor(Caller caller, Circumstances circumstances) {}

  /** The exit code of the worst answer. */
  int run(Function<LocalGate, List<GenerationRequest>> requests) {
    files.checkWritable();
    extras.previews().checkWritable();
    StepDisplay display = new StepDisplay(workplace.console(), !json);
    try (Telemetry telemetry = Telemetry.configured(workplace.environment());
        LocalGate gate =
            LocalGate.open(
                LocalGate.Settings.at(workplace.home().prepare().directory())
                    .forOneCommand()
                    .with(telemetry.api())
                    .with(workplace.generator())
                    .withModels(extras.models())
                    .withPreviews(extras.previews().most())
                    .with(display))) {
      List<Answer> answers = new ArrayList<>();
      for (GenerationRequest request : requests.apply(gate)) {
        answers.add(pass(gate, request, display));
      }
      return report(answers, gate);
    }
  }

  private Answer pass(LocalGate gate, GenerationRequest request, StepDisplay display) {
    try (RequestSpan span = gate.tracer().begin(TraceContext.NONE, SpanKind.INTERNAL)) {
      Ticket ticket =
          gate.tickets()
              .issue(visitor.caller(), span.context(), visitor.circumstances())
              .orElseThrow(
                  () -> new ConfigurationException(gate.whyNoPolicy(visitor.caller().tenant())));
      Answer answer = display.pass(gate.gate(), new Submission(ticket, request));
      span.answered(answer);
      return answer;
    }
  }

  private int report(List<Answer> answers, LocalGate gate) {
    ArrayNode all = Json.object().putArray("answers");
    AnswerReport report = new AnswerReport(workplace.console(), gate);
    int worst = ExitCode.DONE;
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      Path file = files.file(i);
      ObjectNode object = answerJson(answer, file);
      object.set("findings", AnswerJson.findings(answer.trail().findings()));
      all.add(object);
      int code =
          answer.fold(
              released -> {
                files.write(released.image().file().content(), released, file);
                Outputs.of(workplace.home()).remember(released, file);
                extras.previews().write(released, file);
                return json ? ExitCode.DONE : report.released(released, file);
              },
              refused -> json ? AnswerReport.code(refused) : report.refused(refused),
              held -> json ? ExitCode.HELD : report.held(held));
      worst = AnswerReport.worse(worst, code);
    }
    if (json) {
      workplace.console().result(answers.size() == 1 ? all.get(0) : all);
    }
    return worst;
  }

  private static ObjectNode answerJson(Answer answer, Path file) {
    return answer.fold(
        released -> AnswerJson.details(released).put("file", file.toAbsolutePath().toString()),
        refused ->
            AnswerJson.about(refused, "refused")
                .put("code", refused.refusal().code().code())
                .put("message", refused.refusal().text())
                .<ObjectNode>set("categories", AnswerJson.categories(refused.refusal())),
        held -> AnswerJson.about(held, "held_for_review"));
  }
}
