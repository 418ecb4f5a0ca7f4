package org.imprimatur.api;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.spi.GenerationWatch.Progress;

/**
 * Keeps some previews of one generation, spread over its steps, the last step left out: its preview
 * is the picture. One thread at a time.
 */
final class PreviewAlbum {
  private final int most;
  private final List<Preview> previews = new ArrayList<>();

  /**
   * @param most how many are kept; 0 for none
   */
  PreviewAlbum(int most) {
    this.most = most;
  }

  void afterStep(Progress progress) {
    int before = progress.of() - 1;
    int wanted = Math.min(most, before);
    boolean due =
        progress.step() <= before
            && wanted * progress.step() / Math.max(1, before) > previews.size();
    if (due) {
      previews.add(new Preview(progress.step(), progress.of(), progress.preview().get()));
    }
  }

  List<Preview> previews() {
    return List.copyOf(previews);
  }
}
