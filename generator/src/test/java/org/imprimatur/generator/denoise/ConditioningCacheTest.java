package org.imprimatur.generator.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;
import org.junit.jupiter.api.Test;

class ConditioningCacheTest {
  private static final int BYTES = 40;

  private final ConditioningCache cache = new ConditioningCache(3 * BYTES);
  private final AtomicInteger made = new AtomicInteger();

  /** Callers, and with them tenants, are no part of a key: equal text is equal conditioning. */
  @Test
  void equalTextsOfWhomeverAreMadeOnce() {
    Conditioning first = get("a cat");
    Conditioning second = get(String.join(" ", "a", "cat"));

    assertThat(second).isSameAs(first);
    assertThat(made).hasValue(1);
  }

  @Test
  void whatDiffersInTextKindOrLengthIsMadeAnew() {
    List<Conditioning> all =
        List.of(
            get("a cat"),
            get("a cat "),
            cache.get("-", PromptText.of("a cat"), this::make),
            cache.get("+", new PromptText("a cat", 2), this::make),
            cache.get("+", new PromptText("2 a cat", 1), this::make));

    assertThat(all).doesNotHaveDuplicates();
    assertThat(made).hasValue(5);
  }

  @Test
  void theOneNotUsedForLongestMakesRoom() {
    get("a");
    get("b");
    get("c");
    get("a");
    get("d");
    assertThat(made).hasValue(4);

    get("a");
    get("c");
    get("d");
    assertThat(made).hasValue(4);
    get("b");
    assertThat(made).hasValue(5);
  }

  @Test
  void whatIsLargerThanAllRoomIsGivenButNotKept() {
    PromptText text = PromptText.of("long");
    Conditioning large = cache.get("+", text, () -> of(4 * BYTES));

    assertThat(large.bytes()).isEqualTo(4 * BYTES);
    assertThat(cache.get("+", text, this::make)).isNotSameAs(large);
    get("b");
    get("c");
    assertThat(get("long").bytes()).isEqualTo(BYTES);
    assertThat(made).hasValue(3);
  }

  @Test
  void whatCouldNotBeMadeIsTriedAgain() {
    assertThatThrownBy(
            () ->
                cache.get(
                    "+",
                    PromptText.of("a"),
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");

    assertThat(get("a")).isSameAs(get("a"));
  }

  @Test
  void manyAtOnceMakeItOnce() {
    int callers = 8;
    CountDownLatch ready = new CountDownLatch(callers);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<CompletableFuture<Conditioning>> wanted =
          IntStream.range(0, callers)
              .mapToObj(
                  caller ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            ready.countDown();
                            await(ready);
                            return get("a cat");
                          },
                          threads))
              .toList();

      assertThat(wanted.stream().map(CompletableFuture::join).distinct()).hasSize(1);
      assertThat(made).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private Conditioning get(String text) {
    return cache.get("+", PromptText.of(text), this::make);
  }

  private Conditioning make() {
    made.incrementAndGet();
    return of(BYTES);
  }

  private static Conditioning of(int bytes) {
    int count = bytes / Float.BYTES;
    return new Conditioning(Tensors.of("x", Tensor.floats(new float[count], count)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
