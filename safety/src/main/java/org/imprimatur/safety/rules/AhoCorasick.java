package org.imprimatur.safety.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds all of many patterns in one pass over a text (Aho and Corasick, Communications of the ACM
 * 18(6), 1975). Immutable and thread-safe.
 */
public final class AhoCorasick {
  private static final int ROOT = 0;

  private final Map<Long, Integer> edges = new HashMap<>();
  private final int[] fallback;
  private final int[][] ending;
  private final int[] length;

  /** Patterns are told apart by their place in the list. */
  public AhoCorasick(List<String> patterns) {
    length = patterns.stream().mapToInt(String::length).toArray();
    List<List<Integer>> found = new ArrayList<>();
    found.add(new ArrayList<>());
    for (int i = 0; i < patterns.size(); i++) {
      plant(patterns.get(i), i, found);
    }
    fallback = new int[found.size()];
    ending = new int[found.size()][];
    link(found);
  }

  /** Where a pattern stands: {@code text.substring(start, end)}. */
  public record Match(int pattern, int start, int end) {}

  public List<Match> find(String text) {
    List<Match> matches = new ArrayList<>();
    int node = ROOT;
    for (int i = 0; i < text.length(); i++) {
      node = step(node, text.charAt(i));
      for (int pattern : ending[node]) {
        matches.add(new Match(pattern, i + 1 - length[pattern], i + 1));
      }
    }
    return matches;
  }

  private void plant(String pattern, int index, List<List<Integer>> found) {
    int node = ROOT;
    for (int i = 0; i < pattern.length(); i++) {
      Integer next = edges.get(key(node, pattern.charAt(i)));
      if (next == null) {
        next = found.size();
        edges.put(key(node, pattern.charAt(i)), next);
        found.add(new ArrayList<>());
      }
      node = next;
    }
    found.get(node).add(index);
  }

  private void link(List<List<Integer>> found) {
    Map<Integer, List<Long>> children = new HashMap<>();
    for (long edge : edges.keySet()) {
      children.computeIfAbsent((int) (edge >> 16), node -> new ArrayList<>()).add(edge);
    }
    Deque<Integer> waiting = new ArrayDeque<>(List.of(ROOT));
    while (!waiting.isEmpty()) {
      int node = waiting.remove();
      int[] own = found.get(node).stream().mapToInt(Integer::intValue).toArray();
      ending[node] = node == ROOT ? own : joined(own, ending[fallback[node]]);
      for (long edge : children.getOrDefault(node, List.of())) {
        int child = edges.getOrDefault(edge, ROOT);
        fallback[child] = node == ROOT ? ROOT : step(fallback[node], (char) (edge & 0xffff));
        waiting.add(child);
      }
    }
  }

  private int step(int from, char c) {
    int node = from;
    while (true) {
      Integer next = edges.get(key(node, c));
      if (next != null) {
        return next;
      }
      if (node == ROOT) {
        return ROOT;
      }
      node = fallback[node];
    }
  }

  private static long key(int node, char c) {
    return (long) node << 16 | c;
  }

  private static int[] joined(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
