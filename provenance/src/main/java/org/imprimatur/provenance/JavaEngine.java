package org.imprimatur.provenance;

import java.io.OutputStream;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.manifest.ManifestWriter.Order;
import org.imprimatur.provenance.manifest.ManifestWriter.Written;
import org.imprimatur.provenance.validate.Terms;

/** The engine in pure Java: {@link ManifestWriter} and {@link C2paValidator}. Thread-safe. */
public final class JavaEngine implements ProvenanceEngine {
  private final ManifestWriter writer;

  public JavaEngine(ManifestWriter writer) {
    this.writer = writer;
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Written write(Order order, ByteSource file, OutputStream out) {
    return writer.write(order, file, out);
  }

  @Override
  public ValidationReport validate(ByteSource file, Terms terms) {
    return C2paValidator.validate(file, terms);
  }

  @Override
  public String crJson(ByteSource file, Terms terms) {
    return C2paValidator.crJson(file, terms);
  }
}
