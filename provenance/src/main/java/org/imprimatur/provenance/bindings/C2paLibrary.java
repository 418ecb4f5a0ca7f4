package org.imprimatur.provenance.bindings;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.imprimatur.api.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The official C2PA library, loaded into this process for its whole life. Thread-safe: every object
 * that it makes belongs to one thread at a time, and the library itself to all.
 */
public final class C2paLibrary {
  /** The version of {@code libc2pa_c} whose interface these bindings follow. */
  public static final String SUPPORTED = "0.91";

  private static final String NAME = "c2pa-c-ffi/";

  private final C2paSymbols symbols;
  private final String version;

  private C2paLibrary(C2paSymbols symbols, String version) {
    this.symbols = symbols;
    this.version = version;
  }

  /**
   * Loads {@code file}, for instance {@code libc2pa_c.so}.
   *
   * @throws ConfigurationException if it is missing, is not that library, or has a version other
   *     than {@value #SUPPORTED}
   */
  public static C2paLibrary open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw refused(
          file,
          "there is no such file",
          "install the official C2PA library (it is in the wheel of c2pa-python, folder"
              + " c2pa/libs) and give its path, or choose provenance.engine: java",
          null);
    }
    try {
      C2paSymbols symbols =
          Native.load(
              file.toAbsolutePath().toString(),
              C2paSymbols.class,
              Map.of(Library.OPTION_STRING_ENCODING, StandardCharsets.UTF_8.name()));
      C2paLibrary library = new C2paLibrary(symbols, version(symbols));
      library.requireSupported(file);
      return library;
    } catch (UnsatisfiedLinkError e) {
      throw refused(
          file,
          "it cannot be loaded as the official C2PA library (%s)".formatted(e.getMessage()),
          "use the build for this platform (%s; on Linux it needs glibc)"
              .formatted(System.getProperty("os.name") + " " + System.getProperty("os.arch")),
          e);
    }
  }

  private static String version(C2paSymbols symbols) {
    Pointer text = symbols.c2pa_version();
    if (text == null) {
      return "";
    }
    try {
      return text.getString(0, StandardCharsets.UTF_8.name());
    } finally {
      symbols.c2pa_free(text);
    }
  }

  private void requireSupported(Path file) {
    if (!version.startsWith(NAME + SUPPORTED + ".")) {
      throw refused(
          file,
          "it is version '%s'".formatted(version),
          "these bindings follow %s%s".formatted(NAME, SUPPORTED),
          null);
    }
  }

  private static ConfigurationException refused(
      Path file, String what, String advice, @Nullable Throwable cause) {
    String message =
        "%s: the official C2PA library cannot be used: %s; %s".formatted(file, what, advice);
    return cause == null
        ? new ConfigurationException(message)
        : new ConfigurationException(message, cause);
  }

  /** What the library says of itself, for instance {@code c2pa-c-ffi/0.91.3 c2pa-rs/0.91.3}. */
  public String version() {
    return version;
  }

  /** The media types whose credentials can be read. */
  public List<String> readableTypes() {
    return types(symbols::c2pa_reader_supported_mime_types);
  }

  /** The media types of the files that can be signed. */
  public List<String> signableTypes() {
    return types(symbols::c2pa_builder_supported_mime_types);
  }

  /**
   * A context without a signer.
   *
   * @param settings JSON, see the library's documentation of settings
   */
  public C2paContext context(String settings) {
    return C2paContext.open(this, settings, Optional.empty());
  }

  /** A context whose builders sign with {@code signer}. */
  public C2paContext context(String settings, C2paSigner signer) {
    return C2paContext.open(this, settings, Optional.of(signer));
  }

  C2paSymbols symbols() {
    return symbols;
  }

  /** The result of a function that gives a pointer, or the error that it left. */
  Pointer present(Supplier<@Nullable Pointer> call) {
    Pointer result = call.get();
    if (result == null) {
      throw error();
    }
    return result;
  }

  /** Takes the result of a function that gives a negative number for an error. */
  long succeeded(long result) {
    if (result < 0) {
      throw error();
    }
    return result;
  }

  /** A text that the library gave away, freed. */
  String text(Supplier<@Nullable Pointer> call) {
    Pointer text = present(call);
    try {
      return text.getString(0, StandardCharsets.UTF_8.name());
    } finally {
      symbols.c2pa_free(text);
    }
  }

  /** The last error of this thread. */
  private C2paError error() {
    Pointer text = symbols.c2pa_error();
    if (text == null) {
      return new C2paError("Unknown: the library named no error");
    }
    try {
      return new C2paError(text.getString(0, StandardCharsets.UTF_8.name()));
    } finally {
      symbols.c2pa_free(text);
    }
  }

  private interface Listing {
    @Nullable Pointer of(NativeLongByReference count);
  }

  private List<String> types(Listing listing) {
    NativeLongByReference count = new NativeLongByReference();
    Pointer strings = present(() -> listing.of(count));
    long size = count.getValue().longValue();
    try {
      return List.of(strings.getStringArray(0, (int) size, StandardCharsets.UTF_8.name()));
    } finally {
      symbols.c2pa_free_string_array(strings, size);
    }
  }
}
