package org.imprimatur.routes;

import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Takes a request one step further through the gate: moderation, generation, signing, release. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "imprimatur",
    title = "Imprimatur",
    syntax = "imprimatur:step",
    producerOnly = true,
    remote = false,
    category = Category.AI)
public class ImprimaturEndpoint extends DefaultEndpoint {
  @UriPath(
      description = "The step to take",
      enums = "admit,moderate,generate,classify,sign,release")
  @Metadata(required = true)
  private final GateStep step;

  ImprimaturEndpoint(String uri, Component component, GateStep step) {
    super(uri, component);
    this.step = step;
  }

  public String getStep() {
    return step.label();
  }

  @Override
  public Producer createProducer() {
    Gate gate = ((ImprimaturComponent) getComponent()).requireGate();
    return new DefaultProducer(this) {
      @Override
      public void process(Exchange exchange) throws Exception {
        Object body = exchange.getMessage().getMandatoryBody();
        exchange.getMessage().setBody(step.take(gate, body));
      }
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "requests enter a gate through other components; imprimatur endpoints go into to:");
  }
}
