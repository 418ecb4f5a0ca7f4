package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.policies.CompiledPolicy;
import org.imprimatur.policies.Lint;
import org.imprimatur.policies.PolicyStore;
import org.imprimatur.policies.PolicyTests;
import org.imprimatur.policies.model.PolicySchema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imprimatur policy}: reads, tests and explains the policies that would judge. */
@Command(
    name = "policy",
    description = "Tests, checks, explains, tries and signs policies.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class PolicyCommand {
  private final Workplace workplace;

  PolicyCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Command(
      name = "test",
      description = "Runs the tests inside the policies. Exit code 1: one fails or a file is bad.",
      mixinStandardHelpOptions = true)
  int test(
      @Option(names = "--directory", description = "Another directory.") @Nullable Path directory,
      @Option(names = "--json", description = "Machine-readable output.") boolean json) {
    PolicyStore store = store(directory);
    ArrayNode all = Json.object().putArray("tests");
    boolean good = store.refused().isEmpty();
    for (String tenant : store.tenants()) {
      for (PolicyTests.Result result : PolicyTests.run(compiled(store, tenant))) {
        good &= result.passed();
        all.addObject()
            .put("tenant", tenant)
            .put("name", result.name())
            .put("passed", result.passed())
            .put("problem", result.problem());
      }
    }
    store
        .refused()
        .forEach(
            (tenant, why) ->
                all.addObject()
                    .put("tenant", tenant)
                    .put("name", "the file loads")
                    .put("passed", false)
                    .put("problem", String.valueOf(why.getMessage())));
    report(all, json);
    return good ? ExitCode.DONE : ExitCode.ERROR;
  }

  @Command(
      name = "lint",
      description = "Finds rules that can never decide and thresholds that can never fire.",
      mixinStandardHelpOptions = true)
  int lint(
      @Option(names = "--directory", description = "Another directory.") @Nullable Path directory) {
    PolicyStore store = store(directory);
    int remarks = 0;
    for (String tenant : store.tenants()) {
      for (Lint.Remark remark : Lint.of(compiled(store, tenant))) {
        workplace.console().result(tenant + ": " + remark);
        remarks++;
      }
    }
    workplace.console().result(remarks + " remarks on " + store.tenants().size() + " policies");
    return ExitCode.DONE;
  }

  @Command(
      name = "schema",
      description = "Prints the JSON Schema of policy files, for editors.",
      mixinStandardHelpOptions = true)
  int schema() {
    workplace.console().result(PolicySchema.json().strip());
    return ExitCode.DONE;
  }

  private void report(ArrayNode tests, boolean json) {
    if (json) {
      workplace.console().result(tests);
      return;
    }
    int failed = 0;
    for (int i = 0; i < tests.size(); i++) {
      boolean passed = tests.get(i).path("passed").booleanValue();
      failed += passed ? 0 : 1;
      workplace
          .console()
          .result(
              "%s  %-10s %s%s"
                  .formatted(
                      passed ? "pass" : "FAIL",
                      tests.get(i).path("tenant").textValue(),
                      tests.get(i).path("name").textValue(),
                      passed ? "" : ": " + tests.get(i).path("problem").textValue()));
    }
    workplace.console().result("%d tests, %d failed".formatted(tests.size(), failed));
  }

  private PolicyStore store(@Nullable Path directory) {
    return PolicyFiles.store(workplace.home(), directory);
  }

  private static CompiledPolicy compiled(PolicyStore store, String tenant) {
    return PolicyFiles.compiled(store, tenant);
  }
}
