package org.imprimatur.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fences of docs/architecture.md. */
class FencesTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("tests.jar"))
          .importPackages("org.imprimatur");

  private static final List<String> SIBLINGS =
      List.of("policies", "safety", "generator", "provenance", "audit");

  @Test
  void all_modules_are_looked_at() {
    for (String module : SIBLINGS) {
      assertThat(OURS).anyMatch(it -> it.getPackageName().startsWith("org.imprimatur." + module));
    }
  }

  @Test
  void the_api_knows_the_jdk_alone() {
    classes()
        .that()
        .resideInAPackage("org.imprimatur.api..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.imprimatur.api..", "org.jspecify..")
        .check(OURS);
  }

  @Test
  void siblings_never_meet() {
    for (String module : SIBLINGS) {
      String[] others =
          SIBLINGS.stream()
              .filter(other -> !other.equals(module))
              .map(other -> "org.imprimatur." + other + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("org.imprimatur." + module + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("org.imprimatur.routes..", "org.imprimatur.gateway..")
          .check(OURS);
    }
  }

  @Test
  void the_component_does_not_know_the_gateway() {
    noClasses()
        .that()
        .resideInAPackage("org.imprimatur.routes..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.imprimatur.gateway..")
        .check(OURS);
  }

  @Test
  void foreign_types_stay_where_they_are_allowed() {
    Map<String, String[]> allowed =
        Map.ofEntries(
            Map.entry("org.apache.camel..", packages("routes", "gateway.http")),
            Map.entry("io.opentelemetry..", packages("routes", "gateway")),
            Map.entry("io.vertx..", packages("gateway.http")),
            Map.entry("org.keycloak..", packages("gateway.auth")),
            Map.entry("picocli..", packages("gateway")),
            Map.entry("ai.onnxruntime..", packages("generator.onnx", "safety.onnx")),
            Map.entry("org.bouncycastle..", packages("provenance", "audit")),
            Map.entry("org.snakeyaml..", packages("policies")),
            Map.entry("dev.cel..", packages("policies.cel")),
            Map.entry("com.google.crypto.tink..", packages("audit")),
            Map.entry("org.apache.lucene..", packages("audit.search")),
            Map.entry("java.sql..", packages("audit.postgres")),
            Map.entry("org.flywaydb..", packages("audit.postgres")),
            Map.entry("com.sun.jna..", packages("provenance.bindings")));
    allowed.forEach(
        (foreign, ours) ->
            noClasses()
                .that()
                .resideOutsideOfPackages(ours)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(foreign)
                .check(OURS));
  }

  @Test
  void no_public_method_shows_the_inference_runtime() {
    DescribedPredicate<JavaClass> runtime = resideInAPackage("ai.onnxruntime..");
    noMethods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackages("org.imprimatur.generator.onnx..", "org.imprimatur.safety.onnx..")
        .should()
        .haveRawReturnType(runtime)
        .check(OURS);
  }

  @Test
  void pictures_are_decoded_in_few_places() {
    noClasses()
        .that()
        .resideInAnyPackage("org.imprimatur.api..", "org.imprimatur.policies..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.awt..", "javax.imageio..")
        .check(OURS);
  }

  private static String[] packages(String... names) {
    return java.util.Arrays.stream(names)
        .map(name -> "org.imprimatur." + name + "..")
        .toArray(String[]::new);
  }
}
