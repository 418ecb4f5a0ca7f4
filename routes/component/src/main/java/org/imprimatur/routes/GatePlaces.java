package org.imprimatur.routes;

import java.nio.file.Files;
import java.nio.file.Path;
import org.imprimatur.policies.PolicyPlace;
import org.imprimatur.safety.gate.PackShelf;
import org.imprimatur.safety.gate.TextPack;

/** Where a gate keeps what, below its state directory. */
public record GatePlaces(Path home) {
  /** The name of the journal's log. */
  public static final String ORIGIN = "imprimatur.local/journal";

  /** The operator's own policies; where absent, those that come with the software judge. */
  public Path policies() {
    return home.resolve("policies");
  }

  /** Where it is there, its key must have signed the operator's policies. */
  public Path policyKey() {
    return home.resolve("policy-key.pub");
  }

  /** The newest versions of the operator's policies that were ever in force. */
  public Path policyVersions() {
    return home.resolve("policy-versions");
  }

  /** How the operator's policies are read. */
  public PolicyPlace policyPlace() {
    PolicyPlace place = PolicyPlace.in(policies()).rememberedIn(policyVersions());
    return Files.exists(policyKey()) ? place.signedBy(policyKey()) : place;
  }

  public Path models() {
    return home.resolve("models");
  }

  /** Installed gate packs. */
  public Path gates() {
    return home.resolve("gates");
  }

  /** Installed text packs. */
  public PackShelf<TextPack> textGates() {
    return new PackShelf<>(home.resolve("text-gates"), TextPack.KIND);
  }

  /** Whom each tenant protects, encrypted. */
  public Path protectedPeople() {
    return home.resolve("protected");
  }

  public Path journal() {
    return home.resolve("journal");
  }

  /** Names the database of the journal; where absent, the journal is kept in files. */
  public Path journalSettings() {
    return home.resolve("journal.yaml");
  }

  /** The journal's public key, a C2SP note verifier key. */
  public Path journalKey() {
    return journal().resolve("keys/checkpoint.pub");
  }

  /** Where commands add to the journal of a running gateway. */
  public Path journalDoor() {
    return journal().resolve("door");
  }

  /** The search index beside the journal; it can be deleted at any time. */
  public Path searchIndex() {
    return home.resolve("index");
  }

  /** The keys to what people wrote; their backups must not outlive an erasure. */
  public Path vault() {
    return home.resolve("vault");
  }

  /** The development signing identity. */
  public Path keys() {
    return home.resolve("keys");
  }

  /** The root of the development signing identity, for validators to trust. */
  public Path root() {
    return keys().resolve("root.pem");
  }

  /** How this gate signs and validates; see {@link ProvenanceSettings}. */
  public Path provenance() {
    return home.resolve("provenance.yaml");
  }

  /** The manifest stores of all signed pictures, by digest. */
  public Path manifests() {
    return home.resolve("manifests");
  }

  /** Images that wait for a person's decision. */
  public Path held() {
    return home.resolve("held");
  }

  /** What is remembered of released images, for revisions. */
  public Path notes() {
    return home.resolve("notes");
  }

  /** The key of the built-in issuer of development tokens. */
  public Path issuer() {
    return home.resolve("dev-issuer");
  }
}
