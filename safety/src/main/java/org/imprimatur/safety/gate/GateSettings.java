package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.imprimatur.api.Category;

/**
 * What an operator says of the gates as a whole, in {@code settings.json} beside the packs.
 *
 * @param starter whether the gates of the starter model are used beside installed ones
 * @param votes packs that decide together; all others count each for itself, the highest score
 *     deciding
 */
public record GateSettings(boolean starter, List<Vote> votes) {
  /** Where they stand, beside the packs. */
  public static final String FILE = "settings.json";

  /** All gates, no votes. */
  public static final GateSettings USUAL = new GateSettings(true, List.of());

  public GateSettings {
    votes = List.copyOf(votes);
  }

  /**
   * Packs whose scores of one category count together: the score is the one that at least {@code
   * needed} of them reach.
   */
  public record Vote(String name, Category category, List<String> packs, int needed) {
    public Vote {
      packs = List.copyOf(packs);
    }
  }

  /**
   * @throws org.imprimatur.api.ConfigurationException naming file and field
   */
  static GateSettings parse(String file, byte[] json) {
    JsonFields fields = JsonFields.parse(file, json).allowing(Set.of("starter", "votes"));
    List<Vote> votes = new ArrayList<>();
    if (fields.names().contains("votes")) {
      for (JsonFields vote : fields.objects("votes")) {
        votes.add(vote(vote.allowing(Set.of("name", "category", "packs", "needed"))));
      }
    }
    return new GateSettings(!fields.names().contains("starter") || fields.flag("starter"), votes);
  }

  private static Vote vote(JsonFields fields) {
    List<String> packs = fields.texts("packs");
    int needed = fields.count("needed");
    if (packs.size() < 2 || Set.copyOf(packs).size() < packs.size()) {
      throw fields.error("packs", "must name at least two different packs");
    }
    if (needed < 1 || needed > packs.size()) {
      throw fields.error("needed", "must lie between 1 and the number of packs");
    }
    Category category = ReadingFields.category(fields, "category", fields.text("category"));
    return new Vote(fields.text("name"), category, packs, needed);
  }
}
