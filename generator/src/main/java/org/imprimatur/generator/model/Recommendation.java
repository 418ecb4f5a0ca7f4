package org.imprimatur.generator.model;

/** What to draw with where the caller leaves it open. */
public record Recommendation(int steps, double guidance) {
  /** The card of the folder where it has one, otherwise what its scheduler is usual with. */
  static Recommendation read(ModelFolder folder, JsonFile card, GuidanceKind guidance) {
    JsonFile scheduler = folder.json("scheduler/scheduler_config.json");
    String name = scheduler.text("_class_name").orElse("");
    boolean turbo = scheduler.text("timestep_spacing").orElse("").equals("trailing");
    Recommendation usual = new Recommendation(30, 7.5);
    if (guidance == GuidanceKind.NONE) {
      usual = new Recommendation(4, 0);
    } else if (name.startsWith("LCM")) {
      usual = new Recommendation(4, 8.5);
    } else if (turbo && name.startsWith("Euler")) {
      usual = new Recommendation(1, 0);
    } else if (name.startsWith("FlowMatch")) {
      usual = new Recommendation(28, 3.5);
    }
    return new Recommendation(
        card.integer("steps", usual.steps), card.number("guidance", usual.guidance));
  }
}
