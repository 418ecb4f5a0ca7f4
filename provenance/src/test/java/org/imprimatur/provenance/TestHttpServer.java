package org.imprimatur.provenance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A service on this machine that answers each body with another. */
final class TestHttpServer implements AutoCloseable {
  private final UnaryOperator<byte[]> answers;
  private final HttpServer server;
  private final AtomicInteger answered = new AtomicInteger();

  TestHttpServer(UnaryOperator<byte[]> answers) {
    this.answers = answers;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** A time-stamping authority. */
  static TestHttpServer stamping(TestStamper stamper) {
    return new TestHttpServer(stamper::answer);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  int answered() {
    return answered.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    answered.incrementAndGet();
    byte[] response = answers.apply(exchange.getRequestBody().readAllBytes());
    exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
    exchange.sendResponseHeaders(200, response.length);
    exchange.getResponseBody().write(response);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
