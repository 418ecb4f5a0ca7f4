package org.imprimatur.api.spi;

import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.Facts;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.StepName;
import org.imprimatur.api.Verdict;

/**
 * One version of one tenant's compiled policy.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Immutable and thread-safe; the same facts always get the same verdict.
 *   <li>One more finding, or a higher score, never makes the verdict milder.
 *   <li>A category that the policy needs in a phase and that no finding measures is a block; so is
 *       an unavailable one.
 *   <li>{@link #judge} never throws for any facts: what it cannot judge, it blocks.
 * </ol>
 */
public interface TenantPolicy {
  String tenant();

  /** The policy's name, for instance {@code acme}. */
  String id();

  /** Grows with each published version. */
  long serial();

  /** Digest over everything that the policy was made from. */
  Sha256 digest();

  Verdict judge(Facts facts);

  /** How many days a prompt may be kept, encrypted; 0 keeps none. */
  int promptDays();

  /** What is wanted of the credentials of its pictures. */
  CredentialTerms credentialTerms();

  /** Whether a generation whose previews would be refused is stopped in the middle. */
  boolean stopsMidRun();

  /** How people decide about a picture that is held for one of {@code categories}. */
  ReviewTerms reviewTerms(Set<Category> categories);

  /** Callers with one of these roles decide about held pictures; nobody where it is empty. */
  Set<String> reviewRoles();

  /** The steps that the trail must show before anything is released. */
  Set<StepName> requiredSteps();
}
