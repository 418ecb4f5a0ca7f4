package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.imprimatur.api.Action;
import org.imprimatur.api.Category;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.api.RuleRef;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.StepName;
import org.imprimatur.api.Verdict;
import org.imprimatur.api.spi.TenantPolicy;

/**
 * A policy in force with a second one beside it, whose verdict is recorded among the reasons and
 * has no effect. Immutable and thread-safe.
 */
public record ShadowedPolicy(CompiledPolicy active, CompiledPolicy shadow) implements TenantPolicy {
  @Override
  public String tenant() {
    return active.tenant();
  }

  @Override
  public String id() {
    return active.id();
  }

  @Override
  public long serial() {
    return active.serial();
  }

  @Override
  public Sha256 digest() {
    return active.digest();
  }

  @Override
  public int promptDays() {
    return active.promptDays();
  }

  @Override
  public CredentialTerms credentialTerms() {
    return active.credentialTerms();
  }

  @Override
  public boolean stopsMidRun() {
    return active.stopsMidRun();
  }

  @Override
  public ReviewTerms reviewTerms(Set<Category> categories) {
    return active.reviewTerms(categories);
  }

  @Override
  public Set<String> reviewRoles() {
    return active.reviewRoles();
  }

  @Override
  public Set<StepName> requiredSteps() {
    return active.requiredSteps();
  }

  @Override
  public Verdict judge(Facts facts) {
    Verdict verdict = active.judge(facts);
    Verdict other = shadow.judge(facts);
    if (other.action() == verdict.action()) {
      return verdict;
    }
    List<Reason> reasons = new ArrayList<>(verdict.reasons());
    reasons.add(difference(other));
    return Verdict.of(reasons);
  }

  private Reason difference(Verdict other) {
    RuleRef decider =
        other.action() == Action.ALLOW
            ? new RuleRef("policy", shadow.file().header().namePlace().toString())
            : other.deciding().get(0).rule();
    return new Reason.ByRule(
        Action.ALLOW,
        new RuleRef("shadow." + decider.id(), decider.position()),
        RefusalCode.MODERATION_BLOCKED,
        "the policy in the shadow, serial %d, would %s"
            .formatted(shadow.serial(), other.action().name().toLowerCase(Locale.ROOT)));
  }
}
