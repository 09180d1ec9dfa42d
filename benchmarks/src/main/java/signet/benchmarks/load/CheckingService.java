package signet.benchmarks.load;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;

/**
 * A service of one endpoint, which answers 200 where its check accepts the request's credential and
 * 401 otherwise. Each check is written the way that costs it least: what can do without a thread
 * does. Runs as a process of its own, so that its processor time can be read.
 */
final class CheckingService {
  /** Prefix of a session's key in Redis, and of a revoked {@code jti}'s. */
  static final String SESSION = "session:";

  private static final String REVOKED = "revoked:";
  private static final String SCHEME = "Bearer ";
  private static final int POOL = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> settings;
  private final Http http = new Http();

  private CheckingService(Map<String, String> settings) {
    this.settings = settings;
  }

  /** The check's name and the port; everything else comes from the environment. */
  public static void main(String[] arguments) throws Exception {
    CheckKind kind = CheckKind.valueOf(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    Check check = new CheckingService(System.getenv()).check(kind);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    vertx
        .createHttpServer()
        .requestHandler(request -> answer(request, check))
        .listen(port, "localhost")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static void answer(HttpServerRequest request, Check check) {
    if ("/ready".equals(request.path())) {
      request.response().end();
      return;
    }
    String authorization = request.getHeader("Authorization");
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      request.response().setStatusCode(401).end();
      return;
    }
    check
        .accepts(authorization.substring(SCHEME.length()))
        .whenComplete(
            (good, failure) ->
                request
                    .response()
                    .setStatusCode(failure != null ? 503 : good ? 200 : 401)
                    .end(failure == null && good ? "hello\n" : ""));
  }

  private Check check(CheckKind kind) throws InterruptedException {
    return switch (kind) {
      case NONE -> credential -> CompletableFuture.completedFuture(true);
      case TOKEN -> now(verifier().build());
      case TOKEN_CACHED -> now(verifier().cache(10_000).build());
      case TOKEN_AND_LIST -> now(verifier().revocation(feed()).build());
      case TOKEN_AND_REDIS -> tokenAndRedis(verifier().build(), redis());
      case SESSION_IN_REDIS -> sessionInRedis(redis());
      case SESSION_IN_POSTGRESQL -> sessionInPostgres();
      case INTROSPECTION -> this::introspect;
    };
  }

  private JwtVerifier.Builder verifier() {
    String issuer = setting("ISSUER");
    return JwtVerifier.accessToken(issuer, setting("AUDIENCE"))
        .keys(RemoteJwkSet.builder(URI.create(issuer + "/.well-known/jwks.json")).build());
  }

  private String setting(String name) {
    return Objects.requireNonNull(settings.get(name), name);
  }

  private static Check now(JwtVerifier verifier) {
    return token ->
        CompletableFuture.completedFuture(verifier.verify(token) instanceof Verification.Verified);
  }

  private RevocationFeed feed() throws InterruptedException {
    RevocationFeed feed =
        RevocationFeed.of(
                URI.create(setting("ISSUER") + "/revocations/stream"),
                SignetProcess.verifier(setting("ISSUER")))
            .start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (feed.health().state() != RevocationHealth.State.FRESH) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the feed is " + feed.health());
      }
      Thread.sleep(50);
    }
    return feed;
  }

  private RedisAsyncCommands<String, String> redis() {
    return RedisClient.create(setting("REDIS")).connect().async();
  }

  private static Check tokenAndRedis(
      JwtVerifier verifier, RedisAsyncCommands<String, String> redis) {
    return token -> {
      if (!(verifier.verify(token) instanceof Verification.Verified verified)) {
        return CompletableFuture.completedFuture(false);
      }
      return redis
          .exists(REVOKED + verified.jwt().jwtId().orElseThrow())
          .thenApply(count -> count == 0);
    };
  }

  private static Check sessionInRedis(RedisAsyncCommands<String, String> redis) {
    return id -> redis.get(SESSION + id).thenApply(session -> session != null);
  }

  private Check sessionInPostgres() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(setting("JDBC"));
    config.setUsername(setting("JDBC_USER"));
    config.setMaximumPoolSize(POOL);
    HikariDataSource pool = new HikariDataSource(config);
    Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    return id -> CompletableFuture.supplyAsync(() -> hasSession(pool, id), threads);
  }

  private static boolean hasSession(HikariDataSource pool, String id) {
    try (var connection = pool.getConnection();
        var select =
            connection.prepareStatement(
                "SELECT subject, roles FROM session WHERE id = ? AND expires_at > now()")) {
      select.setString(1, id);
      try (var rows = select.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletionStage<Boolean> introspect(String token) {
    return SignetProcess.introspect(http, URI.create(setting("ISSUER")).getPort(), token)
        .map(answer -> answer.getBoolean("active"))
        .toCompletionStage();
  }
}
