package org.imprimatur.provenance.bindings;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.imprimatur.provenance.manifest.ManifestWriter.Order;
import org.imprimatur.provenance.timestamp.TimeStamper;
import org.imprimatur.provenance.trust.Certificates;
import org.imprimatur.provenance.trust.TrustAnchors;

/** Settings of the library: no network but what is named, no extras but what is asked for. */
final class NativeSettings {
  private NativeSettings() {}

  /** For reading files whose signers and time-stamping authorities lead to {@code anchors}. */
  static String reading(TrustAnchors anchors) {
    return trusting(anchors, Optional.empty()).toString();
  }

  /** For signing {@code order}; {@code anchors} judge its ingredient. */
  static String signing(Order order, TrustAnchors anchors) {
    ObjectNode settings = trusting(anchors, order.stamper().flatMap(TimeStamper::address));
    ((ObjectNode) settings.get("verify")).put("verify_after_sign", false);
    ObjectNode builder = settings.putObject("builder");
    builder.putObject("thumbnail").put("enabled", false);
    ObjectNode actions = builder.putObject("actions");
    for (String automatic :
        new String[] {"auto_created_action", "auto_opened_action", "auto_placed_action"}) {
      actions.putObject(automatic).put("enabled", false);
    }
    return settings.toString();
  }

  private static ObjectNode trusting(TrustAnchors anchors, Optional<URI> host) {
    ObjectNode settings = offline(host);
    ObjectNode trust = settings.putObject("trust");
    Set<String> purposes = new TreeSet<>(anchors.purposes());
    purposes.add(TrustAnchors.TIME_STAMPING);
    trust.put("trust_config", String.join("\n", purposes));
    String certificates =
        anchors.certificates().stream()
            .map(Certificates::toPem)
            .sorted()
            .collect(Collectors.joining());
    if (!certificates.isEmpty()) {
      trust.put("trust_anchors", certificates);
    }
    return settings;
  }

  private static ObjectNode offline(Optional<URI> host) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings
        .putObject("verify")
        .put("verify_trust", true)
        .put("remote_manifest_fetch", false)
        .put("ocsp_fetch", false);
    var hosts = settings.putObject("core").putArray("allowed_network_hosts");
    host.ifPresent(uri -> hosts.add(uri.getHost()));
    return settings;
  }
}
