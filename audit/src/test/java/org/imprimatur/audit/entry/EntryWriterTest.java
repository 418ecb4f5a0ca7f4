package org.imprimatur.audit.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakeGenerator;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.Test;

final class EntryWriterTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00.123456789Z"), ZoneOffset.UTC);
  private static final EntryWriter WRITER =
      new EntryWriter(new Pseudonyms(Bytes.of(new byte[32])), NOON);
  private static final String PROMPT = "a heliotrope teapot on marzipan dunes";

  @Test
  void aLeafIsCanonicalJson() throws Exception {
    byte[] leaf = WRITER.draft(ending(PROMPT, 0.3)).leaf(new Link(7, "ab"));

    assertThat(new String(CanonicalJson.bytes(new ObjectMapper().readTree(leaf)), UTF_8))
        .isEqualTo(new String(leaf, UTF_8));
  }

  @Test
  void aLeafTellsWhoAskedUnderWhichPolicyAndWhatCameOfIt() {
    AuditEntry entry = read(ending(PROMPT, 0.3));

    assertThat(entry.stamp()).isEqualTo(new Stamp("released", "acme", "request-1"));
    assertThat(entry.link()).isEqualTo(new Link(7, "ab"));
    assertThat(entry.time()).isEqualTo(Instant.parse("2026-11-01T12:00:00.123456Z"));
    assertThat(entry.fact("client")).contains("test-client");
    assertThat(entry.fact("subject").orElseThrow()).hasSize(64);
    assertThat(entry.fact("policy.id")).contains("fake");
    assertThat(entry.fact("policy.serial")).contains("1");
    assertThat(entry.fact("policy.digest")).contains(FakePolicy.usual().digest().hex());
    assertThat(entry.fact("request.model")).contains(FakeGenerator.MODEL);
    assertThat(entry.fact("request.width")).contains("64");
    assertThat(entry.fact("request.seed")).contains("-5");
    assertThat(entry.fact("request.promptLength")).contains(String.valueOf(PROMPT.length()));
    assertThat(entry.fact("facts.image.sha256").orElseThrow()).hasSize(64);
    assertThat(entry.fact("facts.manifest.sha256").orElseThrow()).hasSize(64);
    assertThat(entry.steps())
        .extracting(AuditEntry.Step::name)
        .containsExactly("admit", "moderate", "generate", "classify", "sign");
    assertThat(entry.steps()).allMatch(step -> step.tookMicros() >= 0);
  }

  @Test
  void aLeafTellsEveryFindingAndEveryReasonWithItsThreshold() {
    AuditEntry entry = read(ending(PROMPT, 0.3));

    AuditEntry.Finding violence =
        entry.findings().stream()
            .filter(finding -> finding.origin().equals("output"))
            .findFirst()
            .orElseThrow();
    assertThat(violence.category()).isEqualTo("violence");
    assertThat(violence.score()).hasValue(0.3);
    assertThat(violence.detector()).contains("@");
    int number = entry.findings().indexOf(violence);
    assertThat(entry.reasons())
        .anySatisfy(
            reason -> {
              assertThat(reason.finding()).hasValue(number);
              assertThat(reason.threshold()).hasValue(0.5);
              assertThat(reason.rule()).isEqualTo("fake");
              assertThat(reason.position()).isEqualTo("fake.yaml:1:1");
              assertThat(reason.action()).isEqualTo("allow");
            });
  }

  @Test
  void aLeafTellsTheRefusal() {
    AuditEntry entry = read(ending(PROMPT, 0.9));

    assertThat(entry.stamp().event()).isEqualTo("blocked");
    assertThat(entry.fact("facts.refusal.code")).contains("moderation_blocked");
    assertThat(entry.fact("facts.refusal.step")).contains("classify");
  }

  @Test
  void aLeafHoldsNothingOfThePromptAndNotThePerson() {
    for (double violence : new double[] {0.3, 0.9}) {
      String leaf = read(ending(PROMPT, violence)).json();

      assertThat(leaf).doesNotContain("heliotrope", "marzipan", "teapot", "user-1");
    }
  }

  @Test
  void freeWordsInPlaceOfAModelNameAreLeftOut() {
    GenerationRequest request =
        GenerationRequest.of(Prompt.of(PROMPT), "my neighbour Erika at home", new Size(64, 64));

    AuditEntry entry = read(ending(request, 0.3));

    assertThat(entry.fact("request.model")).contains("(not a name)");
    assertThat(entry.json()).doesNotContain("Erika");
  }

  @Test
  void aPseudonymIsStableWithinATenantAndMeansNothingInAnother() {
    Pseudonyms pseudonyms = new Pseudonyms(Bytes.of(new byte[32]));

    assertThat(pseudonyms.of("acme", "user-1")).isEqualTo(pseudonyms.of("acme", "user-1"));
    assertThat(pseudonyms.of("acme", "user-1")).isNotEqualTo(pseudonyms.of("other", "user-1"));
    assertThat(pseudonyms.of("acme", "user-1")).isNotEqualTo(pseudonyms.of("acme", "user-2"));
  }

  @Test
  void aTenantMayHaveAnyName() {
    String odd = "a\"b\\c}\n\u00e9,\"seq\":9";

    byte[] leaf = WRITER.draft(new JournalEntry.Notice("n", odd, Map.of())).leaf(new Link(7, "ab"));

    assertThat(EntryReader.head(leaf).stamp().tenant()).isEqualTo(odd);
    assertThat(EntryReader.head(leaf).link()).isEqualTo(new Link(7, "ab"));
  }

  @Test
  void whatIsNoEntryIsNotReadAsOne() {
    for (String text : new String[] {"", "{}", "{", "[]", "{\"a\":1", "{\"a\":\"\\", "{ }"}) {
      assertThatThrownBy(() -> EntryReader.head(text.getBytes(UTF_8)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anEntryThatDoesNotFitALeafIsRefused() {
    JournalEntry large =
        new JournalEntry.Notice("policy_loaded", "acme", Map.of("text", "x".repeat(66_000)));

    assertThatThrownBy(() -> WRITER.draft(large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a leaf of the log holds 65279");
  }

  private static AuditEntry read(JournalEntry entry) {
    return EntryReader.read(7, WRITER.draft(entry).leaf(new Link(7, "ab")));
  }

  private static JournalEntry ending(String prompt, double violence) {
    return ending(Fixtures.request(prompt).with(Sampling.RECOMMENDED.withSeed(-5)), violence);
  }

  /** The last entry of a request, as the chain makes it. */
  private static JournalEntry ending(GenerationRequest request, double violence) {
    try (Chain chain = new Chain(violence)) {
      chain.pass(Fixtures.ticket(FakePolicy.usual()), request);
      return chain.journal.entries().get(1);
    }
  }
}
