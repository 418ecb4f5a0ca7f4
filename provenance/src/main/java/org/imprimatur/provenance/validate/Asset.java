package org.imprimatur.provenance.validate;

import java.util.List;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.formats.Range;

/**
 * The file whose credentials are validated.
 *
 * @param places the bytes that hold the manifest store
 * @param remarks what is odd about the container
 */
public record Asset(ByteSource file, List<Range> places, List<String> remarks) {
  public Asset {
    places = List.copyOf(places);
    remarks = List.copyOf(remarks);
  }
}
