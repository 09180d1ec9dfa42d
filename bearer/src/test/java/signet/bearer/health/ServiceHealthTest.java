package signet.bearer.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import signet.bearer.revocation.RevocationHealth;
import signet.bearer.revocation.RevocationHealth.State;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.RemoteJwkSet;

final class ServiceHealthTest {
  private static final Instant FETCHED = Instant.parse("2026-01-01T00:00:00Z");

  private static ServiceHealth health(State state) {
    RevocationHealth feed =
        new RevocationHealth(
            state,
            Optional.of("e-1"),
            42,
            Optional.of(Duration.ofMillis(150)),
            7,
            Optional.of("the server ended the stream"));
    return new ServiceHealth(
        Optional.of("id"), List.of("a", "b\"\n"), Optional.of(FETCHED), Optional.of(feed));
  }

  @Test
  void hasOneForm() {
    assertThat(health(State.FRESH).toJson())
        .isEqualTo(
            "{\"keyset_id\":\"id\",\"kids\":[\"a\",\"b\\\"\\u000a\"],"
                + "\"fetched_at\":\"2026-01-01T00:00:00Z\",\"revocations\":"
                + "{\"state\":\"fresh\",\"epoch\":\"e-1\",\"seq\":42,\"age_ms\":150}}");
  }

  @Test
  void hasRoomForAllKeysOfASet() {
    List<String> kids = IntStream.range(0, JwkSet.MAX_KEYS).mapToObj(i -> "kid-" + i).toList();
    ServiceHealth health =
        new ServiceHealth(Optional.of("id"), kids, Optional.of(FETCHED), Optional.empty());
    assertThat(health.toJson()).contains("\"kid-99\"");
  }

  @Test
  void isReadyOnceTokensCanBeJudged() {
    assertThat(health(State.FRESH).isReady()).isTrue();
    assertThat(health(State.STALE).isReady()).isTrue();
    assertThat(health(State.STARTING).isReady()).isFalse();
  }

  @Test
  void isNotReadyWithoutKeysAndSaysNullForWhatIsNotKnown() {
    try (RemoteJwkSet keys = RemoteJwkSet.builder(URI.create("http://localhost:1/")).build()) {
      ServiceHealth health = ServiceHealth.of(keys);
      assertThat(health.isReady()).isFalse();
      assertThat(health.toJson())
          .isEqualTo(
              "{\"keyset_id\":null,\"kids\":[],\"fetched_at\":null,\"revocations\":"
                  + "{\"state\":\"off\",\"epoch\":null,\"seq\":null,\"age_ms\":null}}");
    }
  }
}
