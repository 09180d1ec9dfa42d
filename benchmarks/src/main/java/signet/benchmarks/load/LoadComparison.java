package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the same load on Signet and on the peers that are named: on embedded databases, then on
 * PostgreSQL. Writes one JSON file; load and servers share the machine.
 */
public final class LoadComparison {
  private final Path results;
  private final Path launcher;
  private final Optional<Path> keycloak;
  private final Optional<Path> spring;
  private final JsonArray rows = new JsonArray();

  /**
   * A comparison.
   *
   * @param launcher {@code ./signet}
   * @param keycloak the unpacked distribution
   * @param spring the jar that {@code peers/spring-authorization-server} makes
   */
  public LoadComparison(
      Path results, Path launcher, Optional<Path> keycloak, Optional<Path> spring) {
    this.results = results;
    this.launcher = launcher.toAbsolutePath().normalize();
    this.keycloak = keycloak.map(path -> path.toAbsolutePath().normalize());
    this.spring = spring.map(path -> path.toAbsolutePath().normalize());
  }

  @FunctionalInterface
  private interface Starting {
    AuthServer start(Path folder, Http http, Optional<PostgresAddress> postgres)
        throws IOException, InterruptedException;
  }

  /** Runs all of it, which takes some two minutes a server and database. */
  public void run() throws IOException, InterruptedException {
    Starting signet =
        (folder, http, postgres) -> SignetProcess.start(launcher, folder, http, postgres);
    measure("embedded", signet, Optional.empty());
    if (keycloak.isPresent()) {
      measure("embedded", keycloak(keycloak.get()), Optional.empty());
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      measure("postgresql", signet, Optional.of(database(postgres, "signet")));
      if (keycloak.isPresent()) {
        measure(
            "postgresql", keycloak(keycloak.get()), Optional.of(database(postgres, "keycloak")));
      }
      if (spring.isPresent()) {
        measure("postgresql", spring(spring.get()), Optional.of(database(postgres, "spring")));
      }
    }
    Files.createDirectories(results);
    Files.writeString(results.resolve("load.json"), rows.encodePrettily() + "\n");
  }

  private static Starting keycloak(Path home) {
    return (folder, http, postgres) -> KeycloakProcess.start(home, folder, http, postgres);
  }

  private static Starting spring(Path jar) {
    return (folder, http, postgres) ->
        SpringAuthorizationServerProcess.start(jar, folder, http, postgres.orElseThrow());
  }

  static PostgresAddress database(EmbeddedPostgres postgres, String name) throws IOException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (java.sql.SQLException e) {
      throw new IOException("cannot make the database " + name, e);
    }
    return PostgresAddress.on(postgres.getPort(), name);
  }

  private void measure(String store, Starting starting, Optional<PostgresAddress> postgres)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("signet-load-");
    try (Http http = new Http();
        AuthServer server = starting.start(folder, http, postgres)) {
      Thread.sleep(Load.REST);
      Measurement measurement = new Measurement(server, new ClosedLoop(http.vertx()));
      JsonObject row =
          new JsonObject()
              .put("server", server.name())
              .put("store", store)
              .put("ready_seconds", server.process().readySeconds())
              .put("rest_kib", server.process().residentKib())
              .put("logins", measurement.of(LoginChain::new))
              .put("refreshes", measurement.of(RefreshChain::new))
              .put("introspections", measurement.of(IntrospectionChain::new))
              .put("client_tokens", measurement.of(ClientChain::new))
              .put("key_sets", measurement.of(KeysChain::new))
              .put("deployed_bytes", server.deployedBytes())
              .put("load_kib", measurement.mostKib());
      System.out.println(row.encodePrettily());
      rows.add(row);
    }
  }

  /** Runs chains against one server and remembers the most memory that it had. */
  private static final class Measurement {
    private final AuthServer server;
    private final ClosedLoop loop;
    private long mostKib;

    Measurement(AuthServer server, ClosedLoop loop) {
      this.server = server;
      this.loop = loop;
    }

    JsonObject of(ChainOf chainOf) throws InterruptedException {
      List<ClosedLoop.Chain> chains = new ArrayList<>();
      for (int i = 0; i < Load.CHAINS; i++) {
        chains.add(chainOf.make(server, i % Load.USERS));
      }
      loop.run(chains, Duration.ZERO, Load.WARM_UP);
      long cpuBefore = CpuTime.micros(server.process().pids());
      ClosedLoop.Rate rate = loop.run(chains, Duration.ZERO, Load.MEASURED);
      long cpuMicros = CpuTime.micros(server.process().pids()) - cpuBefore;
      mostKib = Math.max(mostKib, server.process().residentKib());
      return new JsonObject()
          .put("per_second", rate.perSecond())
          .put("p50_ms", rate.p50Millis())
          .put("p99_ms", rate.p99Millis())
          .put("cpu_us", cpuMicros / (rate.perSecond() * Load.MEASURED.toSeconds()))
          .put("errors", rate.errors());
    }

    long mostKib() {
      return mostKib;
    }
  }

  @FunctionalInterface
  private interface ChainOf {
    ClosedLoop.Chain make(AuthServer server, int user);
  }

  private record LoginChain(AuthServer server, int user) implements ClosedLoop.Chain {
    @Override
    public Future<?> get() {
      return server.login(user);
    }
  }

  private record ClientChain(AuthServer server, int user) implements ClosedLoop.Chain {
    @Override
    public Future<?> get() {
      return server.clientCredentials();
    }
  }

  private record KeysChain(AuthServer server, int user) implements ClosedLoop.Chain {
    @Override
    public Future<?> get() {
      return server.keys();
    }
  }

  /** Goes on with the token that it got. */
  private static final class RefreshChain implements ClosedLoop.Chain {
    private final AuthServer server;
    private String token;

    RefreshChain(AuthServer server, int user) {
      this.server = server;
      this.token = loggedIn(server, user).getString("refresh_token");
    }

    @Override
    public Future<?> get() {
      String presented = token;
      return server
          .refresh(presented)
          .map(
              answer -> {
                token = answer.getString("refresh_token");
                if (token.equals(presented)) {
                  throw new IllegalStateException("the refresh token was not rotated");
                }
                return answer;
              });
    }
  }

  private static final class IntrospectionChain implements ClosedLoop.Chain {
    private final AuthServer server;
    private final String token;

    IntrospectionChain(AuthServer server, int user) {
      this.server = server;
      this.token = loggedIn(server, user).getString("access_token");
    }

    @Override
    public Future<?> get() {
      return server
          .introspect(token)
          .map(
              answer -> {
                if (!answer.getBoolean("active")) {
                  throw new IllegalStateException("a live token is said to be none");
                }
                return answer;
              });
    }
  }

  private static JsonObject loggedIn(AuthServer server, int user) {
    return server.login(user).toCompletionStage().toCompletableFuture().join();
  }
}
