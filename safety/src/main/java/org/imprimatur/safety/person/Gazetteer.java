package org.imprimatur.safety.person;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.imprimatur.safety.text.Folding;
import org.imprimatur.safety.text.Lookalikes;
import org.imprimatur.safety.text.Words;

/**
 * Names to find in text, each with its aliases. A name of two words and eight letters or more is
 * also found with one typo: a letter wrong, missing, added or swapped with its neighbour. Names
 * with one letter deleted are the index (the idea of symmetric deletion), so that a look-up costs
 * the same however many names there are. Immutable and thread-safe.
 */
public final class Gazetteer {
  /** The most words a name may have. */
  static final int MAX_WORDS = 5;

  private static final int SHORTEST_WITH_TYPO = 8;

  private final Set<String> exact = new HashSet<>();
  private final Map<String, List<String>> byDeletion = new HashMap<>();

  /** Names as people write them; look-alikes and accents are levelled. */
  public Gazetteer(Stream<String> names) {
    names.map(Gazetteer::level).filter(name -> !name.isEmpty()).forEach(this::add);
  }

  /**
   * Reads a list of names: one person a line or between semicolons, aliases after {@code =} and
   * parted by commas, {@code #} for comments.
   */
  public static Stream<String> names(String list) {
    return list.lines()
        .map(line -> line.split("#", 2)[0])
        .flatMap(line -> Stream.of(line.split("[;=,]", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty());
  }

  /** Whether the words, in the form of {@link Words#of} without the outer spaces, are a name. */
  boolean holds(String words) {
    return exact.contains(words) || (mayHaveTypo(words) && holdsWithTypo(words));
  }

  private boolean holdsWithTypo(String words) {
    Set<String> candidates = new HashSet<>(byDeletion.getOrDefault(words, List.of()));
    for (String shorter : deletions(words)) {
      candidates.addAll(byDeletion.getOrDefault(shorter, List.of()));
    }
    return candidates.stream().anyMatch(name -> isOneTypo(name, words));
  }

  private void add(String name) {
    exact.add(name);
    if (!mayHaveTypo(name)) {
      return;
    }
    byDeletion.computeIfAbsent(name, key -> new ArrayList<>(1)).add(name);
    for (String shorter : deletions(name)) {
      byDeletion.computeIfAbsent(shorter, key -> new ArrayList<>(1)).add(name);
    }
  }

  private static boolean mayHaveTypo(String words) {
    return words.length() >= SHORTEST_WITH_TYPO && words.indexOf(' ') > 0;
  }

  private static Set<String> deletions(String words) {
    Set<String> shorter = new HashSet<>();
    for (int i = 0; i < words.length(); i++) {
      shorter.add(words.substring(0, i) + words.substring(i + 1));
    }
    return shorter;
  }

  /** Whether one edit or one swap of neighbours makes one of the other. */
  private static boolean isOneTypo(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 1) {
      return false;
    }
    int from = 0;
    while (from < Math.min(a.length(), b.length()) && a.charAt(from) == b.charAt(from)) {
      from++;
    }
    String restOfA = a.substring(from);
    String restOfB = b.substring(from);
    return tail(restOfA, 1).equals(tail(restOfB, 1))
        || tail(restOfA, 1).equals(restOfB)
        || restOfA.equals(tail(restOfB, 1))
        || isSwap(restOfA, restOfB);
  }

  private static boolean isSwap(String a, String b) {
    return a.length() > 1
        && b.length() > 1
        && a.charAt(0) == b.charAt(1)
        && a.charAt(1) == b.charAt(0)
        && tail(a, 2).equals(tail(b, 2));
  }

  private static String tail(String text, int from) {
    return text.substring(Math.min(from, text.length()));
  }

  private static String level(String name) {
    return Words.of(Lookalikes.skeleton(Folding.fold(name))).strip();
  }
}
