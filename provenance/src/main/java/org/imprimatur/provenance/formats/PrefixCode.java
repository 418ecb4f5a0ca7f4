package org.imprimatur.provenance.formats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** A canonical Huffman code over counted symbols, written as VP8L wants it (RFC 9649 3.7.2). */
final class PrefixCode {
  private static final int MAX_LENGTH = 15;
  private static final int MAX_LENGTH_OF_LENGTHS = 7;
  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;
  private static final int[] ORDER_OF_LENGTHS = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  private final int[] lengths;
  private final int[] codes;
  private final List<Integer> used = new ArrayList<>();

  private PrefixCode(int[] counts, int maxLength) {
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        used.add(symbol);
      }
    }
    lengths = lengths(counts, maxLength);
    codes = codes(lengths);
  }

  static PrefixCode of(int[] counts) {
    return new PrefixCode(counts, MAX_LENGTH);
  }

  /** Writes one symbol; where there is only one, it takes no bits. */
  void put(int symbol, BitSink out) {
    if (used.size() > 1) {
      out.put(codes[symbol], lengths[symbol]);
    }
  }

  /** Writes the code itself. */
  void describe(BitSink out) {
    boolean simple = used.size() <= 1 && used.stream().allMatch(symbol -> symbol < 256);
    if (simple) {
      out.put(1, 1);
      out.put(0, 1);
      out.put(1, 1);
      out.put(used.isEmpty() ? 0 : used.get(0), 8);
      return;
    }
    out.put(0, 1);
    List<int[]> told = told();
    int[] counts = new int[ORDER_OF_LENGTHS.length];
    told.forEach(each -> counts[each[0]]++);
    PrefixCode ofLengths = new PrefixCode(counts, MAX_LENGTH_OF_LENGTHS);
    out.put(ORDER_OF_LENGTHS.length - 4, 4);
    for (int symbol : ORDER_OF_LENGTHS) {
      out.put(ofLengths.lengths[symbol], 3);
    }
    out.put(0, 1);
    for (int[] each : told) {
      ofLengths.put(each[0], out);
      out.put(each[1], each[0] == ZEROS ? 3 : each[0] == MANY_ZEROS ? 7 : 0);
    }
  }

  /** The lengths in order; runs of zeros in short. */
  private List<int[]> told() {
    List<int[]> told = new ArrayList<>();
    int at = 0;
    while (at < lengths.length) {
      int run = 0;
      while (at + run < lengths.length && lengths[at + run] == 0 && run < 138) {
        run++;
      }
      if (run >= 11) {
        told.add(new int[] {MANY_ZEROS, run - 11});
      } else if (run >= 3) {
        told.add(new int[] {ZEROS, run - 3});
      } else {
        run = 1;
        told.add(new int[] {lengths[at], 0});
      }
      at += run;
    }
    return told;
  }

  /** A node of the tree; leaves have a symbol, others children. */
  private record Node(long count, int symbol, List<Node> children) {}

  private int[] lengths(int[] counts, int maxLength) {
    int[] result = new int[counts.length];
    if (used.size() == 1) {
      result[used.get(0)] = 1;
      return result;
    }
    int flattening = 0;
    do {
      Arrays.fill(result, 0);
      measure(tree(counts, flattening++), result);
    } while (Arrays.stream(result).max().orElse(0) > maxLength);
    return result;
  }

  /** Halving the counts makes the tree flatter. */
  private Deque<Node> tree(int[] counts, int flattening) {
    Deque<Node> leaves = new ArrayDeque<>();
    used.stream()
        .map(symbol -> new Node(Math.max(1, counts[symbol] >> flattening), symbol, List.of()))
        .sorted(Comparator.comparingLong(Node::count))
        .forEach(leaves::add);
    Deque<Node> joined = new ArrayDeque<>();
    while (leaves.size() + joined.size() > 1) {
      Node one = rarest(leaves, joined);
      Node other = rarest(leaves, joined);
      joined.add(new Node(one.count() + other.count(), -1, List.of(one, other)));
    }
    return joined;
  }

  private static Node rarest(Deque<Node> leaves, Deque<Node> joined) {
    boolean leaf =
        joined.isEmpty()
            || (!leaves.isEmpty() && leaves.getFirst().count() <= joined.getFirst().count());
    return leaf ? leaves.removeFirst() : joined.removeFirst();
  }

  private static void measure(Deque<Node> level, int[] lengths) {
    Deque<Node> now = level;
    for (int depth = 0; !now.isEmpty(); depth++) {
      Deque<Node> next = new ArrayDeque<>();
      for (Node node : now) {
        if (node.children().isEmpty()) {
          lengths[node.symbol()] = depth;
        }
        next.addAll(node.children());
      }
      now = next;
    }
  }

  /** By length, then by symbol; the first bit of a code is its lowest. */
  private static int[] codes(int[] lengths) {
    int[] codes = new int[lengths.length];
    int code = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          codes[symbol] = Integer.reverse(code) >>> (Integer.SIZE - length);
          code++;
        }
      }
      code <<= 1;
    }
    return codes;
  }
}
