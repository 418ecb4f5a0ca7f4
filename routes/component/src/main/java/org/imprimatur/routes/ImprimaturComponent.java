package org.imprimatur.routes;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** The Camel component {@code imprimatur}. */
@Component("imprimatur")
public class ImprimaturComponent extends DefaultComponent {
  @Metadata(
      description = "The gate whose steps the endpoints take. Taken from the registry if absent.",
      autowired = true)
  private @Nullable Gate gate;

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new ImprimaturEndpoint(uri, this, GateStep.of(remaining));
  }

  public @Nullable Gate getGate() {
    return gate;
  }

  /** The gate whose steps the endpoints take. */
  public void setGate(Gate gate) {
    this.gate = gate;
  }

  Gate requireGate() {
    if (gate == null) {
      throw new IllegalStateException(
          "the component imprimatur has no gate: bind one org.imprimatur.routes.Gate to the"
              + " registry, or call setGate");
    }
    return gate;
  }
}
