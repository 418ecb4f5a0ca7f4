package org.imprimatur.provenance.validate;

import java.util.ArrayList;
import java.util.List;

/** Collects statuses during one validation. Not thread-safe. */
final class StatusLog {
  private final List<Status> success = new ArrayList<>();
  private final List<Status> informational = new ArrayList<>();
  private final List<Status> failure = new ArrayList<>();

  void success(String code, String url, String explanation) {
    success.add(new Status(code, url, explanation));
  }

  void inform(String code, String url, String explanation) {
    informational.add(new Status(code, url, explanation));
  }

  void failure(String code, String url, String explanation) {
    failure.add(new Status(code, url, explanation));
  }

  Statuses statuses() {
    return new Statuses(success, informational, failure);
  }
}
