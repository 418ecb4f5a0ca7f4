package org.imprimatur.routes;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;

/** A gate over fakes in a Camel context of its own. */
final class TestGate implements AutoCloseable {
  final Chain chain;
  final Gate gate;
  final CamelContext camel = new DefaultCamelContext();

  TestGate(double violence) {
    this(violence, StepTracer.none());
  }

  TestGate(double violence, StepTracer tracer) {
    chain = new Chain(violence);
    gate = new Gate(parts(chain), tracer, new RecentRequests(Clock.systemUTC()));
    camel.getRegistry().bind("gate", gate);
  }

  static Gate.Parts parts(Chain chain) {
    return new Gate.Parts(
        chain.admission, chain.moderate, chain.generate, chain.classify, chain.sign, chain.release);
  }

  /** Starts the route file that the component ships. */
  TestGate withShippedRoute() throws Exception {
    Resource file =
        ResourceHelper.resolveMandatoryResource(
            camel, "classpath:org/imprimatur/routes/gate.camel.yaml");
    PluginHelper.getRoutesLoader(camel).loadRoutes(file);
    camel.start();
    return this;
  }

  Answer ask(String prompt) {
    return ask(Fixtures.ticket(FakePolicy.usual()), prompt);
  }

  Answer ask(Ticket ticket, String prompt) {
    return camel
        .createProducerTemplate()
        .requestBody("direct:gate", new Submission(ticket, Fixtures.request(prompt)), Answer.class);
  }

  @Override
  public void close() {
    camel.stop();
    chain.close();
  }
}
