package signet.bearer.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static signet.bearer.revocation.FakeFeed.fresh;
import static signet.bearer.revocation.FakeFeed.revoked;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signet.bearer.ClientCredentials;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwks.KeySource;

@Timeout(60)
class SeenReporterTest {
  private static final String S1 = "{\"sid\":\"s-1\",\"exp\":4000000000}";
  private static final String S2 = "{\"sid\":\"s-2\",\"exp\":4000000000}";

  private FakeFeed server;
  private RevocationFeed feed;

  @BeforeEach
  void serve() throws IOException {
    server = new FakeFeed();
  }

  @AfterEach
  void stop() {
    feed.close();
    server.close();
  }

  private void follow(UnaryOperator<RevocationFeed.Builder> settings) {
    ClientCredentials credentials =
        ClientCredentials.at(server.uri("/token")).secret("orders", "secret").build();
    feed = settings.apply(RevocationFeed.of(server.uri("/stream"), credentials)).start();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }

  private void awaitReport(String part) {
    soon(() -> assertThat(server.reports).last().asString().contains(part));
  }

  @Test
  void tellsHowFarItHasRead() {
    JwkSet keys = JwkSet.of(PrivateJwk.generate(JwsAlgorithm.ES256).toPublic());
    server.greeting = revoked("e:1", S1) + fresh("e", 3, 0);
    follow(builder -> builder.keys(KeySource.of(keys)));
    awaitReport("\"epoch\":\"e\",\"seq\":3,\"keyset_id\":\"" + keys.keysetId() + "\"}");
    assertThat(server.reports).last().asString().matches("\\{\"instance\":\"[\\w-]{22}\",.*");

    server.say(revoked("e:4", S2));
    awaitReport("\"seq\":4,");
  }

  @Test
  void aReportThatIsNotAnsweredHoldsUpNeitherEntriesNorLaterPositions() throws Exception {
    server.seenGate.acquire();
    server.greeting = fresh("e", 1, 0);
    follow(builder -> builder);
    awaitReport("\"seq\":1}");

    // While one is in flight there is no other.
    for (int seq = 2; seq <= 50; seq++) {
      server.say(revoked("e:" + seq, S1));
    }
    soon(() -> assertThat(feed.health().seq()).isEqualTo(50));
    assertThat(server.reports).hasSize(1);

    server.seenGate.release();
    awaitReport("\"seq\":50}");
    assertThat(server.reports).hasSizeLessThan(10);
  }

  @Test
  void aReportThatWasRefusedIsMadeAgain() {
    server.seenStatus = 503;
    server.greeting = fresh("e", 1, 0);
    follow(builder -> builder);
    awaitReport("\"seq\":1}");
    int refused = server.reports.size();
    soon(
        () -> {
          server.say(fresh("e", 1, 0));
          assertThat(server.reports).hasSizeGreaterThan(refused);
        });
    assertThat(feed.health().failure()).isEmpty();
  }

  @Test
  void whoCouldNotTakeAnEntryDoesNotSayItDid() {
    server.greeting = revoked("e:1", S1, S2) + fresh("e", 1, 0);
    follow(builder -> builder.maxEntries(1));
    soon(() -> assertThat(feed.health().state()).isEqualTo(RevocationHealth.State.FULL));
    server.say(fresh("e", 2, 0));
    soon(() -> assertThat(feed.health().seq()).isEqualTo(2));
    assertThat(server.reports).isEmpty();
  }
}
