package org.imprimatur.provenance.formats;

import java.util.List;
import java.util.Optional;
import org.imprimatur.provenance.cbor.MalformedContent;

/** A file format that can carry a manifest store (C2PA 2.4, appendix A.3). Stateless. */
public sealed interface Container permits PngContainer, JpegContainer, WebpContainer {
  /** The formats that this engine knows. */
  List<Container> ALL = List.of(new PngContainer(), new JpegContainer(), new WebpContainer());

  /** The largest manifest store that is read. */
  int MAX_STORE = 32 << 20;

  /** The format of {@code file} by its first bytes. */
  static Optional<Container> of(ByteSource file) {
    return ALL.stream().filter(container -> container.recognises(file)).findFirst();
  }

  String mediaType();

  boolean recognises(ByteSource file);

  /**
   * Finds the manifest store.
   *
   * @throws MalformedContent if the file breaks its format or holds more than one store
   */
  Optional<EmbeddedStore> find(ByteSource file);

  /**
   * Plans a file whose manifest store has {@code storeSize} bytes. A store that the file already
   * holds is left out.
   */
  Frame frame(ByteSource file, int storeSize);

  /** The manifest store with the container's heads, as long as {@link Frame#manifest} says. */
  byte[] wrap(byte[] store);

  /** Refuses a store that is too large to be read. */
  static int checkedStoreSize(long size) {
    if (size > MAX_STORE) {
      throw new MalformedContent("a manifest store of more than " + MAX_STORE + " bytes");
    }
    return (int) size;
  }
}
