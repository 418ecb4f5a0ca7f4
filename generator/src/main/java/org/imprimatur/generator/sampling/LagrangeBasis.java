package org.imprimatur.generator.sampling;

/** The polynomials that are one at one of some nodes and zero at the others. */
final class LagrangeBasis {
  private LagrangeBasis() {}

  /** The coefficients of the polynomial of node {@code which}, that of the constant first. */
  static double[] coefficients(double[] nodes, int which) {
    double[] coefficients = new double[nodes.length];
    coefficients[0] = 1;
    int degree = 0;
    for (int other = 0; other < nodes.length; other++) {
      if (other != which) {
        double width = nodes[which] - nodes[other];
        for (int i = degree + 1; i >= 0; i--) {
          double lower = i == 0 ? 0 : coefficients[i - 1];
          coefficients[i] = (lower - nodes[other] * coefficients[i]) / width;
        }
        degree++;
      }
    }
    return coefficients;
  }
}
