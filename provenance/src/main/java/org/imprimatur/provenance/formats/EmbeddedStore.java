package org.imprimatur.provenance.formats;

import java.util.List;
import org.imprimatur.api.Bytes;

/**
 * A manifest store as it lies in a file.
 *
 * @param content the JUMBF superbox
 * @param places the bytes of the file that hold it, with the container's own heads; in order
 */
public record EmbeddedStore(Bytes content, List<Range> places) {
  public EmbeddedStore {
    places = List.copyOf(places);
  }
}
