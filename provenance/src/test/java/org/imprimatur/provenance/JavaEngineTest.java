package org.imprimatur.provenance;

import org.imprimatur.provenance.trust.TrustAnchors;

class JavaEngineTest extends ProvenanceEngineContract {
  @Override
  ProvenanceEngine engine(TrustAnchors anchors) {
    return ProvenanceEngine.java();
  }
}
