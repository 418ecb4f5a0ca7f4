package org.imprimatur.generator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private record Unit(String tenant, long cost, int number) implements FairQueue.Item {}

  @Test
  void aSingleRequestBesideAFloodGetsEverySecondTurn() {
    FairQueue<Unit> queue = new FairQueue<>();
    for (int i = 0; i < 20; i++) {
      queue.add(new Unit("flood", 5, i));
    }
    Unit single = new Unit("single", 5, 0);
    queue.add(single);

    long turns = 0;
    for (int i = 0; i < 100; i++) {
      turns += queue.next().equals(single) ? 1 : 0;
    }

    assertThat(turns).isEqualTo(50);
  }

  @Test
  void withinATenantTheOldestComesFirst() {
    FairQueue<Unit> queue = new FairQueue<>();
    Unit first = new Unit("a", 1, 1);
    queue.add(first);
    queue.add(new Unit("a", 1, 2));

    assertThat(List.of(queue.next(), queue.next())).containsExactly(first, first);
    queue.remove(first);
    assertThat(queue.next().number()).isEqualTo(2);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Property(tries = 200)
  void everyTenantGetsTheSameShareOfWorkWhateverItsUnitsCost(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 1000) Integer> costs) {
    FairQueue<Unit> queue = new FairQueue<>();
    int largest = 1;
    for (int i = 0; i < costs.size(); i++) {
      queue.add(new Unit("tenant-" + i, costs.get(i), i));
      largest = Math.max(largest, costs.get(i));
    }
    Map<String, Long> work = new HashMap<>();
    for (int turn = 0; turn < 5000; turn++) {
      Unit next = queue.next();
      work.merge(next.tenant(), next.cost(), Long::sum);
    }

    long most = work.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    long least = work.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    assertThat(work).hasSize(costs.size());
    assertThat(most - least).isLessThanOrEqualTo(3L * largest);
  }
}
