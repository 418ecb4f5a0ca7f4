package org.imprimatur.api;

/** Thrown by the values of a request when they are malformed; names the parameter. */
public final class InvalidRequest extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  public InvalidRequest(String parameter, String problem) {
    super(parameter + ": " + problem);
    this.parameter = parameter;
  }

  /** The parameter as it is called on the wire, for instance {@code size}. */
  public String parameter() {
    return parameter;
  }
}
