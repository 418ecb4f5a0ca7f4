package org.imprimatur.safety.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.safety.Detailed;
import org.imprimatur.safety.Scores;
import org.imprimatur.safety.text.Canonicaliser;

/**
 * Word lists over every reading of every field, and rules over several terms. Thread-safe.
 *
 * <p>A category's score is the severity of its gravest term, raised a little by further terms. The
 * rules over several terms: someone under age with anything sexual is {@code sexual_minors} 1; an
 * identifiable person with anything intimate is {@code deepfake} 1; sexual and violent terms
 * together are {@code sexual_violence}; a harm that shows only when a disguise is undone is {@code
 * obfuscation} too.
 *
 * <p>Where a {@link SecondOpinion} on a field is to be had, terms that stand in it undisguised
 * count less the less harmful the whole field looks; the rules over several terms that are 1 never
 * do.
 */
public final class RulesDetector implements PromptDetector, Detailed {
  private static final DetectorId ID = new DetectorId("imprimatur-rules", "3");
  private static final Set<Category> MEASURED = measured();
  private static final double FURTHER_TERM = 0.04;
  private static final double COUNTS = 0.3;
  private static final double PLAINLY = 0.6;
  private static final double NAMED = 0.9;
  private static final double SUGGESTIVE = 0.25;
  private static final double BELOW_CERTAIN = 0.98;
  private static final int NEAR = 60;

  private final Canonicaliser canonicaliser;
  private final Lexicon lexicon;
  private final SecondOpinion opinion;

  /** Word lists on their own: every term counts as its list says. */
  public RulesDetector(Canonicaliser canonicaliser, Lexicon lexicon) {
    this(canonicaliser, lexicon, SecondOpinion.NONE);
  }

  /** Word lists that hear how harmful a field looks as a whole. */
  public RulesDetector(Canonicaliser canonicaliser, Lexicon lexicon, SecondOpinion opinion) {
    this.canonicaliser = canonicaliser;
    this.lexicon = lexicon;
    this.opinion = opinion;
  }

  @Override
  public DetectorId id() {
    return ID;
  }

  @Override
  public Set<Category> measures() {
    return MEASURED;
  }

  @Override
  public List<Finding> examine(ModerationText subject) {
    Scores scores = new Scores(MEASURED);
    measure(subject, scores);
    return scores.findings(Origin.PROMPT, ID);
  }

  @Override
  public List<Finding> inDetail(ModerationText subject) {
    Scores scores = Scores.inDetail(MEASURED);
    measure(subject, scores);
    return scores.details(Origin.PROMPT, ID);
  }

  private void measure(ModerationText subject, Scores scores) {
    List<Sightings> all = new ArrayList<>();
    for (ModerationText.Field field : subject.fields()) {
      Sightings sightings = Sightings.of(field, canonicaliser, lexicon);
      Tempering tempering =
          sightings.namesHarm() ? Tempering.by(opinion.of(field)) : Tempering.UNCHANGED;
      terms(sightings, tempering, scores);
      combinations(sightings, tempering, scores);
      all.add(sightings);
    }
    acrossFields(all, scores);
  }

  private static void terms(Sightings sightings, Tempering tempering, Scores scores) {
    List<Lexicon.Hit> openHits =
        sightings.pages().stream()
            .filter(page -> page.view().isOpen())
            .flatMap(page -> page.hits().stream())
            .toList();
    Map<Category, Double> open = severities(openHits);
    Set<Lexicon.Term> openTerms =
        openHits.stream().map(Lexicon.Hit::term).collect(Collectors.toUnmodifiableSet());
    for (Sightings.Page page : sightings.pages()) {
      String lookedAt = sightings.field() + "/" + page.view().name();
      severities(page.hits())
          .forEach(
              (category, severity) -> {
                scores.raise(category, tempering.of(category, severity), lookedAt);
                if (severity >= PLAINLY && open.getOrDefault(category, 0.0) < COUNTS) {
                  scores.raise(Category.OBFUSCATION, severity, lookedAt);
                }
              });
      List<Lexicon.Hit> disguised =
          page.hits().stream().filter(hit -> !openTerms.contains(hit.term())).toList();
      severities(disguised)
          .forEach((category, severity) -> scores.raise(category, severity, lookedAt));
    }
    if (sightings.leftUndecoded() > 0) {
      scores.raise(Category.OBFUSCATION, 1, sightings.field() + "/undecoded-layers");
    }
  }

  private static Map<Category, Double> severities(List<Lexicon.Hit> hits) {
    Map<Category, Double> gravest = new HashMap<>();
    Map<Category, Integer> counted = new HashMap<>();
    Set<Lexicon.Term> seen = new HashSet<>();
    for (Lexicon.Hit hit : hits) {
      if (!seen.add(hit.term())) {
        continue;
      }
      for (Meaning meaning : hit.term().meanings()) {
        if (meaning instanceof Meaning.Harm harm) {
          gravest.merge(harm.category(), harm.severity(), Math::max);
          counted.merge(harm.category(), harm.severity() >= COUNTS ? 1 : 0, Integer::sum);
        }
      }
    }
    gravest.replaceAll((category, severity) -> raised(severity, counted.getOrDefault(category, 0)));
    return gravest;
  }

  private static double raised(double severity, int terms) {
    double more = FURTHER_TERM * Math.max(0, terms - 1);
    return Math.max(severity, Math.min(BELOW_CERTAIN, severity + more));
  }

  private static void combinations(Sightings sightings, Tempering tempering, Scores scores) {
    String lookedAt = sightings.field() + "/combination";
    double intimacy = sightings.intimacy();
    if ((intimacy >= PLAINLY && sightings.playing(Meaning.Role.MINOR).findAny().isPresent())
        || sightings.pages().stream().anyMatch(RulesDetector::suggestsMinor)) {
      scores.raise(Category.SEXUAL_MINORS, 1, lookedAt);
      scores.raise(Category.SEXUAL, 1, lookedAt);
    }
    if (intimacy >= PLAINLY && sightings.playing(Meaning.Role.IDENTIFIABLE).findAny().isPresent()) {
      scores.raise(Category.DEEPFAKE, 1, lookedAt);
      scores.raise(Category.REAL_PERSON, PLAINLY, lookedAt);
    }
    if (!sightings.field().startsWith("negative")
        && sightings.playing(Meaning.Role.MINOR).findAny().isPresent()) {
      scores.raise(Category.MINOR, NAMED, lookedAt);
    }
    double violence = sightings.gravest(Category.VIOLENCE);
    if (Math.min(intimacy, violence) >= PLAINLY) {
      double both = tempering.of(Category.SEXUAL_VIOLENCE, Math.min(intimacy, violence));
      scores.raise(Category.SEXUAL_VIOLENCE, both, lookedAt);
    }
  }

  /** A term for someone under age close to a term that is suggestive at least. */
  private static boolean suggestsMinor(Sightings.Page page) {
    List<Lexicon.Hit> minors =
        page.hits().stream()
            .filter(hit -> hit.term().meanings().contains(new Meaning.Part(Meaning.Role.MINOR)))
            .toList();
    return !minors.isEmpty()
        && page.hits().stream()
            .filter(hit -> Sightings.sexual(hit.term()) > SUGGESTIVE)
            .anyMatch(hit -> minors.stream().anyMatch(minor -> minor.isWithin(NEAR, hit)));
  }

  private static void acrossFields(List<Sightings> all, Scores scores) {
    List<Sightings> wanted = all.stream().filter(s -> !s.field().startsWith("negative")).toList();
    boolean minor =
        wanted.stream().anyMatch(s -> s.playing(Meaning.Role.MINOR).findAny().isPresent());
    if (minor && wanted.stream().anyMatch(s -> s.intimacy() >= PLAINLY)) {
      scores.raise(Category.SEXUAL_MINORS, 1, "all-fields/combination");
    }
  }

  private static Set<Category> measured() {
    Set<Category> measured = new HashSet<>(Category.HARMS);
    measured.add(Category.MINOR);
    measured.add(Category.DEEPFAKE);
    measured.add(Category.INJECTION);
    measured.add(Category.OBFUSCATION);
    return Set.copyOf(measured);
  }
}
