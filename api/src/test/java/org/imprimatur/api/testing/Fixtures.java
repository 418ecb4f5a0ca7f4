package org.imprimatur.api.testing;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.imprimatur.api.AdmittedRequest;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.ClassifiedImage;
import org.imprimatur.api.Deadline;
import org.imprimatur.api.GeneratedImage;
import org.imprimatur.api.GenerationFacts;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.ModeratedPrompt;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.TraceContext;
import org.imprimatur.api.Verdict;
import org.imprimatur.api.spi.TenantPolicy;

/** Values that tests start from. */
public final class Fixtures {
  public static final Caller CALLER =
      new Caller("acme", "user-1", "test-client", Set.of("creator"));

  private Fixtures() {}

  public static Ticket ticket(TenantPolicy policy) {
    return ticket(policy, "request-1");
  }

  public static Ticket ticket(TenantPolicy policy, String requestId) {
    return new Ticket(
        requestId,
        CALLER,
        policy,
        Deadline.in(Duration.ofSeconds(30), Clock.systemUTC()),
        TraceContext.NONE,
        Circumstances.NONE);
  }

  public static GenerationRequest request(String prompt) {
    return GenerationRequest.of(Prompt.of(prompt), FakeGenerator.MODEL, new Size(64, 64));
  }

  public static Receipt receipt() {
    return new Receipt("test-log", 0, Sha256.ofText("leaf"), List.of(), "test-log\n1\n");
  }

  /** A picture with smooth colour gradients; equal seeds give equal pictures. */
  public static RasterImage picture(Size size, long seed) {
    byte[] rgb = new byte[(int) (3 * size.pixels())];
    for (int y = 0, at = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        rgb[at++] = (byte) (x * 255 / size.width() + seed);
        rgb[at++] = (byte) (y * 255 / size.height() + 31 * seed);
        rgb[at++] = (byte) (x + y + 7 * seed);
      }
    }
    return RasterImage.of(size, rgb);
  }

  public static ClassifiedImage classified(RasterImage image) {
    ModeratedPrompt prompt =
        new ModeratedPrompt(
            new AdmittedRequest(request("a red kettle"), receipt()),
            Prompt.of("a red kettle"),
            List.of(),
            Verdict.nothingWeighed());
    GenerationFacts facts =
        new GenerationFacts("fake", Sha256.ofText("fake"), "euler", 4, 1.0, 7L, List.of());
    return new ClassifiedImage(
        new GeneratedImage(prompt, image, facts), List.of(), Verdict.nothingWeighed());
  }
}
