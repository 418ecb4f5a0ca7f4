package org.imprimatur.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.imprimatur.routes.LocalGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main README: its links lead somewhere and its route runs. */
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("imprimatur.root", "../.."));
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern ROUTE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void every_link_between_our_own_documents_leads_somewhere() throws IOException {
    for (Path document : documents()) {
      List<String> links =
          LINK.matcher(Files.readString(document)).results().map(MatchResult::group).toList();
      for (String link : links) {
        String target = link.replaceAll("^\\]\\(|(#.*)?\\)$", "");
        assertThat(document.resolveSibling(target)).as("%s in %s", target, document).exists();
      }
    }
  }

  @Test
  void the_route_of_the_readme_starts_over_a_local_gate(@TempDir Path home) throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String yaml = ROUTE.matcher(readme).results().findFirst().orElseThrow().group(1);

    try (LocalGate gate = LocalGate.open(LocalGate.Settings.at(home));
        CamelContext camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("gate", gate.gate());
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.fromString("readme.camel.yaml", yaml));
      camel.start();

      assertThat(camel.getRoutes()).hasSize(1);
      assertThat(camel.getEndpoints().stream().map(endpoint -> endpoint.getEndpointUri()))
          .contains("imprimatur://classify", "imprimatur://release");
    }
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      Stream<Path> top =
          Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(ROOT::resolve);
      return Stream.concat(top, docs.filter(path -> path.toString().endsWith(".md"))).toList();
    }
  }
}
