package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Caller;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Series;
import org.imprimatur.api.Size;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.TraceContext;
import org.imprimatur.gateway.Telemetry;
import org.imprimatur.gateway.http.AnswerJson;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.routes.RequestSpan;
import org.imprimatur.routes.Submission;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur generate}: one prompt, all steps, a signed and recorded image. */
@Command(
    name = "generate",
    description = "Generates an image: moderated, judged, signed and recorded.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Parameters(paramLabel = "PROMPT", description = "What the picture should show.")
  private String prompt = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where the image goes: .png, .jpg or .webp (lossless); with several images a number is"
              + " put before the suffix.",
      defaultValue = "out.png")
  private Path output = Path.of("out.png");

  @Option(
      names = {"-n", "--count"},
      description = "How many images.",
      defaultValue = "1")
  private int count = 1;

  @Mixin private CallerOptions callerOptions = new CallerOptions();

  @ArgGroup(exclusive = false, heading = "Drawing%n", validate = false)
  private DrawingOptions drawing = new DrawingOptions();

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  GenerateCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  /** How the picture is drawn. */
  static final class DrawingOptions {
    @Option(names = "--model", description = "The model's name.", defaultValue = LocalGate.STARTER)
    private String model = LocalGate.STARTER;

    @Option(names = "--size", description = "WIDTHxHEIGHT.", defaultValue = "256x256")
    private String size = "256x256";

    @Option(names = "--negative", description = "What it should not show.", defaultValue = "")
    private String negative = "";

    @Option(names = "--seed", description = "Makes the picture repeatable.")
    private @Nullable Long seed;

    @Option(names = "--steps", description = "Denoising steps.")
    private @Nullable Integer steps;

    @Option(names = "--guidance", description = "Guidance scale; up to 1 means none.")
    private @Nullable Double guidance;

    @Option(
        names = "--quality",
        description = "The quality of a JPEG, 50 to 100.",
        defaultValue = "90")
    private int quality = 90;

    @Option(names = "--sampler", description = "The sampler's name.", defaultValue = "")
    private String sampler = "";

    Sampling sampling(int index) {
      Sampling sampling = Sampling.RECOMMENDED.withSampler(sampler);
      if (steps != null) {
        sampling = sampling.withSteps(steps);
      }
      if (guidance != null) {
        sampling = sampling.withGuidance(guidance);
      }
      return seed == null ? sampling : sampling.withSeed(seed + index);
    }
  }

  @Override
  public Integer call() {
    Console console = workplace.console();
    OutputFiles files = new OutputFiles(output, count, workplace.home());
    files.checkWritable();
    List<GenerationRequest> requests = requests();
    StepDisplay display = new StepDisplay(console, !json);
    try (Telemetry telemetry = Telemetry.configured(workplace.environment());
        LocalGate gate =
            LocalGate.open(
                LocalGate.Settings.at(workplace.home().prepare().directory())
                    .with(telemetry.api())
                    .with(display))) {
      List<Answer> answers = new ArrayList<>();
      for (GenerationRequest request : requests) {
        answers.add(pass(gate, request, display));
      }
      return report(answers, files, gate);
    }
  }

  private List<GenerationRequest> requests() {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < new Series(0, count).of(); i++) {
      requests.add(
          GenerationRequest.of(
                  new Prompt(prompt, drawing.negative), drawing.model, Size.parse(drawing.size))
              .with(drawing.sampling(i))
              .with(new Series(i, count))
              .with(OutputFiles.format(output, drawing.quality)));
    }
    return requests;
  }

  private Answer pass(LocalGate gate, GenerationRequest request, StepDisplay display) {
    Caller caller = callerOptions.caller();
    try (RequestSpan span = gate.tracer().begin(TraceContext.NONE, SpanKind.INTERNAL)) {
      Ticket ticket =
          gate.tickets()
              .issue(caller, span.context())
              .orElseThrow(() -> new ConfigurationException(gate.whyNoPolicy(caller.tenant())));
      Answer answer = display.pass(gate.gate(), new Submission(ticket, request));
      span.answered(answer);
      return answer;
    }
  }

  private int report(List<Answer> answers, OutputFiles files, LocalGate gate) {
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
