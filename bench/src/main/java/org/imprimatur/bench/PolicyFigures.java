package org.imprimatur.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.imprimatur.api.Action;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Category;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.policies.PolicyStore;
import org.imprimatur.policies.PolicyWatch;
import org.imprimatur.policies.Simulation;

/**
 * What policies cost: one decision with 20 rules, decisions replayed, the load of a file of about
 * 500 lines, and of a thousand tenants. Runs on one thread and prints one line a figure.
 */
public final class PolicyFigures {
  private static final DetectorId DETECTOR = new DetectorId("bench", "1");
  private static final int DECISIONS = 20_000;

  private PolicyFigures() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("policy-figures");
    Files.createDirectory(directory.resolve("tenants"));
    Files.writeString(directory.resolve("baseline.yaml"), baseline());
    Files.writeString(directory.resolve("tenants/t0.yaml"), tenant(0, 20, 0));
    TenantPolicy policy = PolicyStore.openUnmeasured(directory).forTenant("t0").orElseThrow();
    decisions(policy);
    replay(policy);
    reload(directory);
    longFile(directory);
    manyTenants(directory);
  }

  /** From the change of a file to the first request that it judges, while four threads ask. */
  private static void reload(Path directory) throws IOException {
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
    AtomicBoolean over = new AtomicBoolean();
    Facts facts = facts("t0");
    for (int i = 0; i < 4; i++) {
      Thread load =
          new Thread(
              () -> {
                while (!over.get()) {
                  store.forTenant("t0").orElseThrow().judge(facts);
                }
              });
      load.setDaemon(true);
      load.start();
    }
    try (PolicyWatch watch = new PolicyWatch(directory, store, watcher, reload -> {})) {
      Files.writeString(
          directory.resolve("tenants/t0.yaml"), tenant(0, 20, 0).replace("serial: 1", "serial: 2"));
      long start = System.nanoTime();
      while (store.forTenant("t0").orElseThrow().serial() < 2) {
        Thread.onSpinWait();
      }
      print("reload under load", (System.nanoTime() - start) / 1e6, "ms");
      watch.close();
    } finally {
      over.set(true);
      watcher.shutdownNow();
    }
  }

  private static void decisions(TenantPolicy policy) {
    Facts facts = facts(policy.tenant());
    long[] nanos = new long[DECISIONS];
    long cpu = 0;
    for (int round = 0; round < 5; round++) {
      cpu = cpuNanos();
      for (int i = 0; i < DECISIONS; i++) {
        long start = System.nanoTime();
        policy.judge(facts);
        nanos[i] = System.nanoTime() - start;
      }
    }
    print("decision, 20 rules, CPU", (cpuNanos() - cpu) / 1e3 / DECISIONS, "us");
    Arrays.sort(nanos);
    print("decision, 20 rules, p50", nanos[DECISIONS / 2] / 1e3, "us");
    print("decision, 20 rules, p99", nanos[DECISIONS * 99 / 100] / 1e3, "us");
  }

  private static void replay(TenantPolicy policy) {
    Facts facts = facts(policy.tenant());
    List<Simulation.Past> past = new ArrayList<>();
    for (int i = 0; i < DECISIONS; i++) {
      past.add(new Simulation.Past("r" + i, List.of(facts), Action.ALLOW));
    }
    long start = cpuNanos();
    Simulation simulation = Simulation.of(policy, past);
    double seconds = (cpuNanos() - start) / 1e9;
    print("replayed decisions", simulation.decided() / seconds, "a CPU second");
  }

  private static void longFile(Path directory) throws IOException {
    String text = tenant(0, 20, 140);
    Files.writeString(directory.resolve("tenants/t0.yaml"), text);
    long[] nanos = new long[21];
    for (int i = 0; i < nanos.length; i++) {
      long start = cpuNanos();
      PolicyStore.openUnmeasured(directory);
      nanos[i] = cpuNanos() - start;
    }
    Arrays.sort(nanos, 1, nanos.length);
    print("load of %d lines, first".formatted(text.lines().count()), nanos[0] / 1e6, "ms");
    print("load, warm, CPU, median", nanos[11] / 1e6, "ms");
  }

  private static void manyTenants(Path directory) throws IOException {
    for (int i = 0; i < 1000; i++) {
      Files.writeString(directory.resolve("tenants/t" + i + ".yaml"), tenant(i, 5, 20));
    }
    long before = used();
    long start = cpuNanos();
    PolicyStore store = PolicyStore.openUnmeasured(directory);
    print("load of 1,000 tenants, CPU", (cpuNanos() - start) / 1e9, "s");
    print("their memory", (used() - before) / 1048576.0, "MiB");
    print("tenants loaded", store.tenants().size(), "");
  }

  /** Time that this thread ran; unlike the wall clock it does not grow on a busy machine. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @SuppressWarnings("ExplicitGC") // the figure is what stays after a collection
  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static Facts facts(String tenant) {
    List<Finding> findings = new ArrayList<>();
    for (Category category : Category.HARMS) {
      findings.add(new Finding.Measured(Origin.PROMPT, category, DETECTOR, 0.05, "plain"));
      findings.add(new Finding.Measured(Origin.OUTPUT, category, DETECTOR, 0.05, "full-frame"));
    }
    return new Facts(
        Phase.OUTPUT,
        new Caller(tenant, "s", "c", Set.of("creator")),
        GenerationRequest.of(Prompt.of("a red kettle on oak"), "starter", new Size(512, 512)),
        findings,
        Instant.ofEpochSecond(1_800_000_000),
        Circumstances.NONE);
  }

  private static String baseline() {
    return """
    policy: imprimatur/v1
    kind: baseline
    name: b
    serial: 1
    roles: { generate: [creator] }
    limits:
      prompt-characters: 4000
      max-width: 2048
      max-height: 2048
      max-steps: 100
      max-images: 10
    prompt: { thresholds: { default: { block: 0.9 } } }
    output: { thresholds: { default: { block: 0.9 } } }
    """;
  }

  /** A tenant with as many rules, and categories of three lines each. */
  private static String tenant(int number, int rules, int categories) {
    StringBuilder text =
        new StringBuilder(
            "policy: imprimatur/v1\nkind: tenant\nname: t" + number + "\nserial: 1\n");
    text.append("prompt:\n  thresholds:\n    gore: { block: 0.8 }\n");
    for (int i = 0; i < categories; i++) {
      text.append("    own_").append(i).append(":\n      review: 0.5\n      block: 0.8\n");
    }
    text.append("rules:\n");
    for (int i = 0; i < rules; i++) {
      text.append(
          """
            - id: r%d
              when: '"r%d" in principal.roles && scores.prompt.violence > 0.%d || request.width > %d'
              action: review
          """
              .formatted(i, i, 1 + i % 9, 600 + i));
    }
    return text.toString();
  }

  private static void print(String what, double figure, String unit) {
    System.out.printf(Locale.ROOT, "%-28s %,12.1f %s%n", what, figure, unit);
  }
}
