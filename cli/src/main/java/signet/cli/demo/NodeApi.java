package signet.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service in Node, a process of its own, where Node and the built package are at hand: those in
 * {@code express/demo}.
 */
final class NodeApi implements AutoCloseable {
  private static final long START_SECONDS = 20;
  private static final String ORDERS = "express/demo/orders.js";
  private static final String STOCK = "express/demo/stock.js";
  private static final String PACKAGE = "express/service/dist/esm/index.js";
  private static final String EXPRESS = "express/node_modules/express/package.json";

  private final Process process;
  private final URI address;

  private NodeApi(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts the orders, for access tokens; empty where it is not built, or cannot run here. */
  static Optional<NodeApi> start(URI issuer, String clientId, String secret) {
    // Not arguments: those are for everybody on the machine to see.
    return start(
        ORDERS,
        Map.of("ISSUER", issuer.toString(), "CLIENT_ID", clientId, "CLIENT_SECRET", secret));
  }

  /** Starts the stock, for the transaction tokens of a gateway; empty as {@link #start} is. */
  static Optional<NodeApi> behindGateway(URI gateway, String trustDomain) {
    return start(STOCK, Map.of("GATEWAY", gateway.toString(), "TRUST_DOMAIN", trustDomain));
  }

  private static Optional<NodeApi> start(String script, Map<String, String> environment) {
    String root = System.getProperty("signet.root", "");
    if (root.isEmpty() || !isBuilt(Path.of(root), script)) {
      return Optional.empty();
    }
    ProcessBuilder node = new ProcessBuilder("node", Path.of(root).resolve(script).toString());
    node.environment().putAll(environment);
    node.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = node.start();
    } catch (IOException e) {
      return Optional.empty();
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "demo-node-stop"));
    String ready = firstLine(process);
    if (ready == null || !ready.startsWith("http://")) {
      process.destroyForcibly();
      return Optional.empty();
    }
    return Optional.of(new NodeApi(process, URI.create(ready)));
  }

  private static boolean isBuilt(Path root, String script) {
    return Files.exists(root.resolve(script))
        && Files.exists(root.resolve(PACKAGE))
        && Files.exists(root.resolve(EXPRESS));
  }

  /** Where it listens; null where it ends, or takes too long, before it does. */
  private static @Nullable String firstLine(Process process) {
    BufferedReader output = process.inputReader(UTF_8);
    CompletableFuture<@Nullable String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return output.readLine();
              } catch (IOException e) {
                return null;
              }
            });
    return line.completeOnTimeout(null, START_SECONDS, TimeUnit.SECONDS).join();
  }

  /** The address of the protected resource. */
  URI address() {
    return address;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
