package org.imprimatur.generator.decode;

/** Gaussian elimination with partial pivoting for small systems. */
final class LinearSystem {
  private LinearSystem() {}

  /** Solves {@code matrix * x = right}; both are overwritten, the solution is {@code right}. */
  static double[][] solve(double[][] matrix, double[][] right) {
    int size = matrix.length;
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int row = column + 1; row < size; row++) {
        if (Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column])) {
          pivot = row;
        }
      }
      swap(matrix, column, pivot);
      swap(right, column, pivot);
      scale(right[column], 1 / matrix[column][column]);
      scale(matrix[column], 1 / matrix[column][column]);
      for (int row = 0; row < size; row++) {
        if (row != column) {
          double factor = matrix[row][column];
          subtract(matrix[row], matrix[column], factor);
          subtract(right[row], right[column], factor);
        }
      }
    }
    return right;
  }

  private static void swap(double[][] rows, int one, int other) {
    double[] kept = rows[one];
    rows[one] = rows[other];
    rows[other] = kept;
  }

  private static void scale(double[] row, double factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }

  private static void subtract(double[] from, double[] row, double factor) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * row[i];
    }
  }
}
