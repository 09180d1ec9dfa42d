package signet.benchmarks.growth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import signet.benchmarks.load.ClosedLoop;
import signet.benchmarks.load.CpuTime;
import signet.benchmarks.load.Http;

/**
 * Measures what a login, a refresh, an introspection and a verification cost as users, sessions,
 * revocations and verifiers grow, each on top of what grew before, and what rows weigh.
 */
public final class Growth {
  private static final long[] USERS = {1_000, 10_000, 100_000, 1_000_000};
  private static final long[] SESSIONS = {1_000, 10_000, 100_000, 1_000_000};
  private static final long[] REVOCATIONS = {0, 1_000, 10_000, 100_000, 1_000_000};
  private static final int[] STREAMS = {1, 10, 100, 1_000};
  private static final int CHAINS = 8;
  private static final Duration COMPILED = Duration.ofSeconds(8);
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration MEASURED = Duration.ofSeconds(4);

  private final Path results;
  private final Path launcher;
  private final JsonArray points = new JsonArray();
  private final AtomicLong named = new AtomicLong();

  /** A run of a server that the launcher starts. */
  public Growth(Path results, Path launcher) {
    this.results = results;
    this.launcher = launcher.toAbsolutePath().normalize();
  }

  /** Runs all of it, which takes some ten minutes and 2 GB of disk. */
  public void run() throws IOException, InterruptedException, SQLException {
    JsonObject all =
        new JsonObject().put("complete", false).put("chains", CHAINS).put("points", points);
    try {
      all.put("verification", VerifierCost.measure());
      all.put("sqlite_bytes_a_row", onSqlite());
      all.put("postgres_bytes_a_row", onPostgres());
      all.put("complete", true);
    } finally {
      // What was measured before a failure counts too, and says that it is not all.
      System.out.println(all.encodePrettily());
      Files.createDirectories(results);
      Files.writeString(results.resolve("growth.json"), all.encodePrettily() + "\n");
    }
  }

  private JsonObject onPostgres() throws IOException, InterruptedException, SQLException {
    Path folder = Files.createTempDirectory("signet-growth-");
    Path data = folder.resolve("postgres");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setDataDirectory(data).start();
        Http http = new Http()) {
      String place = "localhost:" + postgres.getPort() + "/postgres";
      String database = "database: {url: \"postgresql://" + place + "\", user: postgres}";
      try (GrowthServer server = GrowthServer.start(launcher, folder, database, http);
          Rows rows = new Rows("jdbc:postgresql://" + place, "postgres")) {
        long postmaster =
            Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        return new Points(http, server, rows, postmaster).measure();
      }
    }
  }

  private JsonObject onSqlite() throws IOException, InterruptedException, SQLException {
    Path folder = Files.createTempDirectory("signet-growth-sqlite-");
    try (Http http = new Http();
        GrowthServer server = GrowthServer.start(launcher, folder, "", http)) {
      server.addUser("user-0", server.clientToken("signet:admin"));
      GrowthServer.await(server.login("user-0"));
    }
    try (Stream<Path> files = Files.list(folder.resolve("signet-data"))) {
      Path database =
          files
              .filter(file -> file.toString().endsWith(".db"))
              .findFirst()
              .orElseThrow(() -> new IOException("no database in " + folder));
      return SqliteRows.weigh(database);
    }
  }

  /** The points of one server, one dimension after the other. */
  private final class Points {
    private final Http http;
    private final GrowthServer server;
    private final Rows rows;
    private final long postmaster;
    private long users = 1;

    Points(Http http, GrowthServer server, Rows rows, long postmaster) {
      this.http = http;
      this.server = server;
      this.rows = rows;
      this.postmaster = postmaster;
    }

    JsonObject measure() throws IOException, InterruptedException, SQLException {
      server.addUser("user-0", admin());
      GrowthServer.await(server.login("user-0"));
      warmUp();
      JsonObject bytes = new JsonObject();
      long before = rows.bytes("user_account");
      for (long count : USERS) {
        rows.addUsers(users, count);
        users = count;
        point("users", count, true);
      }
      bytes.put("user_account", (rows.bytes("user_account") - before) / users);
      bytes.put("session", growSessions());
      // Before the feed grows, all of which each of a thousand streams would be sent.
      growStreams();
      bytes.put("revocation", growRevocations());
      return bytes;
    }

    /** Until the compiler has seen everything. */
    private void warmUp() throws IOException, InterruptedException {
      ClosedLoop loop = new ClosedLoop(http.vertx());
      String token = GrowthServer.await(server.login("user-0")).getString("access_token");
      loop.run(chains(i -> () -> server.login("user-0")), Duration.ZERO, COMPILED);
      loop.run(refreshing(), Duration.ZERO, COMPILED);
      loop.run(chains(i -> () -> server.introspect(token)), Duration.ZERO, COMPILED);
    }

    private String admin() throws IOException, InterruptedException {
      return server.clientToken("signet:admin");
    }

    private long growSessions() throws IOException, InterruptedException, SQLException {
      long before = rows.bytes("session");
      long had = rows.count("session");
      long next = 0;
      for (long count : SESSIONS) {
        rows.addSessions(next, count);
        next = count;
        point("sessions", count, true);
      }
      return (rows.bytes("session") - before) / (rows.count("session") - had);
    }

    private long growRevocations() throws IOException, InterruptedException, SQLException {
      long before = rows.bytes("revocation");
      long next = 0;
      for (long count : REVOCATIONS) {
        if (count > next) {
          rows.addRevocations(next, count);
          next = count;
        }
        point("revocations", count, false);
      }
      return (rows.bytes("revocation") - before) / next;
    }

    private void growStreams() throws IOException, InterruptedException {
      for (int count : STREAMS) {
        try (Streams streams =
            new Streams(count, server.port(), server.clientToken("signet:revocations"))) {
          // The snapshot of all that was revoked before has to be out.
          long seen = -1;
          while (streams.bytes() - seen > 200L * count) {
            seen = streams.bytes();
            Thread.sleep(Duration.ofSeconds(2));
          }
          idle(count, streams);
          long bytes = streams.bytes();
          JsonObject row = point("streams", count, false);
          row.put("stream_bytes", streams.bytes() - bytes);
        }
      }
    }

    /** What streams cost while nothing happens. */
    private void idle(int count, Streams streams) throws InterruptedException {
      long cpu = server.cpuMicros();
      long bytes = streams.bytes();
      Thread.sleep(MEASURED);
      double seconds = MEASURED.toMillis() / 1e3;
      JsonObject row =
          new JsonObject()
              .put("idle_streams", count)
              .put("server_cpu_ms_a_second", (server.cpuMicros() - cpu) / 1e3 / seconds)
              .put("bytes_a_stream_and_second", (streams.bytes() - bytes) / seconds / count)
              .put("resident_kib", server.residentKib());
      System.out.println(row.encode());
      points.add(row);
    }

    private JsonObject point(String dimension, long count, boolean login)
        throws IOException, InterruptedException {
      JsonObject row = new JsonObject().put(dimension, count);
      if (login) {
        row.put("login", measure(chains(i -> () -> server.login(anyUser()))));
      }
      row.put("refresh", measure(refreshing()));
      String token = GrowthServer.await(server.login("user-0")).getString("access_token");
      row.put("introspect", measure(chains(i -> () -> server.introspect(token))));
      String admin = admin();
      row.put(
          "revoke",
          measure(chains(i -> () -> server.revoke("growth-" + named.incrementAndGet(), admin))));
      row.put("resident_kib", server.residentKib());
      System.out.println(row.encode());
      points.add(row);
      return row;
    }

    private String anyUser() {
      return "user-" + ThreadLocalRandom.current().nextLong(users);
    }

    private List<ClosedLoop.Chain> refreshing() throws IOException, InterruptedException {
      String[] tokens = new String[CHAINS];
      for (int i = 0; i < CHAINS; i++) {
        tokens[i] = GrowthServer.await(server.login(anyUser())).getString("refresh_token");
      }
      return chains(
          i ->
              () ->
                  server
                      .refresh(tokens[i])
                      .onSuccess(answer -> tokens[i] = answer.getString("refresh_token")));
    }

    private JsonObject measure(List<ClosedLoop.Chain> chains) throws InterruptedException {
      ClosedLoop loop = new ClosedLoop(http.vertx());
      loop.run(chains, Duration.ZERO, WARM_UP);
      long cpu = server.cpuMicros();
      long sqlCpu = sqlCpuMicros();
      ClosedLoop.Rate rate = loop.run(chains, Duration.ZERO, MEASURED);
      double requests = Math.max(1, rate.perSecond() * MEASURED.toMillis() / 1e3);
      return new JsonObject()
          .put("cpu_ms", (server.cpuMicros() - cpu) / 1e3 / requests)
          .put("postgres_cpu_ms", (sqlCpuMicros() - sqlCpu) / 1e3 / requests)
          .put("p50_ms", rate.p50Millis())
          .put("per_second", rate.perSecond())
          .put("errors", rate.errors());
    }

    private long sqlCpuMicros() {
      List<Long> backends =
          ProcessHandle.of(postmaster).stream()
              .flatMap(ProcessHandle::descendants)
              .map(ProcessHandle::pid)
              .toList();
      return CpuTime.micros(backends);
    }
  }

  /** Makes the chain of a number. */
  private interface ChainOf {
    ClosedLoop.Chain of(int index);
  }

  private static List<ClosedLoop.Chain> chains(ChainOf of) {
    List<ClosedLoop.Chain> chains = new ArrayList<>();
    for (int i = 0; i < CHAINS; i++) {
      chains.add(of.of(i));
    }
    return chains;
  }
}
