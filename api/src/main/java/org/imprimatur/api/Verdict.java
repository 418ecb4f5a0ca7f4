package org.imprimatur.api;

import java.util.ArrayList;
import java.util.List;

/**
 * A policy's judgement: the strictest action that any of its reasons asks for. The reasons hold
 * everything that was weighed, also what stayed below its threshold, so that a decision can be
 * shown with every finding and threshold.
 */
public sealed interface Verdict {
  /** The verdict where nothing had to be weighed. */
  static Verdict nothingWeighed() {
    return new Allow(List.of());
  }

  Action action();

  List<Reason> reasons();

  /** The image may go on. */
  record Allow(List<Reason> reasons) implements Verdict {
    public Allow {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Action action() {
      return Action.ALLOW;
    }
  }

  /** The image may go on and carries a note of the reasons. */
  record Annotate(List<Reason> reasons) implements Verdict {
    public Annotate {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Action action() {
      return Action.ANNOTATE;
    }
  }

  /** A person has to decide before the image leaves. */
  record Review(List<Reason> reasons) implements Verdict {
    public Review {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Action action() {
      return Action.REVIEW;
    }
  }

  /** Nothing leaves. */
  record Block(List<Reason> reasons) implements Verdict {
    public Block {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Action action() {
      return Action.BLOCK;
    }
  }

  /** The verdict that follows from {@code reasons}. */
  static Verdict of(List<Reason> reasons) {
    Action strictest = reasons.stream().map(Reason::action).reduce(Action.ALLOW, Action::strictest);
    return switch (strictest) {
      case ALLOW -> new Allow(reasons);
      case ANNOTATE -> new Annotate(reasons);
      case REVIEW -> new Review(reasons);
      case BLOCK -> new Block(reasons);
    };
  }

  /** Both verdicts together: all reasons, the stricter action. */
  default Verdict and(Verdict other) {
    List<Reason> all = new ArrayList<>(reasons());
    all.addAll(other.reasons());
    return of(all);
  }

  /** The reasons that brought the verdict to its action. */
  default List<Reason> deciding() {
    return reasons().stream().filter(reason -> reason.action() == action()).toList();
  }
}
