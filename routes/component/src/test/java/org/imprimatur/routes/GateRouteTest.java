package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.imprimatur.api.Answer;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.spi.JournalEntry.Event;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.Test;

class GateRouteTest {
  @Test
  void the_shipped_route_releases_a_harmless_request() throws Exception {
    try (TestGate gate = new TestGate(0.1).withShippedRoute()) {
      assertThat(gate.ask("a red kettle")).isInstanceOf(Answer.Released.class);
      assertThat(gate.chain.journal.events()).containsExactly(Event.ACCEPTED, Event.RELEASED);
    }
  }

  @Test
  void the_shipped_route_refuses_a_harmful_prompt_before_generation() throws Exception {
    try (TestGate gate = new TestGate(0.1).withShippedRoute()) {
      assertThat(code(gate.ask("gore"))).isEqualTo(RefusalCode.MODERATION_BLOCKED);
      assertThat(gate.chain.generator.drawings()).isZero();
    }
  }

  @Test
  void the_plain_java_chain_answers_like_the_route() throws Exception {
    try (TestGate gate = new TestGate(0.9).withShippedRoute()) {
      Answer plain =
          gate.gate.pass(
              new Submission(
                  Fixtures.ticket(FakePolicy.usual()), Fixtures.request("a red kettle")));

      assertThat(code(gate.ask("a red kettle"))).isEqualTo(code(plain));
    }
  }

  @Test
  void a_route_that_skips_classification_starts_and_releases_nothing() throws Exception {
    try (TestGate gate = new TestGate(0.1)) {
      start(gate, "imprimatur:moderate", "imprimatur:generate", "imprimatur:sign");

      assertThat(code(gate.ask("a red kettle"))).isEqualTo(RefusalCode.INCOMPLETE_TRAIL);
      assertThat(gate.chain.journal.events()).containsExactly(Event.ACCEPTED, Event.BLOCKED);
    }
  }

  @Test
  void a_route_that_skips_moderation_draws_nothing() throws Exception {
    try (TestGate gate = new TestGate(0.1)) {
      start(gate, "imprimatur:generate", "imprimatur:classify", "imprimatur:sign");

      assertThat(code(gate.ask("a red kettle"))).isEqualTo(RefusalCode.INCOMPLETE_TRAIL);
      assertThat(gate.chain.generator.drawings()).isZero();
    }
  }

  @Test
  void an_error_that_a_route_continues_after_releases_nothing() throws Exception {
    try (TestGate gate = new TestGate(0.1)) {
      gate.camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              onException(IllegalStateException.class).continued(true);
              from("direct:gate")
                  .to("imprimatur:admit")
                  .process(
                      exchange -> {
                        throw new IllegalStateException("moderation is broken");
                      })
                  .to("imprimatur:generate")
                  .to("imprimatur:classify")
                  .to("imprimatur:sign")
                  .to("imprimatur:release");
            }
          });
      gate.camel.start();

      assertThat(code(gate.ask("a red kettle"))).isEqualTo(RefusalCode.INCOMPLETE_TRAIL);
      assertThat(gate.chain.generator.drawings()).isZero();
    }
  }

  @Test
  void a_dead_journal_releases_nothing() throws Exception {
    try (TestGate gate = new TestGate(0.1).withShippedRoute()) {
      gate.chain.journal.dieAfter(1);

      assertThat(code(gate.ask("a red kettle"))).isEqualTo(RefusalCode.AUDIT_UNAVAILABLE);
    }
  }

  @Test
  void a_body_that_is_no_passage_fails_with_a_message_that_names_the_type() throws Exception {
    try (TestGate gate = new TestGate(0.1)) {
      gate.camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:odd").to("imprimatur:generate");
            }
          });
      gate.camel.start();

      assertThatThrownBy(() -> gate.camel.createProducerTemplate().requestBody("direct:odd", "x"))
          .isInstanceOf(CamelExecutionException.class)
          .hasRootCauseMessage(
              "imprimatur:generate takes a body of type Passage, not java.lang.String");
    }
  }

  @Test
  void an_unknown_step_stops_the_start_and_lists_the_steps() throws Exception {
    try (TestGate gate = new TestGate(0.1)) {
      assertThatThrownBy(() -> start(gate, "imprimatur:moderat"))
          .hasRootCauseMessage(
              "imprimatur:moderat is no step; the steps are"
                  + " admit, moderate, generate, classify, sign, release");
    }
  }

  private static void start(TestGate gate, String... between) throws Exception {
    gate.camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:gate").to("imprimatur:admit").to(between).to("imprimatur:release");
          }
        });
    gate.camel.start();
  }

  private static RefusalCode code(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).refusal().code();
  }
}
