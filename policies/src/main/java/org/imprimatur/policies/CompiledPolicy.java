package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.imprimatur.api.Action;
import org.imprimatur.api.Category;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.api.RuleRef;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.StepName;
import org.imprimatur.api.Verdict;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.policies.model.Clauses;
import org.imprimatur.policies.model.Header;
import org.imprimatur.policies.model.PolicyFile;
import org.imprimatur.policies.model.Settings;

/**
 * One version of one tenant's policy, ready to judge. Immutable and thread-safe. At the request it
 * judges roles and limits; in every phase it weighs each finding that there is, texts by the prompt
 * thresholds and images by the output thresholds.
 */
public final class CompiledPolicy implements TenantPolicy {
  private final PolicyFile file;
  private final Header header;
  private final Sha256 digest;
  private final Settings settings;
  private final Limits limits;
  private final Rates rates;
  private final People people;
  private final Witnesses witnesses;
  private final Joint joint;
  private final Emergency emergency;
  private final StepTerms terms;
  private final Languages languages;
  private final Scale texts;
  private final Scale images;
  private final Weights weights;
  private final Variables variables;
  private final RuleRef whole;

  /**
   * What a policy is made of.
   *
   * @param file the tenant's own file
   * @param settings of all files together
   */
  record Parts(PolicyFile file, Sha256 digest, Settings settings, Weights weights) {}

  /** The compiled clauses of all files together. */
  record Weights(List<CompiledRule> rules, List<TermList> lists, List<CompiledWaiver> waivers) {
    Weights {
      rules = List.copyOf(rules);
      lists = List.copyOf(lists);
      waivers = List.copyOf(waivers);
    }

    boolean readVariables() {
      return !rules.isEmpty() || !waivers.isEmpty();
    }
  }

  CompiledPolicy(Parts parts) {
    this.file = parts.file();
    this.header = file.header();
    this.digest = parts.digest();
    this.settings = parts.settings();
    this.weights = parts.weights();
    this.variables = Variables.readBy(weights.rules());
    this.limits = new Limits(settings);
    this.rates = Rates.of(settings);
    this.people = People.of(settings);
    this.witnesses = Witnesses.of(settings);
    this.joint = Joint.of(settings);
    this.emergency = Emergency.of(settings);
    this.terms = new StepTerms(settings);
    this.languages = Languages.of(settings);
    this.texts =
        Scale.of(settings, "prompt")
            .needing(people.neededInTexts())
            .needing(languages.needed())
            .needing(read(weights.rules(), "scores.prompt."));
    this.images =
        Scale.of(settings, "output")
            .needing(people.neededInImages())
            .needing(read(weights.rules(), "scores.output."));
    this.whole = new RuleRef("policy", header.namePlace().toString());
  }

  @Override
  public String tenant() {
    return header.name();
  }

  @Override
  public String id() {
    return header.name();
  }

  @Override
  public long serial() {
    return header.serial();
  }

  @Override
  public Sha256 digest() {
    return digest;
  }

  @Override
  public int promptDays() {
    return terms.promptDays();
  }

  @Override
  public CredentialTerms credentialTerms() {
    return terms.credentials();
  }

  @Override
  public boolean stopsMidRun() {
    return terms.stopsMidRun();
  }

  @Override
  public ReviewTerms reviewTerms(Set<Category> categories) {
    return terms.review(categories);
  }

  @Override
  public Set<String> reviewRoles() {
    return settings.words("roles.review");
  }

  /** The tenant's own file, before the merge. */
  public PolicyFile file() {
    return file;
  }

  /** All settings after the merge, each with the place that it comes from. */
  public Settings settings() {
    return settings;
  }

  /** What the tenant's own file lists besides its settings. */
  public Clauses clauses() {
    return file.clauses();
  }

  /** The categories that must be measured in texts. */
  public SortedSet<Category> neededInTexts() {
    return new TreeSet<>(texts.needed().keySet());
  }

  /** The categories that must be measured in the finished image. */
  public SortedSet<Category> neededInImages() {
    return new TreeSet<>(images.needed().keySet());
  }

  /** The categories that conditions read of the picture that a request starts from. */
  SortedSet<Category> readInInputs() {
    return new TreeSet<>(variables.inInputs().keySet());
  }

  /** The conditions of all files, the baseline's first. */
  List<CompiledRule> rules() {
    return weights.rules();
  }

  /** The exceptions of all files, in the order in which they are asked. */
  List<CompiledWaiver> waivers() {
    return weights.waivers();
  }

  @Override
  public Set<StepName> requiredSteps() {
    return EnumSet.allOf(StepName.class);
  }

  @Override
  public Verdict judge(Facts facts) {
    try {
      List<Reason> reasons = reasons(facts);
      return Verdict.of(
          facts
              .circumstances()
              .emergency()
              .map(declared -> emergency.apply(declared, facts, reasons))
              .orElse(reasons));
    } catch (RuntimeException e) {
      return Verdict.of(
          List.of(
              new Reason.ByRule(
                  Action.BLOCK,
                  whole,
                  RefusalCode.CHECK_UNAVAILABLE,
                  Wording.text(facts.circumstances().language(), "unjudged"))));
    }
  }

  private List<Reason> reasons(Facts facts) {
    List<Reason> reasons = new ArrayList<>();
    refuseStranger(facts, reasons);
    if (facts.phase() == Phase.REQUEST) {
      reasons.addAll(limits.weigh(facts));
      reasons.addAll(rates.weigh(facts));
    } else {
      reasons.addAll(texts.silences(facts.findings(), Origin.PROMPT));
    }
    if (facts.phase() == Phase.OUTPUT) {
      reasons.addAll(images.silences(facts.findings(), Origin.OUTPUT));
    }
    reasons.addAll(witnesses.weigh(facts));
    reasons.addAll(people.weigh(facts));
    reasons.addAll(languages.weigh(facts));
    weighContent(facts, reasons);
    return reasons;
  }

  private void weighContent(Facts facts, List<Reason> reasons) {
    String language = facts.circumstances().language();
    Map<String, Object> read = weights.readVariables() ? variables.of(facts) : Map.of();
    List<CompiledWaiver> active =
        weights.waivers().stream().filter(waiver -> waiver.covers(facts, read)).toList();
    active.forEach(waiver -> reasons.add(waiver.note(language)));
    Map<Category, Double> factors = joint.factors(facts.findings());
    for (Finding finding : facts.findings()) {
      boolean inText = finding.origin() == Origin.PROMPT;
      double factor = inText ? 1 : factors.getOrDefault(finding.category(), 1.0);
      if (!isPlainProperty(finding)) {
        reasons.add(weigh(finding, factor, active));
      }
    }
    for (CompiledRule rule : weights.rules()) {
      rule.weigh(facts, read).ifPresent(reasons::add);
    }
    if (facts.phase() != Phase.REQUEST) {
      weights
          .lists()
          .forEach(list -> list.weigh(facts.request(), language).ifPresent(reasons::add));
    }
  }

  /** A property without thresholds of its own is judged by the settings about it alone. */
  private boolean isPlainProperty(Finding finding) {
    return finding instanceof Finding.Measured
        && finding.category().isProperty()
        && !texts.named().containsKey(finding.category());
  }

  private Reason weigh(Finding finding, double factor, List<CompiledWaiver> active) {
    boolean inText = finding.origin() == Origin.PROMPT;
    if (finding instanceof Finding.Measured measured) {
      for (CompiledWaiver waiver : active) {
        Ladder looser = (inText ? waiver.texts() : waiver.images()).get(finding.category());
        if (looser != null) {
          return looser.weigh(measured, factor);
        }
      }
    }
    return (inText ? texts : images).weigh(finding, factor);
  }

  /** The categories whose scores the rules in force read, each with the first rule that does. */
  private static SortedMap<Category, RuleRef> read(List<CompiledRule> rules, String prefix) {
    SortedMap<Category, RuleRef> read = new TreeMap<>();
    for (CompiledRule rule : rules.stream().filter(rule -> !rule.rule().shadow()).toList()) {
      for (String score : rule.condition().reads().scores()) {
        if (score.startsWith(prefix)) {
          read.putIfAbsent(new Category(score.substring(prefix.length())), rule.ref());
        }
      }
    }
    return read;
  }

  private void refuseStranger(Facts facts, List<Reason> reasons) {
    if (!facts.caller().tenant().equals(header.name())) {
      reasons.add(
          new Reason.ByRule(
              Action.BLOCK,
              whole,
              RefusalCode.NOT_PERMITTED,
              Wording.text(facts.circumstances().language(), "other-tenant")));
    }
  }
}
