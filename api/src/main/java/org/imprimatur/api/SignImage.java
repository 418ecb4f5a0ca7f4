package org.imprimatur.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.imprimatur.api.spi.ProvenanceSigner;
import org.imprimatur.api.spi.ProvenanceSigner.Credentialed;
import org.imprimatur.api.spi.ProvenanceStatement;

/** The step that writes the content credentials. */
public final class SignImage implements Step<ClassifiedImage, SignedImage> {
  /** The trail fact that names the file that was signed. */
  static final String FILE_FACT = "signed.file.sha256";

  private final ProvenanceSigner signer;

  public SignImage(ProvenanceSigner signer) {
    this.signer = signer;
  }

  @Override
  public StepName name() {
    return StepName.SIGN;
  }

  @Override
  public Class<ClassifiedImage> takes() {
    return ClassifiedImage.class;
  }

  @Override
  public Outcome<SignedImage> apply(Ticket ticket, ClassifiedImage classified) {
    Credentialed credentialed = signer.sign(classified, statement(ticket, classified));
    SignedImage signed =
        new SignedImage(
            classified,
            credentialed.file(),
            credentialed.manifestId(),
            credentialed.manifestDigest());
    Map<String, String> facts = new HashMap<>(credentialed.facts());
    facts.put(FILE_FACT, credentialed.file().content().sha256().hex());
    facts.put("manifest.id", credentialed.manifestId());
    facts.put("manifest.sha256", credentialed.manifestDigest().hex());
    return Outcome.passed(signed, Evidence.ofFacts(facts));
  }

  private static ProvenanceStatement statement(Ticket ticket, ClassifiedImage classified) {
    return new ProvenanceStatement(
        ticket.requestId(),
        ticket.policy().id(),
        ticket.policy().digest(),
        strictestByCategory(classified),
        classified.source().source().admitted().acceptance(),
        ticket.policy().credentialTerms());
  }

  /** The verdict on the picture has weighed the findings of the text too. */
  private static Map<Category, Action> strictestByCategory(ClassifiedImage classified) {
    Map<Category, Action> strictest = new HashMap<>();
    Verdict both = classified.source().source().verdict().and(classified.verdict());
    for (Reason reason : both.reasons()) {
      Set<Category> categories = reason.categories();
      categories.forEach(category -> strictest.merge(category, reason.action(), Action::strictest));
    }
    return strictest;
  }
}
