package org.imprimatur.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;

/**
 * The door: the only maker of a first {@link Passage}. The journal accepts the request durably
 * before anything is done for it; then the policy judges its limits. Thread-safe.
 */
public final class Admission {
  private final AuditJournal journal;

  public Admission(AuditJournal journal) {
    this.journal = journal;
  }

  public Passage<AdmittedRequest> admit(Ticket ticket, GenerationRequest request) {
    Trail nothingYet = Trail.begin(request, Optional.empty());
    try {
      JournalEntry accepted =
          new JournalEntry.Decision(JournalEntry.Event.ACCEPTED, ticket, nothingYet, Map.of());
      Receipt receipt = Durable.await(journal, accepted, ticket.deadline());
      Trail trail = Trail.begin(request, Optional.of(receipt));
      return new Passage.Open<>(ticket, trail, new AdmittedRequest(request, receipt))
          .through(new Limits());
    } catch (JournalUnavailable unavailable) {
      return new Passage.Closed<>(ticket, nothingYet, Durable.refusal(StepName.ADMIT));
    }
  }

  /** Judges who asks for how much. */
  private static final class Limits implements Step<AdmittedRequest, AdmittedRequest> {
    @Override
    public StepName name() {
      return StepName.ADMIT;
    }

    @Override
    public Class<AdmittedRequest> takes() {
      return AdmittedRequest.class;
    }

    @Override
    public Outcome<AdmittedRequest> apply(Ticket ticket, AdmittedRequest admitted) {
      Facts facts =
          new Facts(
              Phase.REQUEST,
              ticket.caller(),
              admitted.request(),
              List.of(),
              ticket.deadline().clock().instant());
      Evidence evidence = new Evidence(ticket.policy().judge(facts), List.of(), Map.of());
      return Outcome.passed(admitted, evidence);
    }
  }
}
