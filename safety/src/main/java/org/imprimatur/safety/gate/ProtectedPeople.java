package org.imprimatur.safety.gate;

/** The people whom tenants protect, as embeddings of the installed identity models. */
@FunctionalInterface
public interface ProtectedPeople {
  /** No tenant protects anybody. */
  ProtectedPeople NOBODY = (tenant, pack) -> new Faces.Known(KnownFaces.NONE);

  /** The faces that {@code tenant} protects, as {@code pack} sees them. */
  Faces of(String tenant, GatePack pack);

  /** What is known of a tenant's protected people. */
  sealed interface Faces {
    record Known(KnownFaces faces) implements Faces {}

    /**
     * The list is there, but cannot be compared.
     *
     * @param why for the finding; no names
     */
    record Unreadable(String why) implements Faces {}
  }
}
