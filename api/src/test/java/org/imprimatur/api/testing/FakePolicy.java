package org.imprimatur.api.testing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.imprimatur.api.Action;
import org.imprimatur.api.Category;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Reason;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.api.RuleRef;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.StepName;
import org.imprimatur.api.Verdict;
import org.imprimatur.api.spi.TenantPolicy;

/** A policy with one threshold for review and one for block, for all categories alike. */
public record FakePolicy(double review, double block) implements TenantPolicy {
  private static final RuleRef RULE = new RuleRef("fake", "fake.yaml:1:1");

  /** Reviews from 0.5, blocks from 0.8. */
  public static FakePolicy usual() {
    return new FakePolicy(0.5, 0.8);
  }

  @Override
  public String tenant() {
    return Fixtures.CALLER.tenant();
  }

  @Override
  public String id() {
    return "fake";
  }

  @Override
  public long serial() {
    return 1;
  }

  @Override
  public Sha256 digest() {
    return Sha256.ofText(review + " " + block);
  }

  @Override
  public Verdict judge(Facts facts) {
    List<Reason> reasons = new ArrayList<>();
    for (Finding finding : facts.findings()) {
      if (finding instanceof Finding.Measured measured) {
        reasons.add(weigh(measured));
      } else {
        reasons.add(new Reason.Unmeasured(RULE, finding.category(), "unavailable"));
      }
    }
    return Verdict.of(reasons);
  }

  @Override
  public int promptDays() {
    return 30;
  }

  @Override
  public CredentialTerms credentialTerms() {
    return CredentialTerms.NONE;
  }

  @Override
  public boolean stopsMidRun() {
    return true;
  }

  @Override
  public ReviewTerms reviewTerms(Set<Category> categories) {
    return ReviewTerms.USUAL;
  }

  @Override
  public Set<String> reviewRoles() {
    return Set.of();
  }

  @Override
  public Set<StepName> requiredSteps() {
    return EnumSet.allOf(StepName.class);
  }

  private Reason weigh(Finding.Measured finding) {
    if (finding.score() >= block) {
      return new Reason.ByScore(Action.BLOCK, RULE, finding, block);
    }
    Action action = finding.score() >= review ? Action.REVIEW : Action.ALLOW;
    return new Reason.ByScore(action, RULE, finding, review);
  }
}
