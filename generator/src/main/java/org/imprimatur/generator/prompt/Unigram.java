package org.imprimatur.generator.prompt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.JsonFile;

/**
 * The likeliest pieces of a word under a unigram language model (Kudo 2018, section 3.2), found
 * with Viterbi's algorithm as Hugging Face's tokenizers do: a sign that no piece covers costs ten
 * more than the unlikeliest piece, and a row of such signs is one unknown piece, or its bytes where
 * the model has pieces for them. Immutable, thread-safe.
 */
final class Unigram {
  private static final double UNKNOWN_COSTS = 10;

  private final Map<String, Integer> ids = new HashMap<>();
  private final String[] sorted;
  private final double[] scores;
  private final int unknown;
  private final double unknownScore;
  private final boolean fallsBackToBytes;

  private Unigram(
      List<JsonFile.Scored> pieces, int unknown, boolean fallsBackToBytes, Set<String> marks) {
    this.unknown = unknown;
    this.fallsBackToBytes = fallsBackToBytes;
    this.scores = pieces.stream().mapToDouble(JsonFile.Scored::number).toArray();
    this.unknownScore = Arrays.stream(scores).min().orElse(0) - UNKNOWN_COSTS;
    for (int id = 0; id < pieces.size(); id++) {
      ids.put(pieces.get(id).text(), id);
    }
    ids.remove("");
    ids.keySet().removeAll(marks);
    this.sorted = ids.keySet().stream().sorted().toArray(String[]::new);
  }

  /**
   * Reads a model of the type Unigram.
   *
   * @param marks pieces that are never part of a text, however it reads
   * @throws ConfigurationException if it is of another type, or has no piece for what is unknown
   */
  static Unigram read(JsonFile model, Set<String> marks) {
    String type = model.text("type").orElse("none");
    if (!type.equals("Unigram")) {
      throw new ConfigurationException(
          "%s: its model is of the type %s; supported is Unigram, which T5 has"
              .formatted(model.path(), type));
    }
    List<JsonFile.Scored> pieces = model.scored("vocab");
    int unknown = model.integer("unk_id", -1);
    if (unknown < 0 || unknown >= pieces.size()) {
      throw new ConfigurationException(
          "%s: key 'unk_id' must be the number of one of %d pieces; copy the file from the model again"
              .formatted(model.path(), pieces.size()));
    }
    return new Unigram(pieces, unknown, model.flag("byte_fallback", false), marks);
  }

  /** The ids of one word. */
  List<Integer> encode(String word) {
    Lattice lattice = new Lattice(word.length());
    for (int start = 0, next; start < word.length(); start = next) {
      next = word.offsetByCodePoints(start, 1);
      boolean known = reachFrom(start, next, word, lattice);
      if (!known) {
        lattice.reach(start, next, unknown, unknownScore);
      }
    }
    return path(word, lattice);
  }

  /** Whether a piece covers exactly the first sign, which ends at {@code next}. */
  private boolean reachFrom(int start, int next, String word, Lattice lattice) {
    Range range = new Range();
    boolean known = false;
    for (int end = start + 1;
        end <= word.length() && range.narrow(end - start - 1, word.charAt(end - 1));
        end++) {
      if (sorted[range.low].length() == end - start) {
        int id = ids.getOrDefault(sorted[range.low], unknown);
        lattice.reach(start, end, id, scores[id]);
        known |= end == next;
      }
    }
    return known;
  }

  private List<Integer> path(String word, Lattice lattice) {
    List<Integer> reversed = new ArrayList<>();
    int end = word.length();
    while (end > 0) {
      int start = lattice.from[end];
      if (lattice.id[end] != unknown) {
        reversed.add(lattice.id[end]);
      } else {
        while (start > 0 && lattice.id[start] == unknown) {
          start = lattice.from[start];
        }
        List<Integer> row = unknown(word.substring(start, end));
        Collections.reverse(row);
        reversed.addAll(row);
      }
      end = start;
    }
    Collections.reverse(reversed);
    return reversed;
  }

  /** Unknown signs in a row may together be a piece, though not a likely one. */
  private List<Integer> unknown(String signs) {
    List<Integer> row = new ArrayList<>();
    if (ids.containsKey(signs)) {
      row.add(ids.getOrDefault(signs, unknown));
    } else if (fallsBackToBytes) {
      for (byte value : signs.getBytes(StandardCharsets.UTF_8)) {
        row.add(ids.getOrDefault(String.format(Locale.ROOT, "<0x%02X>", value & 0xff), unknown));
      }
    }
    return row.isEmpty() || row.contains(unknown) ? new ArrayList<>(List.of(unknown)) : row;
  }

  /** The likeliest way to each place so far. */
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

    void reach(int start, int end, int piece, double score) {
      double candidate = best[start] + score;
      if (from[end] < 0 || candidate > best[end]) {
        best[end] = candidate;
        from[end] = start;
        id[end] = piece;
      }
    }
  }

  /** The sorted pieces that begin with the signs so far. */
  private final class Range {
    private int low;
    private int high = sorted.length;

    /** Goes on by one sign; whether any piece is left. */
    boolean narrow(int at, char sign) {
      low = first(at, sign);
      high = first(at, sign + 1);
      return low < high;
    }

    /** The first piece whose sign at {@code at} is {@code sign} or a later one. */
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
