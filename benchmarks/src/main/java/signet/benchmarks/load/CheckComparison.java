package signet.benchmarks.load;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares ways in which one small service may check its requests: by a JWT alone, by a JWT and
 * what was revoked, by a session that Redis or PostgreSQL has, by asking the authorization server.
 * All processes share the machine. Needs {@code wrk} and {@code redis-server}, and that no other
 * PostgreSQL runs, whose processor time would be counted.
 */
public final class CheckComparison {
  private static final int CREDENTIALS = 1_000;
  private static final int SESSIONS = 100_000;
  private static final int CONNECTIONS = 32;
  private static final int WARM_UP_SECONDS = 8;
  private static final int ROUNDS = 5;
  private static final int SECONDS = 5;

  private final Path results;
  private final Path launcher;
  private final SecureRandom random = new SecureRandom();

  /** A comparison; its authorization server is started by the launcher. */
  public CheckComparison(Path results, Path launcher) {
    this.results = results;
    this.launcher = launcher.toAbsolutePath().normalize();
  }

  /** Runs all of it, which takes some six minutes. */
  public void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("signet-checks-");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        RedisProcess redis = RedisProcess.start();
        Http http = new Http()) {
      PostgresAddress sessions = LoadComparison.database(postgres, "sessions");
      List<String> ids = identifiers();
      fill(sessions, ids);
      fill(redis, ids);
      Optional<PostgresAddress> database = Optional.of(LoadComparison.database(postgres, "signet"));
      try (SignetProcess signet = SignetProcess.start(launcher, folder, http, database, "RS256")) {
        Credentials credentials =
            new Credentials(
                write(folder.resolve("sessions"), ids.subList(0, CREDENTIALS)),
                write(folder.resolve("jwts"), tokens(signet)));
        Map<String, String> environment =
            Map.of(
                "ISSUER", signet.issuer(),
                "AUDIENCE", SignetProcess.AUDIENCE,
                "REDIS", redis.url(),
                "JDBC", sessions.jdbcUrl(),
                "JDBC_USER", sessions.user());
        JsonObject all = measure(folder, credentials, environment, behind(redis, signet));
        System.out.println(all.encodePrettily());
        Files.createDirectories(results);
        Files.writeString(results.resolve("checks.json"), all.encodePrettily() + "\n");
      }
    }
  }

  /** Folders, each with a file {@code tokens}. */
  private record Credentials(Path sessions, Path tokens) {
    Path of(CheckKind kind) {
      return kind.takesSessions() ? sessions : tokens;
    }
  }

  private static Path write(Path folder, List<String> credentials) throws IOException {
    Files.createDirectory(folder);
    Files.write(folder.resolve("tokens"), credentials);
    return folder;
  }

  /** As unguessable as a session's identifier has to be. */
  private List<String> identifiers() {
    List<String> ids = new ArrayList<>(SESSIONS);
    for (int i = 0; i < SESSIONS; i++) {
      byte[] bytes = new byte[24];
      random.nextBytes(bytes);
      ids.add(Base64.getUrlEncoder().encodeToString(bytes));
    }
    return ids;
  }

  private static void fill(PostgresAddress address, List<String> ids) throws IOException {
    try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), "");
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "CREATE TABLE session (id text PRIMARY KEY, subject text NOT NULL, roles text NOT NULL,"
              + " expires_at timestamptz NOT NULL)");
      try (var insert =
          connection.prepareStatement(
              "INSERT INTO session VALUES (?, ?, 'reader writer', now() + interval '1 day')")) {
        for (int i = 0; i < ids.size(); i++) {
          insert.setString(1, ids.get(i));
          insert.setString(2, "usr_" + i);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("VACUUM ANALYZE session");
    } catch (SQLException e) {
      throw new IOException("cannot fill the sessions", e);
    }
  }

  private static void fill(RedisProcess redis, List<String> ids) throws InterruptedException {
    try (RedisClient client = RedisClient.create(redis.url());
        var connection = connect(client)) {
      List<RedisFuture<String>> answers = new ArrayList<>(ids.size());
      for (int i = 0; i < ids.size(); i++) {
        String session = "{\"sub\":\"usr_" + i + "\",\"roles\":[\"reader\",\"writer\"]}";
        answers.add(connection.async().set(CheckingService.SESSION + ids.get(i), session));
      }
      answers.forEach(answer -> answer.toCompletableFuture().join());
    }
  }

  private static StatefulRedisConnection<String, String> connect(RedisClient client)
      throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        return client.connect();
      } catch (RedisConnectionException e) {
        if (attempt == 100) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  private static List<String> tokens(SignetProcess signet) {
    List<String> tokens = new ArrayList<>(CREDENTIALS);
    for (int i = 0; i < CREDENTIALS; i++) {
      tokens.add(
          signet
              .clientCredentials()
              .toCompletionStage()
              .toCompletableFuture()
              .join()
              .getString("access_token"));
    }
    return tokens;
  }

  private static List<Long> behind(RedisProcess redis, SignetProcess signet) {
    return Stream.concat(redis.pids().stream(), signet.process().pids().stream()).toList();
  }

  private static List<Long> postgresPids() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
        .map(ProcessHandle::pid)
        .toList();
  }

  private record Contender(CheckKind kind, ServerProcess process, String address) {}

  private static JsonObject measure(
      Path folder,
      Credentials credentials,
      Map<String, String> environment,
      Collection<Long> behind)
      throws IOException, InterruptedException {
    List<Contender> contenders = new ArrayList<>();
    try {
      for (CheckKind kind : CheckKind.values()) {
        Contender contender = start(folder, kind, environment);
        contenders.add(contender);
        Wrk.run(credentials.of(kind), contender.address(), CONNECTIONS, WARM_UP_SECONDS);
      }
      List<Rounds> all = contenders.stream().map(Rounds::new).toList();
      for (int round = 0; round < ROUNDS; round++) {
        for (Rounds rounds : all) {
          rounds.addOne(credentials.of(rounds.contender.kind()), behind);
        }
      }
      JsonObject rows = new JsonObject();
      all.forEach(rounds -> rows.put(rounds.contender.kind().word(), rounds.json()));
      return new JsonObject()
          .put("connections", CONNECTIONS)
          .put("credentials", CREDENTIALS)
          .put("sessions", SESSIONS)
          .put("rounds", ROUNDS)
          .put("seconds", SECONDS)
          .put("checks", rows);
    } finally {
      contenders.forEach(contender -> contender.process().close());
    }
  }

  private static Contender start(Path folder, CheckKind kind, Map<String, String> environment)
      throws IOException, InterruptedException {
    int port = FreePort.next();
    String address = "http://localhost:" + port;
    ServerProcess process =
        ServerProcess.start(
            List.of(
                OwnJava.program("java"),
                "-Xmx256m",
                "-cp",
                OwnJava.jar(),
                CheckingService.class.getName(),
                kind.name(),
                Integer.toString(port)),
            environment,
            folder,
            folder.resolve(kind.word() + ".log"),
            URI.create(address + "/ready"));
    return new Contender(kind, process, address + "/");
  }

  /** What was measured of one service. */
  private static final class Rounds {
    private final Contender contender;
    private final List<Wrk> rounds = new ArrayList<>();
    private long requests;
    private long serviceMicros;
    private long behindMicros;

    Rounds(Contender contender) {
      this.contender = contender;
    }

    void addOne(Path tokens, Collection<Long> others) throws IOException, InterruptedException {
      List<Long> service = contender.process().pids();
      List<Long> behind = Stream.concat(others.stream(), postgresPids().stream()).toList();
      long serviceBefore = CpuTime.micros(service);
      long behindBefore = CpuTime.micros(behind);
      Wrk round = Wrk.run(tokens, contender.address(), CONNECTIONS, SECONDS);
      serviceMicros += CpuTime.micros(service) - serviceBefore;
      // A process that ended in between would count backwards.
      behindMicros += Math.max(0, CpuTime.micros(behind) - behindBefore);
      requests += round.requests();
      rounds.add(round);
    }

    JsonObject json() {
      return Wrk.medians(rounds)
          .put("service_cpu_us", (double) serviceMicros / requests)
          .put("behind_cpu_us", (double) behindMicros / requests);
    }
  }
}
