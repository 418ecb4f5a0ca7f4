package org.imprimatur.generator.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Deficit round robin over tenants (Shreedhar and Varghese 1995): each tenant gets the same share
 * of work, however many pictures it asks for and however large they are. Within a tenant, first
 * come, first served. An item stays in the queue, and is chosen again, until it is removed. One
 * thread.
 */
final class FairQueue<T extends FairQueue.Item> {
  /** Something that asks for units of work. */
  interface Item {
    String tenant();

    /** What one unit of its work costs; at least 1. */
    long cost();
  }

  private final Deque<Share<T>> round = new ArrayDeque<>();
  private final Map<String, Share<T>> shares = new HashMap<>();
  private int size;

  private static final class Share<T> {
    private final Deque<T> items = new ArrayDeque<>();
    private long credit;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** How many items a tenant has here. */
  int sizeOf(String tenant) {
    Share<T> share = shares.get(tenant);
    return share == null ? 0 : share.items.size();
  }

  void add(T item) {
    Share<T> share = shares.get(item.tenant());
    if (share == null) {
      share = new Share<>();
      shares.put(item.tenant(), share);
      round.addLast(share);
    }
    share.items.addLast(item);
    size++;
  }

  /** Takes an item out; nothing happens where it is out already. */
  void remove(T item) {
    Share<T> share = shares.get(item.tenant());
    if (share == null || !share.items.remove(item)) {
      return;
    }
    size--;
    if (share.items.isEmpty()) {
      shares.remove(item.tenant());
      round.remove(share);
    }
  }

  /** The item whose turn it is; its tenant is charged for one unit. The queue must not be empty. */
  T next() {
    long quantum = 1;
    for (Share<T> share : round) {
      quantum = Math.max(quantum, share.items.getFirst().cost());
    }
    while (true) {
      Share<T> share = round.getFirst();
      T head = share.items.getFirst();
      if (share.credit >= head.cost()) {
        share.credit -= head.cost();
        return head;
      }
      share.credit += quantum;
      round.addLast(round.removeFirst());
    }
  }

  /**
   * Up to {@code max} further items that fit beside one already chosen; their tenants are charged.
   */
  List<T> beside(T chosen, Predicate<T> fits, int max) {
    List<T> found = new ArrayList<>();
    for (Share<T> share : round) {
      for (T item : share.items) {
        if (found.size() < max && item != chosen && fits.test(item)) {
          share.credit -= item.cost();
          found.add(item);
        }
      }
    }
    return found;
  }

  /** Every item, in no order that matters. */
  List<T> all() {
    List<T> items = new ArrayList<>();
    round.forEach(share -> items.addAll(share.items));
    return items;
  }
}
