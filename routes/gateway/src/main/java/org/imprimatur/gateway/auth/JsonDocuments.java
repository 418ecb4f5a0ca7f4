package org.imprimatur.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads small JSON documents over HTTP: one attempt, five seconds for all of it, 256 KiB at most,
 * no redirects. Safe for use by many threads.
 */
final class JsonDocuments {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 256 * 1024;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * Reads the JSON object at {@code url}.
   *
   * @throws IOException for anything that keeps the document from being read whole
   */
  JsonNode read(URI url) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(url).timeout(PATIENCE).header("Accept", "application/json").build();
    HttpResponse<byte[]> response = await(request);
    if (response.statusCode() != 200) {
      throw new IOException(url + " answered with status " + response.statusCode());
    }
    JsonNode document = JSON.readTree(response.body());
    if (document == null || !document.isObject()) {
      throw new IOException(url + " did not answer with a JSON object");
    }
    return document;
  }

  private HttpResponse<byte[]> await(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, ignored -> new BoundedBody());
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(request.uri() + " did not answer within " + PATIENCE, e);
    } catch (ExecutionException e) {
      throw new IOException(request.uri() + " could not be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + request.uri(), e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Collects a body and gives up as soon as it grows too large. */
  private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      source.complete(subscription);
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        bytes.writeBytes(part);
      }
      if (bytes.size() > MAX_BYTES) {
        source.join().cancel();
        whole.completeExceptionally(new IOException("larger than " + MAX_BYTES + " bytes"));
      }
    }

    @Override
    public void onError(Throwable problem) {
      whole.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
      whole.complete(bytes.toByteArray());
    }
  }
}
