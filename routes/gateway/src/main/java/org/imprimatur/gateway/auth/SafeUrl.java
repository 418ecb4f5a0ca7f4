package org.imprimatur.gateway.auth;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;

/** The addresses from which keys may be read: https, and plain http on this machine only. */
final class SafeUrl {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private SafeUrl() {}

  static URI require(String key, URI url) {
    complaint(url)
        .ifPresent(
            complaint -> {
              throw new ConfigurationException(key + ": '" + url + "' " + complaint);
            });
    return url;
  }

  /** What is wrong with {@code url} and what to do; empty where nothing is. */
  static Optional<String> complaint(URI url) {
    if (url.getHost() == null || url.getScheme() == null) {
      return Optional.of("is not an absolute URL; write it as https://host/path");
    }
    if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
      return Optional.of("carries a user, a query or a fragment; remove it");
    }
    if (url.getScheme().equals("https")) {
      return Optional.empty();
    }
    if (!url.getScheme().equals("http")) {
      return Optional.of("is neither http nor https; use https");
    }
    return LOOPBACK.contains(url.getHost())
        ? Optional.empty()
        : Optional.of(
            "is plain http to another machine, where anybody on the way can swap the keys;"
                + " use https");
  }
}
