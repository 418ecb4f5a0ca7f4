package org.imprimatur.gateway.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "imprimatur " + (version == null ? "(not packaged)" : version),
      "JVM " + System.getProperty("java.version")
    };
  }
}
