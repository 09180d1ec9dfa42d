package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.server.revocation.FeedReader;

/** The feed, kept in PostgreSQL, which tells of commits itself. */
final class PostgresFeedIT extends FeedIT {
  @TempDir static Path keys;
  @TempDir static Path elsewhere;
  private SharedDatabase database;

  @Override
  String[] storage() {
    database = new SharedDatabase(keys);
    return database.settings();
  }

  @Test
  void aLogoutAtOneServerReachesTheVerifierOfAnother() throws Exception {
    // Both say the same issuer, as behind a load balancer.
    try (RunningServer other =
            RunningServer.start(elsewhere, database.settings(), settings(issuer()));
        Following following = new Following(other.url())) {
      following.awaitFresh();
      JsonObject login = login();
      following.awaitVerified(login);
      logout(login);
      following.awaitRevoked(login);
      // It reports to the other server, and this one knows.
      FeedReader.Head head = verifiers().head();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(verifiers().verifiers())
                      .anySatisfy(seen -> assertThat(seen.hasReached(head)).isTrue()));
      assertThat(verifiers().servers()).isEqualTo(2);
    }
  }
}
