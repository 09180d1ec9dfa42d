package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.ClientCredentials;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth.State;
import signet.bearer.revocation.StalePolicy;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;
import signet.server.admin.Administration;
import signet.server.key.MasterKeyFile;
import signet.server.store.PostgresAddress;

/** What a verifier accepts and refuses while the database, a server or the way to it is gone. */
@Timeout(300)
@BesideOthers
final class FeedFaultsIT {
  private static final String SECRET = "k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw";
  private static final Duration STALE_AFTER = Duration.ofSeconds(4);

  @TempDir Path folder;
  private int postgresPort;
  private EmbeddedPostgres postgres;
  private String[] database;
  private RunningServer one;
  private RunningServer two;
  private SilentProxy proxy;
  private RemoteJwkSet keys;
  private RevocationFeed feed;

  @BeforeEach
  void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      postgresPort = free.getLocalPort();
    }
    startPostgres();
    Path masterKey = folder.resolve("master.key");
    new MasterKeyFile(masterKey).makeNew(new SecureRandom());
    PostgresAddress address =
        new PostgresAddress(
            "jdbc:postgresql://localhost:" + postgresPort + "/postgres",
            Optional.of("postgres"),
            Optional.of("postgres"),
            4);
    database = new SharedDatabase(address, masterKey).settings();
    one = RunningServer.start(folder.resolve("one"), database, settings());
    two = RunningServer.start(folder.resolve("two"), database, settings());
    one.addUser("alice");
    proxy = new SilentProxy(port(one));
    keys = RemoteJwkSet.builder(URI.create(one.url() + "/.well-known/jwks.json")).build();
    feed = follow(builder -> builder);
    awaitState(feed, State.FRESH);
  }

  private static String[] settings() throws Exception {
    return new String[] {
      "issuer", "http://localhost:8420",
      "session.repeat-window", "0s",
      "clients.phone.channel", "native",
      "clients.watch.channel", "confidential",
      "clients.watch.verifier", "true",
      "clients.watch.secret-hashes", OauthClient.sha256(SECRET),
    };
  }

  private void startPostgres() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setPort(postgresPort)
            .setDataDirectory(folder.resolve("postgres"))
            .setCleanDataDirectory(false)
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    feed.close();
    keys.close();
    proxy.close();
    one.close();
    two.close();
    postgres.close();
  }

  private static int port(RunningServer server) {
    return URI.create(server.url()).getPort();
  }

  private RevocationFeed follow(UnaryOperator<RevocationFeed.Builder> settings) {
    ClientCredentials credentials =
        ClientCredentials.at(URI.create(two.url() + "/oauth2/token"))
            .secret("watch", SECRET)
            .scope("signet:revocations")
            .build();
    URI stream = URI.create("http://localhost:" + proxy.port() + "/revocations/stream");
    return settings
        .apply(
            RevocationFeed.of(stream, credentials)
                .staleAfter(STALE_AFTER)
                .whenStale(StalePolicy.ACCEPT_UNTIL_EXPIRY))
        .start();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
  }

  private static void awaitState(RevocationFeed feed, State state) {
    soon(() -> assertThat(feed.health().state()).isEqualTo(state));
  }

  private record Login(VerifiedJwt jwt, String refreshToken) {}

  private Login login() throws Exception {
    JsonObject login =
        new JsonObject(two.login("alice", RunningServer.PASSWORD, "client_id", "phone").body());
    Verification verification =
        JwtVerifier.accessToken("http://localhost:8420", "http://localhost:8420")
            .keys(keys)
            .build()
            .verify(login.getString("access_token"));
    return new Login(
        ((Verification.Verified) verification).jwt(), login.getString("refresh_token"));
  }

  private void logout(Login login) throws Exception {
    JsonObject body =
        new JsonObject().put("client_id", "phone").put("refresh_token", login.refreshToken());
    assertThat(two.post("/session/logout", body.encode()).statusCode()).isLessThan(300);
  }

  private static void assertRefused(RevocationFeed by, Login login) {
    assertThat(by.reject(login.jwt())).contains(RejectReason.REVOKED);
  }

  private void awaitRefused(Login login) {
    soon(() -> assertRefused(feed, login));
  }

  @Test
  void aWayThatFallsSilentIsToldAndMadeUpFor() throws Exception {
    Path copy = folder.resolve("copy");
    RevocationFeed keeping = follow(builder -> builder.copy(copy));
    awaitState(keeping, State.FRESH);
    Login before = login();
    Login meanwhile = login();
    Login staying = login();
    logout(before);
    awaitRefused(before);
    soon(() -> assertRefused(keeping, before));
    keeping.close();

    proxy.silence(true);
    logout(meanwhile);
    awaitState(feed, State.STALE);
    assertThat(feed.health().age())
        .hasValueSatisfying(age -> assertThat(age).isGreaterThan(STALE_AFTER));
    // What it had heard of it refuses; of the rest it cannot know.
    assertRefused(feed, before);
    assertThat(feed.reject(meanwhile.jwt())).isEmpty();
    assertThat(feed.reject(meanwhile.jwt(), StalePolicy.REFUSE))
        .contains(RejectReason.REVOCATIONS_UNAVAILABLE);

    // Restarted meanwhile, with what it kept and without.
    try (RevocationFeed kept = follow(builder -> builder.copy(copy));
        RevocationFeed bare = follow(builder -> builder)) {
      assertRefused(kept, before);
      assertThat(kept.health().state()).isEqualTo(State.STALE);
      assertThat(bare.reject(before.jwt())).contains(RejectReason.REVOCATIONS_UNAVAILABLE);
    }

    proxy.silence(false);
    awaitState(feed, State.FRESH);
    assertRefused(feed, before);
    assertRefused(feed, meanwhile);
    assertThat(feed.reject(staying.jwt())).isEmpty();
  }

  @Test
  void aDatabaseThatIsAwayIsToldAndAnotherEpochTakesNothingBack() throws Exception {
    Login before = login();
    Login staying = login();
    logout(before);
    awaitRefused(before);

    postgres.close();
    // The connection stands, but nobody says that this is fresh.
    awaitState(feed, State.STALE);
    assertRefused(feed, before);
    assertThat(feed.reject(staying.jwt(), StalePolicy.REFUSE))
        .contains(RejectReason.REVOCATIONS_UNAVAILABLE);

    startPostgres();
    awaitState(feed, State.FRESH);
    assertRefused(feed, before);
    assertThat(feed.reject(staying.jwt())).isEmpty();

    String epoch = feed.health().epoch().orElseThrow();
    try (Administration administration = LocalAdministration.open(one.config())) {
      administration.sessions().fence();
    }
    awaitRefused(staying);
    soon(() -> assertThat(feed.health().epoch()).isPresent().isNotEqualTo(Optional.of(epoch)));
    awaitState(feed, State.FRESH);
    assertRefused(feed, before);
    assertThat(feed.reject(login().jwt())).isEmpty();
  }

  @Test
  void whereAServerEndsTheVerifierGoesOnAtAnother() throws Exception {
    Login before = login();
    Login during = login();
    logout(before);
    awaitRefused(before);
    long seq = feed.health().seq();
    String epoch = feed.health().epoch().orElseThrow();

    proxy.turnTo(port(two));
    one.close();
    logout(during);

    awaitRefused(during);
    assertRefused(feed, before);
    assertThat(feed.health().epoch()).contains(epoch);
    assertThat(feed.health().seq()).isGreaterThan(seq);
  }
}
