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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the same load on Signet and on the peers that are named: on embedded databases, then on
 * PostgreSQL. Writes one JSON file; load and servers share the machine.
 */
public final class LoadComparison {
  private static final int MAX_MINUTES = 120;

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

  /** What is asked of a server, by its name in the results. */
  private static final Map<String, ChainOf> OPERATIONS = operations();

  private static Map<String, ChainOf> operations() {
    Map<String, ChainOf> operations = new LinkedHashMap<>();
    operations.put("logins", LoginChain::new);
    operations.put("refreshes", RefreshChain::new);
    operations.put("introspections", IntrospectionChain::new);
    operations.put("client_tokens", ClientChain::new);
    operations.put("key_sets", KeysChain::new);
    return operations;
  }

  /** Runs all of it, which takes some three minutes a server and database. */
  public void run() throws IOException, InterruptedException {
    Set<String> all = OPERATIONS.keySet();
    measure("embedded", signet("RS256"), Optional.empty(), all);
    if (keycloak.isPresent()) {
      measure("embedded", keycloak(keycloak.get(), "RS256"), Optional.empty(), all);
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      measure("postgresql", signet("RS256"), on(postgres, "signet"), all);
      if (keycloak.isPresent()) {
        measure("postgresql", keycloak(keycloak.get(), "RS256"), on(postgres, "keycloak"), all);
      }
      if (spring.isPresent()) {
        measure("postgresql", spring(spring.get()), on(postgres, "spring"), all);
      }
    }
    write("load.json", rows.encodePrettily());
  }

  /**
   * Refreshes alone, of Signet and Keycloak, with access tokens that are signed with RS256 and with
   * ES256; some ten minutes.
   */
  public void signing() throws IOException, InterruptedException {
    Set<String> refreshes = Set.of("refreshes");
    for (String algorithm : List.of("RS256", "ES256")) {
      measure("embedded", signet(algorithm), Optional.empty(), refreshes);
      if (keycloak.isPresent()) {
        measure("embedded", keycloak(keycloak.get(), algorithm), Optional.empty(), refreshes);
      }
      try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
        measure("postgresql", signet(algorithm), on(postgres, "signet"), refreshes);
        if (keycloak.isPresent()) {
          measure(
              "postgresql",
              keycloak(keycloak.get(), algorithm),
              on(postgres, "keycloak"),
              refreshes);
        }
      }
    }
    write("load-signing.json", rows.encodePrettily());
  }

  private void write(String name, String json) throws IOException {
    Files.createDirectories(results);
    Files.writeString(results.resolve(name), json + "\n");
  }

  /**
   * Sixteen chains on Signet on SQLite, of which one logs in again and again, one gets tokens for a
   * client, and the others refresh; with its resident memory after each minute.
   *
   * @param minutes 120 at most
   */
  public void memory(int minutes) throws IOException, InterruptedException {
    if (minutes < 2 || minutes > MAX_MINUTES) {
      throw new IllegalArgumentException("from 2 to " + MAX_MINUTES + " minutes");
    }
    JsonArray eachMinute = new JsonArray();
    Path folder = Files.createTempDirectory("signet-load-");
    try (Http http = new Http();
        AuthServer server = signet("RS256").start(folder, http, Optional.empty())) {
      List<ClosedLoop.Chain> chains = new ArrayList<>();
      chains.add(new LoginChain(server, 0));
      chains.add(new ClientChain(server, 1));
      while (chains.size() < Load.CHAINS) {
        chains.add(new RefreshChain(server, chains.size() % Load.USERS));
      }
      ClosedLoop loop = new ClosedLoop(http.vertx());
      for (int minute = 1; minute <= minutes; minute++) {
        ClosedLoop.Rate rate = loop.run(chains, Duration.ZERO, Duration.ofMinutes(1));
        JsonObject line =
            new JsonObject()
                .put("minute", minute)
                .put("answers_per_second", rate.perSecond())
                .put("errors", rate.errors())
                .put("resident_kib", server.process().residentKib());
        System.out.println(line.encode());
        eachMinute.add(line);
      }
    }
    write(
        "load-memory.json",
        new JsonObject().put("heap", "256m").put("minutes", eachMinute).encodePrettily());
  }

  private Starting signet(String algorithm) {
    return (folder, http, postgres) ->
        SignetProcess.start(launcher, folder, http, postgres, algorithm);
  }

  private static Starting keycloak(Path home, String algorithm) {
    return (folder, http, postgres) ->
        KeycloakProcess.start(home, folder, http, postgres, algorithm);
  }

  private static Starting spring(Path jar) {
    return (folder, http, postgres) ->
        SpringAuthorizationServerProcess.start(jar, folder, http, postgres.orElseThrow());
  }

  private static Optional<PostgresAddress> on(EmbeddedPostgres postgres, String name)
      throws IOException {
    return Optional.of(database(postgres, name));
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

  private void measure(
      String store, Starting starting, Optional<PostgresAddress> postgres, Set<String> operations)
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
              .put("rest_kib", server.process().residentKib());
      for (Map.Entry<String, ChainOf> operation : OPERATIONS.entrySet()) {
        if (operations.contains(operation.getKey())) {
          row.put(operation.getKey(), measurement.of(operation.getValue()));
        }
      }
      row.put("deployed_bytes", server.deployedBytes()).put("load_kib", measurement.mostKib());
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
