package org.imprimatur.provenance.validate;

import java.util.List;
import java.util.stream.Stream;

/** What validating one manifest found. */
public record Statuses(List<Status> success, List<Status> informational, List<Status> failure) {
  public static final Statuses NONE = new Statuses(List.of(), List.of(), List.of());

  public Statuses {
    success = List.copyOf(success);
    informational = List.copyOf(informational);
    failure = List.copyOf(failure);
  }

  public boolean succeeded(String code) {
    return has(success, code);
  }

  public boolean failed(String code) {
    return has(failure, code);
  }

  /** The codes of the failures, in the order in which they were found. */
  public List<String> failureCodes() {
    return failure.stream().map(Status::code).toList();
  }

  Stream<Status> all() {
    return Stream.of(success, informational, failure).flatMap(List::stream);
  }

  private static boolean has(List<Status> statuses, String code) {
    return statuses.stream().anyMatch(status -> status.code().equals(code));
  }
}
