package org.imprimatur.provenance.formats;

import java.util.List;
import org.imprimatur.api.Bytes;

/**
 * A manifest store as it lies in a file.
 *
 * @param content the JUMBF superbox
 * @param places the bytes of the file that hold it, with the container's own heads; in order
 * @param remarks what is odd about the container, for people; no hash covers it
 */
public record EmbeddedStore(Bytes content, List<Range> places, List<String> remarks) {
  public EmbeddedStore {
    places = List.copyOf(places);
    remarks = List.copyOf(remarks);
  }

  EmbeddedStore(Bytes content, List<Range> places) {
    this(content, places, List.of());
  }
}
