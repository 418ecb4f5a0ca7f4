package org.imprimatur.provenance.bindings;

import com.sun.jna.Pointer;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.formats.ByteSource;

/** The credentials of a file as the library read and validated them. Used by one thread. */
public final class C2paReader implements AutoCloseable {
  private final C2paContext context;
  private final C2paLibrary library;
  private final Pointer handle;

  private C2paReader(C2paContext context, Pointer handle) {
    this.context = context;
    this.library = context.library();
    this.handle = handle;
  }

  static C2paReader open(C2paContext context, String mediaType, ByteSource file) {
    C2paLibrary library = context.library();
    C2paSymbols symbols = library.symbols();
    Pointer empty = library.present(() -> symbols.c2pa_reader_from_context(context.handle()));
    try (C2paStream stream = C2paStream.of(library, file, context.failures())) {
      // This call takes the empty reader over, also when it fails.
      Pointer handle =
          library.present(() -> symbols.c2pa_reader_with_stream(empty, mediaType, stream.handle()));
      return new C2paReader(context, handle);
    } catch (C2paError e) {
      context.failures().rethrow();
      throw e;
    }
  }

  /** Manifests and validation results. */
  public String json() {
    return library.text(() -> library.symbols().c2pa_reader_json(handle));
  }

  /** The same, box by box. */
  public String detailedJson() {
    return library.text(() -> library.symbols().c2pa_reader_detailed_json(handle));
  }

  /** The form of the conformance programme. */
  public String crJson() {
    return library.text(() -> library.symbols().c2pa_reader_crjson(handle));
  }

  /** Whether the manifest stands in the file itself. */
  public boolean isEmbedded() {
    return library.symbols().c2pa_reader_is_embedded(handle);
  }

  /** Where the file says that its manifest is; it is never fetched. */
  public Optional<String> remoteUrl() {
    Pointer text = library.symbols().c2pa_reader_remote_url(handle);
    return text == null ? Optional.empty() : Optional.of(library.text(() -> text));
  }

  /** A thumbnail or another file that the JSON names. */
  public Bytes resource(String uri) {
    GrowingBytes target = new GrowingBytes(1 << 12);
    try (C2paStream out = C2paStream.of(library, target, context.failures())) {
      library.succeeded(
          library.symbols().c2pa_reader_resource_to_stream(handle, uri, out.handle()));
      return Bytes.of(target.toByteArray());
    } catch (C2paError e) {
      context.failures().rethrow();
      throw e;
    }
  }

  @Override
  public void close() {
    library.symbols().c2pa_free(handle);
  }
}
