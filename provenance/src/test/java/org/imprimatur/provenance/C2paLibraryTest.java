package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.bindings.NativeEngine;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Test;

class C2paLibraryTest {
  @Test
  void a_missing_library_is_an_error_at_start_that_says_how_to_get_it() {
    assertThatThrownBy(
            () -> NativeEngine.open(Path.of("/nowhere/libc2pa_c.so"), TrustAnchors.none()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/nowhere/libc2pa_c.so")
        .hasMessageContaining("there is no such file")
        .hasMessageContaining("c2pa-python")
        .hasMessageContaining("provenance.engine: java");
  }
}
