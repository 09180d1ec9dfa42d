package signet.benchmarks.load;

import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;

/**
 * Measures how long it takes from a logout at one of two servers until five verifiers in this
 * process and five in Node, each a process, which follow either of them, refuse the session's
 * token: with Redis and NOTIFY, then by polling alone.
 */
public final class PropagationRun {
  private static final int VERIFIERS = 5;
  private static final int LOGOUTS = 1_000;
  private static final int PER_SECOND = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path results;
  private final Path launcher;

  /** A run of servers that the launcher starts. */
  public PropagationRun(Path results, Path launcher) {
    this.results = results;
    this.launcher = launcher.toAbsolutePath().normalize();
  }

  /**
   * Runs all of it, which takes some four minutes; needs {@code redis-server}, {@code node} and the
   * built middleware.
   */
  public void run() throws IOException, InterruptedException {
    JsonObject all = new JsonObject();
    try (RedisProcess redis = RedisProcess.start();
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      all.put(
          "redis_and_notify",
          measure(LoadComparison.database(postgres, "woken"), "redis.url: " + redis.url()));
      all.put(
          "polling",
          measure(LoadComparison.database(postgres, "polling"), "database.listen: false"));
    }
    System.out.println(all.encodePrettily());
    Files.createDirectories(results);
    Files.writeString(results.resolve("propagation.json"), all.encodePrettily() + "\n");
  }

  private JsonObject measure(PostgresAddress postgres, String more)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("signet-propagation-");
    Path key = folder.resolve("master.key");
    SignetProcess.run(folder, launcher, "key", "master", key.toString());
    String settings =
        "master-key.file: "
            + key
            + "\ndatabase.url: "
            + postgres.url()
            + "\ndatabase.user: "
            + postgres.user()
            + "\n"
            + more;
    int port = FreePort.next();
    Optional<String> issuer = Optional.of("http://localhost:" + port);
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    try (Http http = new Http();
        FeedServer first =
            FeedServer.start(launcher, new FeedServer.Place(one, port, issuer, settings), http);
        FeedServer second =
            FeedServer.start(
                launcher, new FeedServer.Place(two, FreePort.next(), issuer, settings), http)) {
      SignetProcess.run(
          one,
          launcher,
          "user",
          "add",
          Load.user(0),
          "--config",
          one.resolve("signet.yaml").toString());
      return measure(List.of(first, second), issuer.get(), folder);
    }
  }

  private JsonObject measure(List<FeedServer> servers, String issuer, Path folder)
      throws IOException, InterruptedException {
    List<RevocationFeed> feeds = new ArrayList<>();
    List<NodeVerifier> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < VERIFIERS; i++) {
        FeedServer server = servers.get(i % servers.size());
        feeds.add(
            RevocationFeed.of(
                    server.uri("/revocations/stream"), server.credentials("signet:revocations"))
                .start());
        nodes.add(NodeVerifier.start(launcher, folder, server, issuer, LOGOUTS));
      }
      awaitFresh(feeds);
      List<Session> sessions = begin(servers.get(0), issuer);
      List<String> tokens = sessions.stream().map(Session::accessToken).toList();
      for (NodeVerifier node : nodes) {
        node.accept(tokens);
      }
      return logOut(servers, feeds, nodes, sessions);
    } finally {
      feeds.forEach(RevocationFeed::close);
      nodes.forEach(NodeVerifier::close);
    }
  }

  private static void awaitFresh(List<RevocationFeed> feeds)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!feeds.stream()
        .allMatch(feed -> feed.health().state() == RevocationHealth.State.FRESH)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("a verifier does not hear: " + feeds.get(0).health());
      }
      Thread.sleep(100);
    }
  }

  private record Session(String refreshToken, String accessToken, VerifiedJwt jwt) {}

  private static List<Session> begin(FeedServer server, String issuer) throws IOException {
    List<Session> sessions = new ArrayList<>();
    try (RemoteJwkSet keys =
        RemoteJwkSet.builder(URI.create(issuer + "/.well-known/jwks.json")).build()) {
      JwtVerifier verifier = JwtVerifier.accessToken(issuer, issuer).keys(keys).build();
      for (int i = 0; i < LOGOUTS; i++) {
        JsonObject login = server.login().toCompletionStage().toCompletableFuture().join();
        if (!(verifier.verify(login.getString("access_token"))
            instanceof Verification.Verified verified)) {
          throw new IOException("a token that was just made is refused");
        }
        sessions.add(
            new Session(
                login.getString("refresh_token"), login.getString("access_token"), verified.jwt()));
      }
    }
    return sessions;
  }

  private static JsonObject logOut(
      List<FeedServer> servers,
      List<RevocationFeed> feeds,
      List<NodeVerifier> nodes,
      List<Session> sessions)
      throws InterruptedException {
    Refusals refusals = new Refusals(feeds, sessions.stream().map(Session::jwt).toList());
    List<Thread> watching = new ArrayList<>();
    watching.add(Thread.ofPlatform().daemon().start(refusals::watch));
    nodes.forEach(node -> watching.add(Thread.ofPlatform().daemon().start(node::watch)));
    long[] sent = new long[sessions.size()];
    long[] answered = new long[sessions.size()];
    long start = System.nanoTime();
    for (int i = 0; i < sessions.size(); i++) {
      long due = start + TimeUnit.SECONDS.toNanos(1) * i / PER_SECOND;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      sent[i] = System.nanoTime();
      refusals.expect(i);
      for (NodeVerifier node : nodes) {
        node.expect(i);
      }
      servers
          .get(i % servers.size())
          .logout(sessions.get(i).refreshToken())
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      answered[i] = System.nanoTime();
    }
    long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
    for (Thread thread : watching) {
      thread.join(Duration.ofNanos(Math.max(1, patienceEnds - System.nanoTime())));
    }
    List<long[]> java = refusals.refusedNanos();
    List<long[]> node = nodes.stream().map(NodeVerifier::refusedNanos).toList();
    List<long[]> all = Stream.concat(java.stream(), node.stream()).toList();
    return new JsonObject()
        .put("verifiers", new JsonObject().put("java", java.size()).put("node", node.size()))
        .put("logouts", sessions.size())
        .put("per_second", PER_SECOND)
        .put("not_refused", Refusals.missing(all))
        .put("from_request_to_refusal", spread(sent, all))
        .put("from_answer_to_refusal", spread(answered, all))
        .put("from_answer_to_refusal_in_java", spread(answered, java))
        .put("from_answer_to_refusal_in_node", spread(answered, node));
  }

  private static JsonObject spread(long[] from, List<long[]> refused) {
    return new Spread(Refusals.since(from, refused)).json();
  }
}
