package org.imprimatur.api.spi;

import java.util.List;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;

/**
 * Measures categories of a text or a picture.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Thread-safe; keeps nothing of what it looked at.
 *   <li>At least one finding for each category in {@link #measures}, also where there is nothing to
 *       report (score 0), and none for any other category.
 *   <li>Knows no threshold and never decides.
 *   <li>A failure may be thrown or reported as {@link Finding.Unavailable}; it is never a low
 *       score.
 *   <li>Stops soon after its thread is interrupted.
 * </ol>
 *
 * @param <S> what it looks at
 */
public interface Detector<S> {
  DetectorId id();

  Set<Category> measures();

  List<Finding> examine(S subject);
}
