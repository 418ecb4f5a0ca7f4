package org.imprimatur.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Size;
import org.imprimatur.gateway.auth.TokenAuthenticator;
import org.imprimatur.routes.LocalGate;

/** The gateway's HTTP server: Camel Main with the gate's route and the edge's routes. */
public final class GatewayServer implements AutoCloseable {
  private static final String ROUTES =
      "classpath:org/imprimatur/routes/gate.camel.yaml,"
          + "classpath:org/imprimatur/gateway/http.camel.yaml";
  static final long MAX_BODY = 1L << 20;

  /** Requests wait for the generator on these threads, so there are more of them than cores. */
  private static final int WORKERS = 64;

  private static final int SHUTDOWN_SECONDS = 20;

  private final Main camel = new Main();
  private final EditsEndpoint edits;
  private final ReviewsEndpoint reviews;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Vertx vertx;
  private final Address address;

  /** Where the server listens; port 0 takes a free one. */
  public record Address(String host, int port) {}

  public GatewayServer(LocalGate gate, TokenAuthenticator authenticator, Address address) {
    this.address = address;
    vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS));
    camel.bind("vertx", vertx);
    camel.bind("gate", gate.gate());
    camel.bind("edgeHeaders", new EdgeHeaders());
    ImagesDesk desk = new ImagesDesk(gate.tickets(), gate.tracer());
    ImagesRequest.Defaults defaults =
        new ImagesRequest.Defaults(LocalGate.STARTER, new Size(256, 256));
    camel.bind("imagesApi", new ImagesApi(authenticator, desk, defaults));
    edits =
        new EditsEndpoint(
            vertx,
            authenticator,
            new EditsApi(
                desk, new EditsRequest.Pictures(gate.revisions(), gate.models()), defaults));
    reviews = new ReviewsEndpoint(vertx, authenticator, new ReviewsApi(gate, Clock.systemUTC()));
    camel.bind("modelsApi", new ModelsApi(authenticator, gate.models()));
    camel.bind("healthApi", new HealthApi(gate.checks(), gate.warnings()));
    camel
        .configure()
        .withName("imprimatur")
        .withRoutesIncludePattern(ROUTES)
        .withShutdownTimeout(SHUTDOWN_SECONDS)
        .httpServer()
        .withEnabled(true)
        .withHost(address.host())
        .withPort(address.port())
        .withMaxBodySize(MAX_BODY);
  }

  /**
   * Starts listening.
   *
   * @throws ConfigurationException if the address cannot be bound
   */
  public void start() {
    try {
      camel.start();
    } catch (Exception e) {
      close();
      throw new ConfigurationException(
          "the gateway could not listen on %s port %d: %s; is the port in use?"
              .formatted(address.host(), address.port(), rootOf(e).getMessage()),
          e);
    }
    Router router =
        VertxPlatformHttpRouter.lookup(
            camel.getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(address.port()));
    EdgeErrors.install(router);
    edits.install(router, camel.getCamelContext().createProducerTemplate());
    reviews.install(router);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "imprimatur-shutdown"));
  }

  public int port() {
    VertxPlatformHttpServer server =
        camel.getCamelContext().hasService(VertxPlatformHttpServer.class);
    return server == null ? address.port() : server.getServer().actualPort();
  }

  /** Blocks until the server is closed. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    if (ended.getCount() > 0) {
      camel.stop();
      vertx.close();
      ended.countDown();
    }
  }

  private static Throwable rootOf(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e : rootOf(cause);
  }
}
