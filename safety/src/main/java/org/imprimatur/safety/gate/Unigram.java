package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The likeliest pieces of a word, found with Viterbi's algorithm; what no piece covers is unknown,
 * one token for a row of such signs. Immutable and thread-safe.
 */
final class Unigram implements Subwords {
  /** How much unlikelier than the unlikeliest piece an unknown sign is. */
  private static final double UNKNOWN_COSTS = 10;

  private final Map<String, Integer> vocabulary = new HashMap<>();
  private final String[] sorted;
  private final double[] scores;
  private final int unknown;
  private final double unknownScore;
  private final boolean bytes;

  /**
   * @param marks what is in the vocabulary and never in a text
   */
  Unigram(JsonFields model, Set<String> marks) {
    List<JsonFields.Scored> pieces = model.scored("vocab");
    for (int id = 0; id < pieces.size(); id++) {
      vocabulary.put(pieces.get(id).text(), id);
    }
    if (model.isNull("unk_id") || model.count("unk_id") >= pieces.size()) {
      throw model.error("unk_id", "must be the number of a piece; supported is no model without");
    }
    unknown = model.count("unk_id");
    bytes = model.flagOr("byte_fallback", false);
    scores = pieces.stream().mapToDouble(JsonFields.Scored::number).toArray();
    unknownScore = Arrays.stream(scores).min().orElse(0) - UNKNOWN_COSTS;
    vocabulary.keySet().removeAll(marks);
    vocabulary.remove("");
    sorted = vocabulary.keySet().stream().sorted().toArray(String[]::new);
  }

  @Override
  public List<Integer> of(String word) {
    Lattice lattice = new Lattice(word.length());
    for (int start = 0, next; start < word.length(); start = next) {
      next = word.offsetByCodePoints(start, 1);
      boolean single = false;
      Range range = new Range();
      for (int end = start + 1;
          end <= word.length() && range.narrow(end - start - 1, word.charAt(end - 1));
          end++) {
        if (sorted[range.low].length() == end - start) {
          int id = vocabulary.getOrDefault(sorted[range.low], unknown);
          lattice.reach(start, end, id, scores[id]);
          single |= end == next;
        }
      }
      if (!single) {
        lattice.reach(start, next, unknown, unknownScore);
      }
    }
    return tokens(word, lattice);
  }

  private List<Integer> tokens(String word, Lattice lattice) {
    List<Integer> reversed = new ArrayList<>();
    int end = word.length();
    while (end > 0) {
      int start = lattice.from[end];
      boolean known = lattice.id[end] != unknown;
      while (!known && start > 0 && lattice.id[start] == unknown) {
        start = lattice.from[start];
      }
      List<Integer> tokens = known ? List.of(lattice.id[end]) : unknown(word.substring(start, end));
      for (int i = tokens.size() - 1; i >= 0; i--) {
        reversed.add(tokens.get(i));
      }
      end = start;
    }
    Collections.reverse(reversed);
    return reversed;
  }

  /** Unknown signs in a row may be a piece, though not a likely one. */
  private List<Integer> unknown(String signs) {
    Integer piece = vocabulary.get(signs);
    List<Integer> tokens =
        piece != null
            ? List.of(piece)
            : bytes ? BytePairs.Bytes.tokens(signs, vocabulary) : List.of();
    return tokens.isEmpty() ? List.of(unknown) : tokens;
  }

  /** The best way to every end so far. */
  private static final class Lattice {
    private final double[] best;
    private final int[] from;
    private final int[] id;

    Lattice(int length) {
      best = new double[length + 1];
      from = new int[length + 1];
      id = new int[length + 1];
      Arrays.fill(from, -1);
      Arrays.fill(id, -1);
    }

    void reach(int start, int end, int token, double score) {
      double candidate = best[start] + score;
      if (from[end] < 0 || candidate > best[end]) {
        best[end] = candidate;
        from[end] = start;
        id[end] = token;
      }
    }
  }

  /** The sorted pieces that begin with the signs so far. */
  private final class Range {
    private int low;
    private int high = sorted.length;

    /** Whether any is left. */
    boolean narrow(int at, char sign) {
      low = first(at, sign);
      high = first(at, sign + 1);
      return low < high;
    }

    /** The first piece whose sign at {@code at} is {@code sign} or comes later. */
    private int first(int at, int sign) {
      int from = low;
      int to = high;
      while (from < to) {
        int middle = (from + to) >>> 1;
        String piece = sorted[middle];
        if ((piece.length() > at ? piece.charAt(at) : -1) < sign) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from;
    }
  }
}
