package org.imprimatur.safety.gate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Byte pair encoding: the signs of a word, of which the pair that was learned first is joined,
 * again and again. Immutable and thread-safe.
 */
final class BytePairs implements Subwords {
  private static final int NOTHING = -1;

  private final Map<String, Integer> vocabulary = new HashMap<>();
  private final Map<Long, Merge> merges = new HashMap<>();
  private final int unknown;
  private final String prefix;
  private final String suffix;
  private final boolean fuses;
  private final boolean bytes;
  private final boolean whole;

  /** Two neighbours become {@code joined}; the smaller rank goes first. */
  private record Merge(int rank, int joined) {}

  /** A merge that could be made at a place. */
  private record Chance(Merge merge, int at) {}

  /**
   * @param marks what is in the vocabulary and never in a text
   */
  BytePairs(JsonFields model, Set<String> marks) {
    if (!model.isNull("dropout") && model.number("dropout") > 0) {
      throw model.error("dropout", "makes tokens a matter of chance; supported is none");
    }
    JsonFields words = model.object("vocab");
    words.names().forEach(word -> vocabulary.put(word, words.count(word)));
    prefix = model.exactOr("continuing_subword_prefix", "");
    suffix = model.exactOr("end_of_word_suffix", "");
    fuses = model.flagOr("fuse_unk", false);
    bytes = model.flagOr("byte_fallback", false);
    whole = model.flagOr("ignore_merges", false);
    unknown = model.isNull("unk_token") ? NOTHING : words.count(model.text("unk_token"));
    vocabulary.keySet().removeAll(marks);
    List<List<String>> pairs = model.pairs("merges");
    for (int rank = 0; rank < pairs.size(); rank++) {
      learn(model, pairs.get(rank), rank);
    }
  }

  private void learn(JsonFields model, List<String> pair, int rank) {
    String second = pair.get(1);
    String joined = pair.get(0) + second.substring(Math.min(prefix.length(), second.length()));
    for (String part : List.of(pair.get(0), second, joined)) {
      if (!vocabulary.containsKey(part)) {
        throw model.error("merges[" + rank + "]", "joins what is no piece of a text");
      }
    }
    merges.put(key(number(pair.get(0)), number(second)), new Merge(rank, number(joined)));
  }

  private int number(String piece) {
    return vocabulary.getOrDefault(piece, NOTHING);
  }

  @Override
  public List<Integer> of(String word) {
    if (whole && vocabulary.containsKey(word)) {
      return List.of(number(word));
    }
    return joined(signs(word));
  }

  /** Unknown signs are one unknown token each or, fused, one for all in a row. */
  private List<Integer> signs(String word) {
    List<Integer> signs = new ArrayList<>();
    int unknowns = 0;
    for (int start = 0, end; start < word.length(); start = end) {
      end = word.offsetByCodePoints(start, 1);
      String sign =
          (start == 0 ? "" : prefix)
              + word.substring(start, end)
              + (end == word.length() ? suffix : "");
      if (vocabulary.containsKey(sign)) {
        unknowns = flush(unknowns, signs);
        signs.add(number(sign));
      } else if (!(bytes && byBytes(sign, signs))) {
        unknowns += unknown != NOTHING && (unknowns == 0 || !fuses) ? 1 : 0;
      }
    }
    flush(unknowns, signs);
    return signs;
  }

  private int flush(int unknowns, List<Integer> signs) {
    for (int i = 0; i < unknowns; i++) {
      signs.add(unknown);
    }
    return 0;
  }

  private boolean byBytes(String sign, List<Integer> signs) {
    List<Integer> tokens = Bytes.tokens(sign, vocabulary);
    signs.addAll(tokens);
    return !tokens.isEmpty();
  }

  /** A queue of chances over a linked list; those that came to nothing are skipped. */
  private List<Integer> joined(List<Integer> signs) {
    Chain chain = new Chain(signs);
    PriorityQueue<Chance> queue =
        new PriorityQueue<>(
            Comparator.<Chance>comparingInt(c -> c.merge().rank()).thenComparingInt(Chance::at));
    for (int at = 0; at + 1 < signs.size(); at++) {
      offer(queue, chain, at);
    }
    while (!queue.isEmpty()) {
      Chance chance = queue.remove();
      Merge now = chain.alive(chance.at()) ? merges.get(chain.pair(chance.at())) : null;
      if (now != null && now.joined() == chance.merge().joined()) {
        chain.join(chance.at(), now.joined());
        offer(queue, chain, chain.before[chance.at()]);
        offer(queue, chain, chance.at());
      }
    }
    return chain.left();
  }

  private void offer(PriorityQueue<Chance> queue, Chain chain, int at) {
    Merge merge = at == NOTHING ? null : merges.get(chain.pair(at));
    if (merge != null) {
      queue.add(new Chance(merge, at));
    }
  }

  private static long key(int first, int second) {
    return ((long) first << Integer.SIZE) | (second & 0xFFFF_FFFFL);
  }

  /** Signs as a doubly linked list. */
  private static final class Chain {
    private final int[] tokens;
    private final int[] before;
    private final int[] after;

    Chain(List<Integer> signs) {
      int size = signs.size();
      tokens = signs.stream().mapToInt(Integer::intValue).toArray();
      before = new int[size];
      after = new int[size];
      for (int at = 0; at < size; at++) {
        before[at] = at - 1;
        after[at] = at + 1 < size ? at + 1 : NOTHING;
      }
    }

    boolean alive(int at) {
      return tokens[at] != NOTHING;
    }

    /** No learned pair where nothing follows. */
    long pair(int at) {
      return after[at] == NOTHING ? Long.MIN_VALUE : key(tokens[at], tokens[after[at]]);
    }

    void join(int at, int token) {
      int next = after[at];
      tokens[at] = token;
      tokens[next] = NOTHING;
      after[at] = after[next];
      if (after[next] != NOTHING) {
        before[after[next]] = at;
      }
    }

    List<Integer> left() {
      List<Integer> left = new ArrayList<>();
      for (int token : tokens) {
        if (token != NOTHING) {
          left.add(token);
        }
      }
      return left;
    }
  }

  /** Tokens of single bytes, {@code <0x00>} to {@code <0xFF>}. */
  static final class Bytes {
    private Bytes() {}

    /** None where a byte has no token. */
    static List<Integer> tokens(String sign, Map<String, Integer> vocabulary) {
      List<Integer> tokens = new ArrayList<>();
      for (byte value : sign.getBytes(StandardCharsets.UTF_8)) {
        Integer token = vocabulary.get(String.format(Locale.ROOT, "<0x%02X>", value & 0xFF));
        if (token == null) {
          return List.of();
        }
        tokens.add(token);
      }
      return tokens;
    }
  }
}
