package org.imprimatur.provenance.bindings;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.formats.ByteSource;

/** A manifest in the making. Used by one thread. */
public final class C2paBuilder implements AutoCloseable {
  /** The library writes its result over a copy of the file. */
  private static final int ROOM_FOR_MANIFEST = 1 << 16;

  private final C2paContext context;
  private final C2paLibrary library;
  private final Pointer handle;

  private C2paBuilder(C2paContext context, Pointer handle) {
    this.context = context;
    this.library = context.library();
    this.handle = handle;
  }

  static C2paBuilder open(C2paContext context, String definition) {
    C2paLibrary library = context.library();
    C2paSymbols symbols = library.symbols();
    Pointer empty = library.present(() -> symbols.c2pa_builder_from_context(context.handle()));
    // This call takes the empty builder over, also when it fails.
    Pointer handle = library.present(() -> symbols.c2pa_builder_with_definition(empty, definition));
    return new C2paBuilder(context, handle);
  }

  /** A signed file and its manifest store. */
  public record Signed(Bytes file, Bytes manifest) {}

  /** What a manifest is for; the library adds the actions that go with it. */
  public enum Intent {
    CREATE(0),
    EDIT(1),
    UPDATE(2);

    private final int number;

    Intent(int number) {
      this.number = number;
    }
  }

  /**
   * Lets the library choose actions by intent.
   *
   * @param sourceType its number in the C interface; 0 for none
   */
  public C2paBuilder intent(Intent intent, int sourceType) {
    library.succeeded(library.symbols().c2pa_builder_set_intent(handle, intent.number, sourceType));
    return this;
  }

  /** Adds an action, JSON. */
  public C2paBuilder action(String json) {
    library.succeeded(library.symbols().c2pa_builder_add_action(handle, json));
    return this;
  }

  /** Leaves the manifest out of the file. */
  public C2paBuilder withoutEmbedding() {
    library.symbols().c2pa_builder_set_no_embed(handle);
    return this;
  }

  /** Says in the file where its manifest is to be found. */
  public C2paBuilder remoteUrl(String url) {
    library.succeeded(library.symbols().c2pa_builder_set_remote_url(handle, url));
    return this;
  }

  /** Adds a thumbnail or another file that the definition names. */
  public C2paBuilder resource(String uri, ByteSource content) {
    return with(
        content,
        stream ->
            library.succeeded(library.symbols().c2pa_builder_add_resource(handle, uri, stream)));
  }

  /** Adds an ingredient with its own credentials, which the library validates. */
  public C2paBuilder ingredient(String json, String mediaType, ByteSource file) {
    return with(
        file,
        stream ->
            library.succeeded(
                library
                    .symbols()
                    .c2pa_builder_add_ingredient_from_stream(handle, json, mediaType, stream)));
  }

  private interface StreamUse {
    void with(Pointer stream);
  }

  private C2paBuilder with(ByteSource content, StreamUse use) {
    try (C2paStream stream = C2paStream.of(library, content, context.failures())) {
      use.with(stream.handle());
    } catch (C2paError e) {
      context.failures().rethrow();
      throw e;
    }
    return this;
  }

  /** Signs {@code file} with the context's signer. */
  public Signed sign(String mediaType, ByteSource file) {
    GrowingBytes target = new GrowingBytes(file.size() + ROOM_FOR_MANIFEST);
    PointerByReference manifest = new PointerByReference();
    try (C2paStream in = C2paStream.of(library, file, context.failures());
        C2paStream out = C2paStream.of(library, target, context.failures())) {
      long length =
          library.succeeded(
              library
                  .symbols()
                  .c2pa_builder_sign_context(
                      handle, mediaType, in.handle(), out.handle(), manifest));
      return new Signed(Bytes.of(target.toByteArray()), taken(manifest.getValue(), length));
    } catch (C2paError e) {
      context.failures().rethrow();
      throw e;
    }
  }

  private Bytes taken(Pointer bytes, long length) {
    try {
      return Bytes.of(bytes.getByteArray(0, Math.toIntExact(length)));
    } finally {
      library.symbols().c2pa_free(bytes);
    }
  }

  @Override
  public void close() {
    library.symbols().c2pa_free(handle);
  }
}
