package org.imprimatur.generator.denoise;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.imprimatur.api.Sha256;

/**
 * The conditionings that were used last, up to a number of bytes, by the digest of their text, so
 * that no prompt is kept. Thread-safe.
 */
public final class ConditioningCache {
  private final long capacity;
  private final Map<Sha256, Conditioning> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** An empty one that holds up to {@code capacity} bytes. */
  public ConditioningCache(long capacity) {
    this.capacity = capacity;
  }

  /**
   * The conditioning for {@code text}, made by {@code maker} where it is not at hand. One is made
   * at a time, so that two who want the same one do not both make it.
   *
   * @param kind tells apart what is made of the same text in different ways
   */
  public synchronized Conditioning get(String kind, PromptText text, Supplier<Conditioning> maker) {
    Sha256 key = Sha256.ofText(kind + text.leastChunks() + " " + text.text());
    Conditioning found = entries.get(key);
    if (found != null) {
      return found;
    }
    Conditioning made = maker.get();
    entries.put(key, made);
    bytes += made.bytes();
    Iterator<Conditioning> oldest = entries.values().iterator();
    while (bytes > capacity && oldest.hasNext()) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
    return made;
  }
}
