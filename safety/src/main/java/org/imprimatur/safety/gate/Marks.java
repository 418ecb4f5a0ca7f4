package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.List;

/** The tokens that stand before and after every text. Immutable. */
record Marks(List<Integer> before, List<Integer> after) {
  private static final String NAME = "post_processor";
  private static final Marks NONE = new Marks(List.of(), List.of());

  Marks {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  int count() {
    return before.size() + after.size();
  }

  List<Integer> around(List<Integer> tokens) {
    List<Integer> all = new ArrayList<>(before);
    all.addAll(tokens);
    all.addAll(after);
    return List.copyOf(all);
  }

  /** As {@code post_processor} says; without one there are none. */
  static Marks of(JsonFields root) {
    return root.isNull(NAME) ? NONE : ofPart(root.object(NAME));
  }

  private static Marks ofPart(JsonFields part) {
    return switch (part.text("type")) {
      case "TemplateProcessing" -> template(part);
      case "RobertaProcessing", "BertProcessing" ->
          new Marks(
              List.of((int) part.oneScored("cls").number()),
              List.of((int) part.oneScored("sep").number()));
      case "ByteLevel" -> NONE;
      case "Sequence" -> sequence(part);
      default ->
          throw Tokenizer.unsupported(
              part,
              List.of("TemplateProcessing", "RobertaProcessing", "BertProcessing", "ByteLevel"));
    };
  }

  /** Later ones stand further out. */
  private static Marks sequence(JsonFields part) {
    Marks all = NONE;
    for (JsonFields one : part.objectsOrNone("processors")) {
      Marks next = ofPart(one);
      List<Integer> before = new ArrayList<>(next.before());
      before.addAll(all.before());
      List<Integer> after = new ArrayList<>(all.after());
      after.addAll(next.after());
      all = new Marks(before, after);
    }
    return all;
  }

  private static Marks template(JsonFields template) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    int texts = 0;
    for (JsonFields part : template.objects("single")) {
      boolean text = part.names().contains("Sequence");
      JsonFields content = part.object(text ? "Sequence" : "SpecialToken");
      if (!content.isNull("type_id") && content.count("type_id") != 0) {
        throw content.error("type_id", "is %d; supported is 0".formatted(content.count("type_id")));
      }
      if (text) {
        texts++;
      } else {
        JsonFields known = template.object("special_tokens").object(content.text("id"));
        for (double id : known.numbers("ids")) {
          (texts == 0 ? before : after).add((int) id);
        }
      }
    }
    if (texts != 1) {
      throw template.error("single", "must hold the text once");
    }
    return new Marks(before, after);
  }
}
