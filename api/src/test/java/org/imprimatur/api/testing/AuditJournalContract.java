package org.imprimatur.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.Admission;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Release;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of {@link AuditJournal}, as tests that each implementation extends. */
public abstract class AuditJournalContract {
  private static final int SECONDS = 30;

  private AuditJournal journal = new FakeJournal();

  /** A journal without entries. */
  protected abstract AuditJournal newJournal();

  /** Makes the journal unable to write; from now on every entry must fail. */
  protected abstract void breakJournal(AuditJournal journal);

  @BeforeEach
  final void openJournal() {
    journal = newJournal();
  }

  @AfterEach
  final void closeJournal() {
    journal.close();
  }

  @Test
  void entriesOfOneThreadKeepTheirOrder() throws Exception {
    List<CompletableFuture<Receipt>> appended = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      appended.add(append(notice(i)));
    }

    List<Long> places = new ArrayList<>();
    for (CompletableFuture<Receipt> receipt : appended) {
      places.add(receipt.get(SECONDS, TimeUnit.SECONDS).index());
    }
    assertThat(places).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void entriesOfManyThreadsGetPlacesWithoutGaps() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Long>> running = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        int number = i;
        running.add(
            threads.submit(() -> append(notice(number)).get(SECONDS, TimeUnit.SECONDS).index()));
      }
      Set<Long> places = new TreeSet<>();
      for (Future<Long> place : running) {
        places.add(place.get(SECONDS, TimeUnit.SECONDS));
      }
      assertThat(places).hasSize(200);
      assertThat(new TreeSet<>(places).last() - new TreeSet<>(places).first()).isEqualTo(199);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void receiptsNameTheLogAndCarryItsCheckpoint() throws Exception {
    Receipt receipt = append(notice(1)).get(SECONDS, TimeUnit.SECONDS);

    assertThat(receipt.origin()).isNotBlank();
    assertThat(receipt.index()).isNotNegative();
    assertThat(receipt.checkpoint()).startsWith(receipt.origin() + "\n");
  }

  @Test
  void aBrokenJournalFailsEveryEntryWithJournalUnavailable() throws Exception {
    append(notice(1)).get(SECONDS, TimeUnit.SECONDS);
    breakJournal(journal);

    for (int i = 0; i < 3; i++) {
      assertThat(failureOf(append(notice(i)))).isInstanceOf(JournalUnavailable.class);
    }
  }

  @Test
  void aRequestThatPassesTheChainIsInTheJournalTwice() {
    Answer answer;
    try (Chain chain = new Chain(0.1)) {
      answer =
          new Release(journal, chain.held)
              .release(
                  new Admission(journal)
                      .admit(Fixtures.ticket(FakePolicy.usual()), Fixtures.request("a red kettle"))
                      .through(chain.moderate)
                      .through(chain.generate)
                      .through(chain.classify)
                      .through(chain.sign));
    }

    assertThat(answer).isInstanceOf(Answer.Released.class);
    assertThat(answer.receipt()).isPresent();
    assertThat(answer.receipt().orElseThrow().index())
        .isGreaterThan(answer.trail().acceptance().orElseThrow().index());
  }

  private CompletableFuture<Receipt> append(JournalEntry entry) {
    return journal.append(entry).toCompletableFuture();
  }

  private static JournalEntry notice(int number) {
    return new JournalEntry.Notice(
        "contract_test", "acme", Map.of("number", String.valueOf(number)));
  }

  private static Throwable failureOf(CompletableFuture<Receipt> receipt) throws Exception {
    try {
      throw new AssertionError("was acknowledged: " + receipt.get(SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }
}
