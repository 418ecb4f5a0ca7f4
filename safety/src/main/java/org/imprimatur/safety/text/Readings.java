package org.imprimatur.safety.text;

import java.util.List;

/**
 * All readings of one text.
 *
 * @param views distinct readings, the plain one first
 * @param leftUndecoded how many encoded layers were left alone because the budget was used up
 */
public record Readings(List<View> views, int leftUndecoded) {
  public Readings {
    views = List.copyOf(views);
  }
}
