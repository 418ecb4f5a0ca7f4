package org.imprimatur.safety.text;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the readings of a text. A <em>layer</em> is the text itself, the text without embedded
 * controls, hidden tag characters made visible, or the text with an encoding undone (two deep at
 * most); each layer is then read folded, as a Latin skeleton, joined, as leet and without repeats.
 * Time and memory grow linearly with the text: the number of layers and their total length are
 * bounded. Thread-safe.
 */
public final class Canonicaliser {
  /** The longest text that is read; a longer one is an error, never a partial reading. */
  public static final int MAX_LENGTH = 200_000;

  private static final int MAX_LAYERS = 10;
  private static final int MAX_DEPTH = 2;
  private static final int SMALLEST_BUDGET = 16_384;

  private final Vocabulary vocabulary;
  private final Encodings encodings;

  public Canonicaliser(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.encodings = new Encodings(vocabulary);
  }

  /**
   * The readings of {@code text}.
   *
   * @throws IllegalArgumentException if it is longer than {@link #MAX_LENGTH}
   */
  public Readings read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a text of %d characters is too long to read; at most %d"
              .formatted(text.length(), MAX_LENGTH));
    }
    Layers layers = new Layers(Math.max(SMALLEST_BUDGET, 4 * text.length()));
    layers.offer(new Layer("", text, 0));
    List<View> views = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    while (!layers.waiting.isEmpty()) {
      Layer layer = layers.waiting.remove();
      layersInside(layer, layers);
      for (View view : readingsOf(layer)) {
        if (seen.add(view.text())) {
          views.add(view);
        }
      }
    }
    return new Readings(views, layers.refused);
  }

  private void layersInside(Layer layer, Layers layers) {
    if (layer.depth() == 0) {
      layers.offer(new Layer("controls.", Controls.remove(layer.text()), 1));
      layers.offer(new Layer("tags.", HiddenCharacters.tagText(layer.text()), 1));
    }
    if (layer.depth() < MAX_DEPTH) {
      for (View decoded : encodings.decode(layer.text())) {
        layers.offer(
            new Layer(layer.name() + decoded.name() + ".", decoded.text(), layer.depth() + 1));
      }
    }
  }

  private List<View> readingsOf(Layer layer) {
    String plain = Normalizer.normalize(layer.text(), Normalizer.Form.NFC);
    String folded = Folding.fold(plain);
    String skeleton = Lookalikes.skeleton(folded);
    String joined = Spacing.join(skeleton, vocabulary);
    String leet = Leet.read(joined, 'i');
    List<View> views = new ArrayList<>();
    views.add(new View(layer.name() + View.PLAIN, plain));
    views.add(new View(layer.name() + View.FOLDED, folded));
    views.add(new View(layer.name() + "skeleton", skeleton));
    views.add(new View(layer.name() + "joined", joined));
    views.add(new View(layer.name() + "pieces", Pieces.join(joined, vocabulary)));
    views.add(new View(layer.name() + "leet", leet));
    views.add(new View(layer.name() + "leet", Leet.read(joined, 'l')));
    views.add(new View(layer.name() + "repeats", Repeats.shorten(leet, 2)));
    views.add(new View(layer.name() + "repeats", Repeats.shorten(leet, 1)));
    views.add(new View(layer.name() + "reversed", WordTricks.reversed(leet, vocabulary)));
    views.add(new View(layer.name() + "rot13", WordTricks.rotated(leet, vocabulary)));
    return views;
  }

  private record Layer(String name, String text, int depth) {}

  /** Layers that wait to be read, within a budget of characters. */
  private static final class Layers {
    private final Deque<Layer> waiting = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    private int left;
    private int refused;

    Layers(int budget) {
      this.left = budget;
    }

    void offer(Layer layer) {
      if ((layer.text().isBlank() && layer.depth() > 0) || !known.add(layer.text())) {
        return;
      }
      if (known.size() > MAX_LAYERS || layer.text().length() > left) {
        refused++;
        return;
      }
      left -= layer.text().length();
      waiting.add(layer);
    }
  }
}
