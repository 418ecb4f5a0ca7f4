package org.imprimatur.generator.prompt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.JsonFile;
import org.imprimatur.generator.model.ModelFolder;

/** The entries, merges and marks of a CLIP tokenizer folder. Immutable. */
final class ClipVocabulary {
  private static final String END_OF_WORD = "</w>";
  private static final String START_MARK = "<|startoftext|>";
  private static final String END_MARK = "<|endoftext|>";
  private static final int UNLIMITED = 1 << 20;

  private final Map<String, Integer> ids;
  private final Map<Pair, Integer> ranks;
  private final Marks marks;

  private record Pair(String left, String right) {}

  private record Padding(String text, int id) {}

  private record Marks(int start, int end, Padding padding, int unknown, int length) {}

  private ClipVocabulary(Map<String, Integer> ids, Map<Pair, Integer> ranks, Marks marks) {
    this.ids = ids;
    this.ranks = ranks;
    this.marks = marks;
  }

  /** From {@code vocab.json} and {@code merges.txt}, or from {@code tokenizer.json} alone. */
  static ClipVocabulary load(ModelFolder folder, String component) {
    SpecialTokens told = SpecialTokens.read(folder, component);
    if (!folder.has(component + "/vocab.json") && folder.has(component + "/tokenizer.json")) {
      return described(folder.json(component + "/tokenizer.json"), told);
    }
    JsonFile vocabulary = folder.json(component + "/vocab.json");
    Map<String, Integer> ids = vocabulary.integers();
    return new ClipVocabulary(
        ids, ranks(folder.file(component + "/merges.txt")), marks(told, ids, vocabulary.path()));
  }

  /** What transformers writes from its version 5 on. */
  private static ClipVocabulary described(JsonFile file, SpecialTokens told) {
    JsonFile model = file.object("model");
    String type = model.text("type").orElse("none");
    String suffix = model.text("end_of_word_suffix").orElse("");
    if (!type.equals("BPE") || !suffix.equals(END_OF_WORD)) {
      throw new ConfigurationException(
          "%s: its model is of the type %s with words ended by '%s'; a CLIP tokenizer is BPE with '%s'"
              .formatted(file.path(), type, suffix, END_OF_WORD));
    }
    Map<String, Integer> ids = new HashMap<>(model.object("vocab").integers());
    for (JsonFile token : file.objects("added_tokens")) {
      ids.putIfAbsent(token.text("content").orElse(""), token.integer("id", 0));
    }
    Map<Pair, Integer> ranks = new HashMap<>();
    for (List<String> pair : model.pairs("merges")) {
      ranks.putIfAbsent(new Pair(pair.get(0), pair.get(1)), ranks.size());
    }
    return new ClipVocabulary(ids, ranks, marks(told, ids, file.path()));
  }

  int length() {
    return marks.length;
  }

  int startId() {
    return marks.start;
  }

  int endId() {
    return marks.end;
  }

  int paddingId() {
    return marks.padding.id;
  }

  /** The ordinary text that pads, which has the same id in a prompt; empty where a mark pads. */
  String paddingText() {
    boolean isMark = marks.padding.id == marks.end || marks.padding.id == marks.start;
    return isMark ? "" : marks.padding.text;
  }

  /** Merges the bytes of a word, best rank first, leftmost first. */
  List<Integer> encodeWord(String word) {
    List<String> pieces = symbols(word);
    while (pieces.size() > 1) {
      int best = bestMerge(pieces);
      if (best < 0) {
        break;
      }
      pieces.set(best, pieces.get(best) + pieces.remove(best + 1));
    }
    List<Integer> found = new ArrayList<>(pieces.size());
    for (String piece : pieces) {
      found.add(ids.getOrDefault(piece, marks.unknown));
    }
    return found;
  }

  private int bestMerge(List<String> pieces) {
    int best = -1;
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < pieces.size(); i++) {
      Integer rank = ranks.get(new Pair(pieces.get(i), pieces.get(i + 1)));
      if (rank != null && rank < bestRank) {
        best = i;
        bestRank = rank;
      }
    }
    return best;
  }

  private static List<String> symbols(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    List<String> symbols = new ArrayList<>(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      String symbol = Character.toString(ByteSymbols.of(bytes[i] & 0xff));
      symbols.add(i == bytes.length - 1 ? symbol + END_OF_WORD : symbol);
    }
    return symbols;
  }

  private static Map<Pair, Integer> ranks(Path file) {
    Map<Pair, Integer> ranks = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        if (line.isBlank() || line.startsWith("#version")) {
          continue;
        }
        int blank = line.indexOf(' ');
        if (blank <= 0 || blank != line.lastIndexOf(' ')) {
          throw new ConfigurationException(
              file + ": expected two pieces and a blank in '" + line + "'; copy the file again");
        }
        ranks.putIfAbsent(
            new Pair(line.substring(0, blank), line.substring(blank + 1)), ranks.size());
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          file + ": cannot be read; a CLIP tokenizer needs this file", e);
    }
    return ranks;
  }

  private static Marks marks(SpecialTokens told, Map<String, Integer> ids, Path file) {
    int end = id(ids, told.mark("eos_token", END_MARK), file);
    double length = told.length(77);
    if (!(length >= 3 && length < UNLIMITED)) {
      throw new ConfigurationException(
          told.config().path() + ": key 'model_max_length' must lie between 3 and " + UNLIMITED);
    }
    String padding = told.mark("pad_token", END_MARK);
    return new Marks(
        id(ids, told.mark("bos_token", START_MARK), file),
        end,
        new Padding(padding, id(ids, padding, file)),
        ids.getOrDefault(told.mark("unk_token", END_MARK), end),
        (int) length);
  }

  private static int id(Map<String, Integer> ids, String mark, Path file) {
    Integer id = ids.get(mark);
    if (id == null) {
      throw new ConfigurationException(
          file + ": has no entry '" + mark + "', which the tokenizer needs; copy the file again");
    }
    return id;
  }
}
