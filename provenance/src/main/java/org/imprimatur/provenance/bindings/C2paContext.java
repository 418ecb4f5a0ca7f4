package org.imprimatur.provenance.bindings;

import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.util.Optional;
import org.imprimatur.provenance.formats.ByteSource;

/** Settings and signer under which readers and builders work. Close it after them. */
public final class C2paContext implements AutoCloseable {
  private final C2paLibrary library;
  private final Pointer handle;
  private final Failures failures;

  /** The library keeps its address, so the collector must not take it before the context ends. */
  private final Optional<C2paSymbols.Sign> callback;

  private C2paContext(
      C2paLibrary library, Pointer handle, Failures failures, Optional<C2paSymbols.Sign> callback) {
    this.library = library;
    this.handle = handle;
    this.failures = failures;
    this.callback = callback;
  }

  static C2paContext open(C2paLibrary library, String settings, Optional<C2paSigner> signer) {
    Failures failures = new Failures();
    Optional<C2paSymbols.Sign> callback = signer.map(who -> callback(who, failures));
    C2paSymbols symbols = library.symbols();
    Pointer builder = library.present(symbols::c2pa_context_builder_new);
    boolean consumed = false;
    try {
      applySettings(library, builder, settings);
      if (signer.isPresent()) {
        applySigner(library, builder, signer.get(), callback.orElseThrow());
      }
      consumed = true;
      Pointer handle = library.present(() -> symbols.c2pa_context_builder_build(builder));
      return new C2paContext(library, handle, failures, callback);
    } finally {
      if (!consumed) {
        symbols.c2pa_free(builder);
      }
    }
  }

  private static void applySettings(C2paLibrary library, Pointer builder, String settings) {
    C2paSymbols symbols = library.symbols();
    Pointer values = library.present(symbols::c2pa_settings_new);
    try {
      library.succeeded(symbols.c2pa_settings_update_from_string(values, settings, "json"));
      library.succeeded(symbols.c2pa_context_builder_set_settings(builder, values));
    } finally {
      symbols.c2pa_free(values);
    }
  }

  private static void applySigner(
      C2paLibrary library, Pointer builder, C2paSigner signer, C2paSymbols.Sign callback) {
    C2paSymbols symbols = library.symbols();
    String stamper = signer.stamper().map(Object::toString).orElse(null);
    Pointer handle =
        library.present(
            () ->
                symbols.c2pa_signer_create(
                    null, callback, signer.number(), signer.certificates(), stamper));
    library.succeeded(symbols.c2pa_context_builder_set_signer(builder, handle));
  }

  private static C2paSymbols.Sign callback(C2paSigner signer, Failures failures) {
    return (context, data, length, out, room) ->
        failures.guard(
            () -> {
              byte[] signature = signer.key().sign(data.getByteArray(0, Math.toIntExact(length)));
              if (signature.length > room) {
                throw new IllegalStateException(
                    "a signature of %d bytes does not fit into %d"
                        .formatted(signature.length, room));
              }
              out.write(0, signature, 0, signature.length);
              return signature.length;
            });
  }

  /** Starts a manifest as {@code definition}, JSON, says. */
  public C2paBuilder builder(String definition) {
    return C2paBuilder.open(this, definition);
  }

  /**
   * Reads and validates the credentials of {@code file}.
   *
   * @throws C2paError if there are none, or they cannot be read
   */
  public C2paReader reader(String mediaType, ByteSource file) {
    return C2paReader.open(this, mediaType, file);
  }

  C2paLibrary library() {
    return library;
  }

  Pointer handle() {
    return handle;
  }

  Failures failures() {
    return failures;
  }

  @Override
  public void close() {
    try {
      library.symbols().c2pa_free(handle);
    } finally {
      Reference.reachabilityFence(callback);
    }
  }
}
