package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.imprimatur.api.Action;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Verdict;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.gateway.http.AnswerJson;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.safety.ImageGates;
import org.imprimatur.safety.TextGates;
import org.imprimatur.safety.gate.GateShelf;
import org.imprimatur.safety.gate.Pictures;
import org.imprimatur.safety.identity.ProtectedRegister;

/**
 * What the installed gates measure in a picture, window by window, and what a tenant's policy says
 * of the picture together with a text.
 */
final class ImageModeration {
  private static final double SHOWN_FROM = 0.005;
  private static final String NO_TEXT = "-";

  private final Workplace workplace;
  private final CallerOptions caller;
  private final boolean json;

  ImageModeration(Workplace workplace, CallerOptions caller, boolean json) {
    this.workplace = workplace;
    this.caller = caller;
    this.json = json;
  }

  /** The exit code. */
  int run(Path file, String text) {
    GatePlaces places = new GatePlaces(workplace.home().directory());
    ProtectedRegister people = new ProtectedRegister(places.protectedPeople(), Clock.systemUTC());
    try (ImageGates gates = ImageGates.installed(new GateShelf(places.gates()), people);
        TextGates readers = TextGates.installed(places.textGates())) {
      List<Finding> windows = new ArrayList<>();
      List<Finding> weighed = new ArrayList<>();
      for (RasterImage picture : pictures(file)) {
        ImageDetector.Subject subject =
            new ImageDetector.Subject(picture, Origin.OUTPUT, caller.tenant());
        windows.addAll(gates.everyWindow(subject));
        gates.detectors().forEach(detector -> weighed.addAll(detector.examine(subject)));
      }
      GenerationRequest request =
          GenerationRequest.of(
              Prompt.of(text.isBlank() ? NO_TEXT : text),
              LocalGate.STARTER,
              pictures(file).get(0).size());
      ModerationText texts = text.isBlank() ? ModerationText.ofPrompt("") : request.texts();
      for (PromptDetector detector : readers.withBuiltIn()) {
        weighed.addAll(detector.examine(texts));
      }
      Verdict verdict = judged(request, weighed);
      report(windows, verdict);
      gates.ailments().forEach((name, why) -> workplace.console().note(name + ": " + why));
      readers.ailments().forEach((name, why) -> workplace.console().note(name + ": " + why));
      return exitCode(verdict.action());
    }
  }

  private Verdict judged(GenerationRequest request, List<Finding> findings) {
    return policy()
        .judge(
            new Facts(
                Phase.OUTPUT,
                caller.caller(),
                request,
                findings,
                Clock.systemUTC().instant(),
                Circumstances.NONE));
  }

  private TenantPolicy policy() {
    return PolicyFiles.compiled(PolicyFiles.store(workplace.home(), null), caller.tenant());
  }

  private static List<RasterImage> pictures(Path file) {
    try {
      return Pictures.read(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be read: " + e, e);
    }
  }

  private void report(List<Finding> windows, Verdict verdict) {
    Console console = workplace.console();
    String action = verdict.action().name().toLowerCase(Locale.ROOT);
    if (json) {
      ObjectNode node = Json.object();
      node.put("verdict", action);
      node.put("tenant", caller.tenant());
      node.set("findings", AnswerJson.findings(windows));
      console.result(node);
      return;
    }
    for (Finding finding : windows) {
      if (finding instanceof Finding.Measured measured && measured.score() >= SHOWN_FROM) {
        console.result(
            "  %-21s %.3f  %-20s %s"
                .formatted(
                    measured.category(),
                    measured.score(),
                    measured.lookedAt(),
                    measured.detector()));
      } else if (finding instanceof Finding.Unavailable unavailable) {
        console.result(
            "  %-21s %s  %s"
                .formatted(unavailable.category(), unavailable.why(), unavailable.detector()));
      }
    }
    console.result("Verdict    %s (tenant %s)".formatted(action, caller.tenant()));
    verdict.deciding().stream()
        .filter(reason -> reason.action() != Action.ALLOW)
        .map(reason -> "  %s: %s".formatted(reason.rule().position(), reason.text()))
        .distinct()
        .forEach(console::result);
  }

  private static int exitCode(Action action) {
    return switch (action) {
      case ALLOW, ANNOTATE -> ExitCode.DONE;
      case REVIEW -> ExitCode.HELD;
      case BLOCK -> ExitCode.REFUSED;
    };
  }
}
