package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.policies.cel.Condition;
import org.imprimatur.policies.cel.Conditions;
import org.imprimatur.policies.model.Blocklist;
import org.imprimatur.policies.model.Clauses;
import org.imprimatur.policies.model.Header;
import org.imprimatur.policies.model.PolicyFile;
import org.imprimatur.policies.model.PolicyReader;
import org.imprimatur.policies.model.Rule;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Waiver;
import org.imprimatur.policies.yaml.Node;
import org.imprimatur.policies.yaml.Source;

/** Turns the files of a bundle into policies: reads, merges over the baseline, compiles, tests. */
final class PolicyCompiler {
  private final Bundle bundle;
  private final PolicyFile baseline;
  private final Demands demands;
  private final Conditions conditions;

  /**
   * @param installed what is installed beside the policies; empty where that is not known
   */
  PolicyCompiler(Bundle bundle, Optional<Installed> installed) {
    this.bundle = bundle;
    this.baseline = PolicyReader.read(bundle.baseline());
    this.demands = new Demands(installed);
    this.conditions = new Conditions(categories(baseline.settings(), installed));
    demands.kind(baseline, Header.Kind.BASELINE);
    demands.defaults(baseline);
    demands.installed(baseline.settings());
    rules(baseline.clauses());
  }

  PolicyFile baseline() {
    return baseline;
  }

  /**
   * @param name the tenant that the file's name stands for
   */
  CompiledPolicy compile(String name, Source source) {
    PolicyFile tenant = PolicyReader.read(source);
    demands.kind(tenant, Header.Kind.TENANT);
    demands.name(tenant, name);
    List<PolicyFile> layers = new ArrayList<>(List.of(baseline));
    tenant.header().profile().ifPresent(node -> layers.add(profile(node)));
    layers.add(tenant);
    CompiledPolicy policy = new CompiledPolicy(parts(layers));
    demands.tests(policy);
    return policy;
  }

  private CompiledPolicy.Parts parts(List<PolicyFile> layers) {
    PolicyFile tenant = layers.get(layers.size() - 1);
    Settings settings = Settings.NONE;
    Clauses clauses = Clauses.NONE;
    for (PolicyFile layer : layers) {
      demands.granted(baseline.settings(), layer.settings());
      settings = settings.tightenedBy(layer.settings());
      clauses = clauses.followedBy(layer.clauses());
    }
    demands.complete(settings, tenant);
    demands.installed(settings);
    return new CompiledPolicy.Parts(
        tenant,
        digest(layers, clauses),
        settings,
        new CompiledPolicy.Weights(rules(clauses), termLists(clauses), waivers(clauses, settings)));
  }

  private PolicyFile profile(Node node) {
    String name = ((Node.Scalar) node).text();
    ConfigurationException unreadable = bundle.profiles().bad().get(name);
    if (unreadable != null) {
      throw unreadable;
    }
    Source source = bundle.profiles().good().get(name);
    if (source == null) {
      throw node.place()
          .error(
              "there is no profile \"%s\"".formatted(name),
              "Choose one of %s, or add profiles/%s.yaml."
                  .formatted(String.join(", ", bundle.profiles().good().keySet()), name));
    }
    PolicyFile profile = PolicyReader.read(source);
    demands.kind(profile, Header.Kind.PROFILE);
    demands.name(profile, name);
    return profile;
  }

  private List<CompiledRule> rules(Clauses clauses) {
    List<CompiledRule> compiled = new ArrayList<>();
    for (Rule rule : clauses.rules()) {
      Condition condition = conditions.compile(rule.when());
      demands.measurable(condition);
      compiled.add(new CompiledRule(rule, condition));
    }
    return compiled;
  }

  private List<TermList> termLists(Clauses clauses) {
    return clauses.blocklists().stream()
        .map(
            list ->
                TermList.of(
                    list,
                    list.file().isEmpty() ? list.terms() : lines(list, list.file()),
                    list.exceptFile().isEmpty() ? list.except() : lines(list, list.exceptFile())))
        .toList();
  }

  private List<String> lines(Blocklist list, String file) {
    return source(list, file).lines().stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private Source source(Blocklist list, String file) {
    String name = file.replaceFirst("\\.txt$", "");
    ConfigurationException unreadable = bundle.blocklists().bad().get(name);
    if (unreadable != null) {
      throw unreadable;
    }
    Source source = bundle.blocklists().good().get(name);
    if (source == null || !file.endsWith(".txt")) {
      throw list.place()
          .error(
              "there is no blocklist \"%s\"".formatted(file),
              "Write the name of a file in blocklists/, such as brands.txt, and add the file.");
    }
    return source;
  }

  private List<CompiledWaiver> waivers(Clauses clauses, Settings settings) {
    boolean approvable = baseline.settings().find("approval.approvers").isPresent();
    List<CompiledWaiver> compiled = new ArrayList<>();
    for (Waiver waiver : clauses.waivers()) {
      Condition scope = conditions.compile(waiver.scope());
      demands.noScores(scope);
      demands.approval(waiver, approvable ? settings : Settings.NONE);
      compiled.add(CompiledWaiver.of(waiver, scope, settings));
    }
    return compiled;
  }

  /** Over every file that the policy was made from, in a fixed order. */
  private Sha256 digest(List<PolicyFile> layers, Clauses clauses) {
    StringBuilder manifest = new StringBuilder();
    for (PolicyFile layer : layers) {
      manifest.append(layer.header().kind()).append(' ').append(layer.source().digest().hex());
      manifest.append('\n');
    }
    SortedMap<String, String> lists = new TreeMap<>();
    for (Blocklist list : clauses.blocklists()) {
      for (String file : List.of(list.file(), list.exceptFile())) {
        if (!file.isEmpty()) {
          lists.put(file, source(list, file).digest().hex());
        }
      }
    }
    lists.forEach((file, digest) -> manifest.append(file).append(' ').append(digest).append('\n'));
    return Sha256.ofText(manifest.toString());
  }

  private static SortedSet<Category> categories(Settings settings, Optional<Installed> installed) {
    SortedSet<Category> categories =
        Stream.of(
                Category.DEEPFAKE,
                Category.FACE,
                Category.INJECTION,
                Category.OBFUSCATION,
                Category.UNSUPPORTED_LANGUAGE)
            .collect(Collectors.toCollection(TreeSet::new));
    categories.addAll(Category.HARMS);
    settings.named("prompt").forEach(id -> categories.add(new Category(id)));
    settings.named("output").forEach(id -> categories.add(new Category(id)));
    installed.ifPresent(
        detectors -> {
          categories.addAll(detectors.inTexts());
          categories.addAll(detectors.inImages());
        });
    return categories;
  }
}
