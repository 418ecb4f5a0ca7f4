package org.imprimatur.safety.gate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;

/**
 * A gate pack on a web server, file by file. All files together may have so many bytes;
 * redirections stay on https.
 */
final class PackDownload implements GateFiles {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration CONNECT = Duration.ofSeconds(20);

  /** Larger than any model that a gate can run in time. */
  static final long MOST_BYTES = 4L << 30;

  private final URI base;
  private long left;
  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT)
          .build();

  /**
   * @param url of the folder, or of the manifest in it
   */
  PackDownload(URI url) {
    this(url, MOST_BYTES);
  }

  PackDownload(URI url, long mostBytes) {
    left = mostBytes;
    String scheme = String.valueOf(url.getScheme());
    boolean plain = scheme.equals("http") && LOOPBACK.contains(String.valueOf(url.getHost()));
    if (!scheme.equals("https") && !plain) {
      throw new ConfigurationException(
          url + " is not https: a gate pack comes over a safe connection or from a folder");
    }
    String text = url.toString();
    String folder = text.endsWith(".json") ? text.substring(0, text.lastIndexOf('/')) : text;
    base = URI.create(folder.endsWith("/") ? folder : folder + "/");
  }

  @Override
  public InputStream open(String name) {
    URI file = file(name);
    HttpResponse<InputStream> response = answer(file);
    if (response.statusCode() != 200) {
      throw refused(response, file);
    }
    if (response.headers().firstValueAsLong("content-length").orElse(0) > left) {
      close(response);
      throw tooLarge(file);
    }
    return new Bounded(response.body(), file);
  }

  @Override
  public boolean holds(String name) {
    URI file = file(name);
    HttpResponse<InputStream> response = answer(file);
    if (response.statusCode() != 200 && response.statusCode() != 404) {
      throw refused(response, file);
    }
    close(response);
    return response.statusCode() == 200;
  }

  private URI file(String name) {
    URI file = base.resolve(URI.create(name));
    if (!file.toString().startsWith(base.toString())) {
      throw new ConfigurationException(describe(name) + " lies outside the pack");
    }
    return file;
  }

  private HttpResponse<InputStream> answer(URI file) {
    try {
      return client.send(
          HttpRequest.newBuilder(file).timeout(PATIENCE).build(),
          HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be fetched: %s".formatted(file, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException(file + " was not fetched: interrupted", e);
    }
  }

  private static ConfigurationException refused(HttpResponse<InputStream> response, URI file) {
    close(response);
    return new ConfigurationException(
        "%s answers %d: check the address".formatted(file, response.statusCode()));
  }

  private static void close(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ConfigurationException tooLarge(URI file) {
    return new ConfigurationException(
        "%s is larger than the %d bytes that the pack may still have: install it from a folder"
            .formatted(file, left));
  }

  /** Counts what comes, whatever the server promised. */
  private final class Bounded extends FilterInputStream {
    private final URI file;

    Bounded(InputStream in, URI file) {
      super(in);
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      int read = super.read(to, from, length);
      return counted(read, read);
    }

    private int counted(int result, int bytes) {
      if (result >= 0) {
        if (bytes > left) {
          throw tooLarge(file);
        }
        left -= bytes;
      }
      return result;
    }
  }

  @Override
  public String describe(String name) {
    return base + name;
  }

  @Override
  public Optional<java.nio.file.Path> path(String name) {
    return Optional.empty();
  }
}
