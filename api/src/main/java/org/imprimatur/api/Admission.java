package org.imprimatur.api;

import java.util.HashMap;
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
      Facts facts = ticket.facts(Phase.REQUEST, admitted.request(), List.of());
      Verdict verdict = ticket.policy().judge(facts);
      return Outcome.passed(
          admitted, new Evidence(verdict, List.of(), describe(ticket.circumstances())));
    }

    /** So that the decision can be made again from the journal. */
    private static Map<String, String> describe(Circumstances circumstances) {
      Map<String, String> facts = new HashMap<>();
      describe("caller.", circumstances.history().caller(), facts);
      describe("tenant.", circumstances.history().tenant(), facts);
      circumstances
          .emergency()
          .ifPresent(
              emergency -> {
                facts.put("break-glass.ticket", emergency.ticket());
                facts.put("break-glass.reason", emergency.reason());
              });
      circumstances.consent().ifPresent(reference -> facts.put("consent", reference));
      return facts;
    }

    private static void describe(String whose, History.Tally tally, Map<String, String> facts) {
      facts.put(whose + "running", String.valueOf(tally.running()));
      facts.put(whose + "last-minute", String.valueOf(tally.lastMinute().count()));
      facts.put(whose + "last-hour", String.valueOf(tally.lastHour().count()));
      facts.put(whose + "last-day", String.valueOf(tally.lastDay().count()));
      facts.put(whose + "blocked-last-hour", String.valueOf(tally.blockedLastHour()));
      facts.put(whose + "blocked-last-day", String.valueOf(tally.blockedLastDay()));
    }
  }
}
