package signet.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import signet.server.LocalAdministration;
import signet.server.SignetServer;
import signet.server.admin.Administration;
import signet.server.admin.KeyAdministration;
import signet.server.client.ClientSettings;
import signet.server.config.ConfigLoader;
import signet.server.config.ServerConfig;
import signet.server.session.Channel;

/**
 * What the demo plays on: a temporary folder, a real server on it and a sample API before it.
 * Closing it, or the end of the process, takes all of it away. Thread-safe.
 */
final class Stage implements AutoCloseable {
  static final String USER = "alice";
  // The user exists in a temporary folder, behind a server on loopback, while the demo runs.
  static final String PASSWORD = "correct horse battery staple";
  static final Duration USUAL_LIFETIME = Duration.ofMinutes(15);

  private final Path folder;
  private @Nullable SignetServer server;
  private @Nullable SampleApi api;
  private boolean closed;

  private Stage(Path folder) {
    this.folder = folder;
  }

  static Stage create() throws IOException {
    Stage stage = new Stage(Files.createTempDirectory("signet-demo-"));
    Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "demo-stop"));
    return stage;
  }

  /** Adds the demo's user, straight to the data folder. */
  synchronized void addUser() throws IOException {
    try (Administration administration = LocalAdministration.open(config(USUAL_LIFETIME, 0))) {
      administration.users().add(USER, PASSWORD, Set.of("clerk"));
    }
  }

  /** Starts server and API, or starts them again on their ports, with tokens that live so long. */
  synchronized void start(Duration tokenLifetime) throws IOException {
    int serverPort = server == null ? 0 : issuer().getPort();
    int apiPort = api == null ? 0 : api().getPort();
    stop();
    server = SignetServer.start(config(tokenLifetime, serverPort));
    api = SampleApi.start(URI.create(server.issuer()), apiPort);
  }

  /** Adds a client that may hear of revocations, through the server's socket; gives its secret. */
  synchronized String addVerifier(String name) throws IOException {
    try (Administration administration = LocalAdministration.open(config(USUAL_LIFETIME, 0))) {
      return administration
          .clients()
          .add(
              name,
              Map.of(
                  ClientSettings.CHANNEL,
                  Channel.CONFIDENTIAL.word(),
                  ClientSettings.VERIFIER,
                  "true"))
          .secret()
          .orElseThrow();
    }
  }

  /** What an operator does meanwhile, through the server's socket. */
  synchronized <T> T operate(Function<KeyAdministration, T> operation) throws IOException {
    try (Administration administration = LocalAdministration.open(config(USUAL_LIFETIME, 0))) {
      return operation.apply(administration.keys());
    }
  }

  /** The server's address, which is the issuer of its tokens too. */
  synchronized URI issuer() {
    return URI.create(running(server).issuer());
  }

  /** The protected resource of the API. */
  synchronized URI api() {
    return running(api).address();
  }

  Path folder() {
    return folder;
  }

  private static <T> T running(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the stage is not started");
    }
    return part;
  }

  private ServerConfig config(Duration tokenLifetime, int port) throws IOException {
    // An empty file of its own, so that no signet.yaml of the working folder takes part.
    Path file = Files.write(folder.resolve("signet.yaml"), List.of());
    Map<String, String> flags =
        Map.of(
            "data",
            folder.resolve("data").toString(),
            "port",
            Integer.toString(port),
            "management.port",
            "0",
            "tokens.access.lifetime",
            tokenLifetime.toSeconds() + "s",
            "session.repeat-window",
            SessionChapter.REPEAT_WINDOW.toSeconds() + "s",
            "keys.max-age",
            KeyChapter.MAX_AGE.toSeconds() + "s",
            "keys.margin",
            "1s");
    return ConfigLoader.load(Optional.of(file), Map.of(), flags);
  }

  private void stop() {
    if (api != null) {
      api.close();
      api = null;
    }
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove " + folder, e);
    }
  }
}
