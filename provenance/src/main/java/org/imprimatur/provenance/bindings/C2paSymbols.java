package org.imprimatur.provenance.bindings;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/** The functions of the C interface as they are; deprecated ones are left out. */
interface C2paSymbols extends Library {
  /** {@code intptr_t (*)(void *context, uint8_t *data, intptr_t length)}, to read or to write. */
  interface Transfer extends Callback {
    long invoke(@Nullable Pointer context, Pointer data, long length);
  }

  /** {@code intptr_t (*)(void *context, intptr_t offset, int mode)}. */
  interface Seek extends Callback {
    long invoke(@Nullable Pointer context, long offset, int mode);
  }

  /** {@code intptr_t (*)(void *context)}. */
  interface Flush extends Callback {
    long invoke(@Nullable Pointer context);
  }

  /** Signs data into a buffer and tells the length of the signature. */
  interface Sign extends Callback {
    long invoke(@Nullable Pointer context, Pointer data, long length, Pointer out, long room);
  }

  @Nullable Pointer c2pa_version();

  @Nullable Pointer c2pa_error();

  int c2pa_free(Pointer any);

  void c2pa_free_string_array(Pointer strings, long count);

  @Nullable Pointer c2pa_create_stream(
      @Nullable Pointer context, Transfer read, Seek seek, Transfer write, Flush flush);

  void c2pa_release_stream(Pointer stream);

  @Nullable Pointer c2pa_settings_new();

  int c2pa_settings_update_from_string(Pointer settings, String text, String format);

  @Nullable Pointer c2pa_context_builder_new();

  int c2pa_context_builder_set_settings(Pointer builder, Pointer settings);

  int c2pa_context_builder_set_signer(Pointer builder, Pointer signer);

  @Nullable Pointer c2pa_context_builder_build(Pointer builder);

  @Nullable Pointer c2pa_signer_create(
      @Nullable Pointer context,
      Sign callback,
      int algorithm,
      String certificates,
      @Nullable String stamper);

  @Nullable Pointer c2pa_builder_from_context(Pointer context);

  @Nullable Pointer c2pa_builder_with_definition(Pointer builder, String json);

  int c2pa_builder_set_intent(Pointer builder, int intent, int sourceType);

  void c2pa_builder_set_no_embed(Pointer builder);

  int c2pa_builder_set_remote_url(Pointer builder, String url);

  int c2pa_builder_add_action(Pointer builder, String json);

  int c2pa_builder_add_resource(Pointer builder, String uri, Pointer stream);

  int c2pa_builder_add_ingredient_from_stream(
      Pointer builder, String json, String mediaType, Pointer stream);

  long c2pa_builder_sign_context(
      Pointer builder, String mediaType, Pointer in, Pointer out, PointerByReference manifest);

  @Nullable Pointer c2pa_builder_supported_mime_types(NativeLongByReference count);

  @Nullable Pointer c2pa_reader_from_context(Pointer context);

  @Nullable Pointer c2pa_reader_with_stream(Pointer reader, String mediaType, Pointer stream);

  @Nullable Pointer c2pa_reader_with_manifest_data_and_stream(
      Pointer reader, String mediaType, Pointer stream, byte[] manifest, long length);

  @Nullable Pointer c2pa_reader_json(Pointer reader);

  @Nullable Pointer c2pa_reader_detailed_json(Pointer reader);

  @Nullable Pointer c2pa_reader_crjson(Pointer reader);

  @Nullable Pointer c2pa_reader_remote_url(Pointer reader);

  boolean c2pa_reader_is_embedded(Pointer reader);

  long c2pa_reader_resource_to_stream(Pointer reader, String uri, Pointer stream);

  @Nullable Pointer c2pa_reader_supported_mime_types(NativeLongByReference count);
}
