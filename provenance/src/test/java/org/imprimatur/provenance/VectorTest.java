package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class VectorTest {
  private static final Instant AT = Instant.parse("2026-11-25T00:00:00Z");

  @TestFactory
  Stream<DynamicTest> everyVectorHasTheStateAndCodesOfTheOfficialToolkit() {
    Optional<Vectors> vectors = Vectors.find();
    Assumptions.assumeTrue(
        vectors.isPresent(),
        "no test vectors: ../shared/c2pa-vectors is not beside the repository");
    TrustAnchors anchors = vectors.orElseThrow().anchors();
    return vectors.orElseThrow().all().stream()
        .map(
            expected ->
                dynamicTest(
                    expected.file(),
                    () -> check(expected, vectors.orElseThrow().read(expected.file()), anchors)));
  }

  private static void check(Vectors.Expected expected, byte[] file, TrustAnchors anchors) {
    ValidationReport untrusted = C2paValidator.validate(file, TrustAnchors.none(), AT);
    ValidationReport trusted = C2paValidator.validate(file, anchors, AT);

    assertThat(List.of(untrusted.state().text(), trusted.state().text()))
        .as(trusted.reason())
        .containsExactly(expected.untrusted(), expected.trusted());
    assertThat(trusted.results().failureCodes()).containsAll(expected.failures());
  }
}
