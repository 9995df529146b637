package oomlab.grade;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server for one person on this machine: on 127.0.0.1 alone, under an address with 128
 * random bits that nobody else knows. What it sends may run no script but its own files, and fetch
 * nothing from elsewhere.
 */
final class LocalServer implements AutoCloseable {
  private static final int BODY_BYTES = 64 * 1024;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Somebody else's picture runs nothing, also where it is opened by itself. */
  private static final String PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

  private final HttpServer server;
  private final ExecutorService threads;
  private final String path;

  /** What it answers to a request. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reply(int status, String type, byte[] bytes) {
    Reply(int status, String type, String text) {
      this(status, type, utf8(text));
    }
  }

  /** Answers requests, several at a time. */
  interface Answers {
    /**
     * Answers one.
     *
     * @param what the method and the path behind the secret one, such as {@code GET list}
     * @param body at most 64 KiB
     */
    Reply to(String what, byte[] body);
  }

  private LocalServer(HttpServer server, ExecutorService threads, String path) {
    this.server = server;
    this.threads = threads;
    this.path = path;
  }

  /**
   * Starts one.
   *
   * @param port 0 for any that is free
   * @throws IOException if the port is taken
   */
  static LocalServer open(int port, Answers answers) throws IOException {
    byte[] token = new byte[16];
    new SecureRandom().nextBytes(token);
    String path = "/" + HexFormat.of().formatHex(token) + "/";
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(here, port), 0);
    ExecutorService threads = Executors.newCachedThreadPool(LocalServer::daemon);
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(exchange, path, answers));
    server.start();
    return new LocalServer(server, threads, path);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "local-server");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns its address, which ends with a slash. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static void serve(HttpExchange exchange, String path, Answers answers)
      throws IOException {
    try (exchange) {
      String asked = exchange.getRequestURI().getPath();
      String start = asked.substring(0, Math.min(asked.length(), path.length()));
      boolean known = MessageDigest.isEqual(utf8(start), utf8(path));
      if (!known || !isLocal(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, new Reply(404, "text/plain", "There is nothing here.\n"));
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES + 1);
      String what = exchange.getRequestMethod() + " " + asked.substring(path.length());
      send(
          exchange,
          body.length > BODY_BYTES
              ? new Reply(413, "application/json", "{\"problem\": \"this is too long\"}")
              : answers.to(what, body));
    }
  }

  /** A page elsewhere whose name was made to point to this machine has another host. */
  private static boolean isLocal(@Nullable String host) {
    return host != null && host.matches("(127\\.0\\.0\\.1|localhost)(:\\d{1,5})?");
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.type());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Content-Security-Policy", reply.type().startsWith("image/") ? PICTURE : POLICY);
    exchange.sendResponseHeaders(reply.status(), reply.bytes().length);
    exchange.getResponseBody().write(reply.bytes());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
