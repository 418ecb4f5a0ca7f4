package org.imprimatur.policies.model;

import static org.imprimatur.policies.model.Direction.DOWN;
import static org.imprimatur.policies.model.Direction.LATER;
import static org.imprimatur.policies.model.Direction.NARROWER;
import static org.imprimatur.policies.model.Direction.PINNED;
import static org.imprimatur.policies.model.Direction.UP;
import static org.imprimatur.policies.model.Direction.WIDER;
import static org.imprimatur.policies.model.Field.Demand.GRANTED;
import static org.imprimatur.policies.model.Field.Demand.OPTIONAL;
import static org.imprimatur.policies.model.Field.Demand.REQUIRED;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** All settings that a policy file can hold, in the order of the reference. */
public final class Vocabulary {
  /** A category as a key or a list member. */
  public static final Pattern CATEGORY = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  /** The key that stands for all categories without thresholds of their own. */
  public static final String DEFAULT = "default";

  private static final Kind CATEGORIES =
      new Kind.Words(CATEGORY, "the id of a category, lower-case words joined by underscores");
  private static final Kind ROLES =
      new Kind.Words(Pattern.compile("[A-Za-z0-9][A-Za-z0-9_:.-]{0,99}"), "the name of a role");
  private static final Kind MODELS =
      new Kind.Words(
          Pattern.compile("[A-Za-z0-9][A-Za-z0-9_:./-]{0,199}(@sha256:[0-9a-f]{64})?"),
          "the name of a model, or NAME@sha256:DIGEST");
  private static final Kind DETECTORS =
      new Kind.Words(
          Pattern.compile(
              "[A-Za-z0-9][A-Za-z0-9_.-]{0,99}"
                  + "(@(sha256:[0-9a-f]{64}|[A-Za-z0-9][A-Za-z0-9_.+-]{0,99}))?"),
          "the name of a detector, NAME@VERSION, or NAME@sha256:DIGEST of a gate pack's model");
  private static final Kind PEOPLE =
      new Kind.Words(Pattern.compile("[A-Za-z0-9][A-Za-z0-9_:.@-]{0,99}"), "the name of a person");
  private static final Kind THRESHOLD = new Kind.Threshold();

  public static final List<Field> FIELDS =
      List.of(
          new Field(
              "absolute",
              CATEGORIES,
              WIDER,
              OPTIONAL,
              "Categories whose thresholds no exception loosens."),
          new Field(
              "approval.approvers",
              PEOPLE,
              NARROWER,
              OPTIONAL,
              "Who may approve exceptions; only what the baseline names counts."),
          new Field(
              "approval.max-days",
              new Kind.Whole(1, 366),
              DOWN,
              OPTIONAL,
              "Days that an exception may hold."),
          new Field(
              "roles.generate",
              ROLES,
              NARROWER,
              REQUIRED,
              "A caller needs one of these roles to have an image made; an empty list stops all."),
          new Field(
              "roles.image-input",
              ROLES,
              NARROWER,
              OPTIONAL,
              "A caller needs one of these roles to start from a picture; left out, whoever may"
                  + " have images made."),
          new Field(
              "roles.break-glass",
              ROLES,
              NARROWER,
              GRANTED,
              "A caller with one of these roles may declare an emergency for one request: scores"
                  + " that would block send it to review instead, except those of absolute"
                  + " categories."),
          new Field(
              "roles.review",
              ROLES,
              NARROWER,
              GRANTED,
              "A caller with one of these roles decides about held pictures of the tenant, never"
                  + " about those that the caller asked for."),
          new Field(
              "review.timeout",
              new Kind.Span(),
              DOWN,
              OPTIONAL,
              "How long a held picture waits for a decision; after that it is denied. Left out"
                  + " everywhere, three days."),
          new Field(
              "review.four-eyes",
              CATEGORIES,
              WIDER,
              OPTIONAL,
              "A picture that is held for one of these categories is released by two different"
                  + " people."),
          new Field(
              "review.appeals",
              new Kind.Choice(List.of("allowed", "none")),
              LATER,
              OPTIONAL,
              "Whether who asked for a picture that was denied can have it decided once more, by"
                  + " other reviewers."),
          new Field(
              "people",
              new Kind.Choice(List.of("any", "consented", "fictional", "none")),
              LATER,
              OPTIONAL,
              "Who may be shown: anybody; real people only where the request names their consent;"
                  + " nobody real; nobody at all (needs a detector of faces)."),
          new Field(
              "ages",
              new Kind.Choice(List.of("any", "adults")),
              LATER,
              OPTIONAL,
              "Of what age people may be that a text speaks of: any, or adults only."),
          new Field(
              "languages",
              new Kind.Words(Pattern.compile("[a-z]{2}"), "the code of a language, such as en"),
              NARROWER,
              OPTIONAL,
              "Languages that texts may be in, of those that are moderated; left out, all of them."
                  + " A text that is too short to tell is let through here."),
          new Field(
              "credentials.time-stamp",
              new Kind.Choice(List.of("optional", "required")),
              LATER,
              OPTIONAL,
              "Whether a picture leaves only with the word of a time-stamping authority, which"
                  + " provenance.yaml names."),
          new Field(
              "credentials.training",
              new Kind.Choice(List.of("allowed", "not-allowed")),
              LATER,
              OPTIONAL,
              "What the credentials say about training and mining; left out everywhere, what"
                  + " provenance.yaml says."),
          new Field(
              "credentials.visible-label",
              new Kind.Choice(List.of("none", "shown")),
              LATER,
              OPTIONAL,
              "Whether the picture itself says, in its lower right corner, that it was generated."),
          rate("caller-per-minute", "Images that one caller may ask for within 60 seconds."),
          rate("caller-per-day", "Images that one caller may ask for within 24 hours."),
          rate("caller-running", "Images of one caller that may be under way at once."),
          rate("tenant-per-minute", "Images that the tenant may ask for within 60 seconds."),
          rate("tenant-per-day", "Images that the tenant may ask for within 24 hours."),
          rate("tenant-running", "Images of the tenant that may be under way at once."),
          limit("prompt-characters", 32_000, "Characters of the prompt, and of what it excludes."),
          limit("max-width", 16_384, "Pixels from left to right."),
          limit("max-height", 16_384, "Pixels from top to bottom."),
          limit("max-steps", 1_000, "Sampling steps that a caller may ask for."),
          limit("max-images", 100, "Images that one request may ask for."),
          new Field(
              "limits.models",
              MODELS,
              PINNED,
              OPTIONAL,
              "Models that may draw; left out, every installed one. A model that is pinned by its"
                  + " digest has to be installed in that very version."),
          new Field(
              "data.prompt-days",
              new Kind.Whole(0, 3_650),
              DOWN,
              OPTIONAL,
              "Days that prompts are kept, encrypted; 0, or left out everywhere, keeps none."),
          new Field(
              "data.image-days",
              new Kind.Whole(0, 3_650),
              DOWN,
              OPTIONAL,
              "Days that a held picture can be fetched after people have released it; left out"
                  + " everywhere, 30. Pictures that are denied are deleted once no appeal is"
                  + " possible, and others are never kept."),
          requires("prompt", "text"),
          detectors("prompt", "text"),
          threshold("prompt", "annotate", "text"),
          threshold("prompt", "review", "text"),
          threshold("prompt", "block", "text"),
          requires("output", "image"),
          detectors("output", "image"),
          threshold("output", "annotate", "image"),
          threshold("output", "review", "image"),
          threshold("output", "block", "image"),
          new Field(
              "output.mid-run-stop",
              new Kind.Choice(List.of("off", "on")),
              LATER,
              OPTIONAL,
              "Whether a generation is stopped when its previews would be refused; left out"
                  + " everywhere, it is."),
          new Field(
              "joint.prompt-from",
              THRESHOLD,
              DOWN,
              OPTIONAL,
              "From this score of the text on, the image is held to lower thresholds in the same"
                  + " category."),
          new Field(
              "joint.lower-image-by",
              new Kind.Share(),
              UP,
              OPTIONAL,
              "The share that is taken off the thresholds of the image then."));

  private Vocabulary() {}

  /** The setting at {@code keys}, where there is one. */
  public static Optional<Field> at(List<String> keys) {
    return FIELDS.stream().filter(field -> fits(field.keys(), keys, true)).findFirst();
  }

  /** The keys that may follow {@code keys}. */
  public static List<String> after(List<String> keys) {
    return FIELDS.stream()
        .map(Field::keys)
        .filter(path -> path.size() > keys.size() && fits(path, keys, false))
        .map(path -> path.get(keys.size()))
        .distinct()
        .toList();
  }

  private static boolean fits(List<String> path, List<String> keys, boolean whole) {
    if (whole ? path.size() != keys.size() : path.size() < keys.size()) {
      return false;
    }
    for (int i = 0; i < keys.size(); i++) {
      String step = path.get(i);
      if (!(step.equals("*")
          ? CATEGORY.matcher(keys.get(i)).matches()
          : step.equals(keys.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static Field limit(String key, long max, String meaning) {
    return new Field("limits." + key, new Kind.Whole(1, max), DOWN, REQUIRED, meaning);
  }

  private static Field rate(String key, String meaning) {
    return new Field("rates." + key, new Kind.Whole(1, 10_000_000), DOWN, OPTIONAL, meaning);
  }

  private static Field detectors(String phase, String subject) {
    return new Field(
        phase + ".detectors",
        DETECTORS,
        WIDER,
        OPTIONAL,
        "Detectors that must have measured the %s; one that is silent is a block."
            .formatted(subject));
  }

  private static Field requires(String phase, String subject) {
    return new Field(
        phase + ".requires",
        CATEGORIES,
        WIDER,
        OPTIONAL,
        "Categories that must be measured in the %s; one without a score is a block."
            .formatted(subject));
  }

  private static Field threshold(String phase, String action, String subject) {
    return new Field(
        phase + ".thresholds.*." + action,
        THRESHOLD,
        DOWN,
        OPTIONAL,
        "From this score of the %s on, the action is \"%s\".".formatted(subject, action));
  }
}
