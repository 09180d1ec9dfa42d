package signet.bearer.health;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtClaims;

/**
 * What a service knows that verifies tokens, in the one form that all integrations show: {@code
 * {keyset_id, kids, fetched_at, revocations: {state, epoch, seq, age_ms}}}. What is not known is
 * left out. Immutable.
 *
 * @param keysetId names the keys; the server shows the same at {@code /health/keys}
 * @param kids the keys by name
 * @param fetchedAt when they were last fetched
 * @param revocations how well it is known what was revoked; absent where no feed is followed
 */
public record ServiceHealth(
    Optional<String> keysetId,
    List<String> kids,
    Optional<Instant> fetchedAt,
    Optional<RevocationHealth> revocations) {
  /** Keeps a copy of the list. */
  public ServiceHealth {
    kids = List.copyOf(kids);
  }

  /** Of a service that follows no feed. Asks nobody and waits for nothing. */
  public static ServiceHealth of(RemoteJwkSet keys) {
    return of(keys, Optional.empty());
  }

  /** Of a service that follows a feed. Asks nobody and waits for nothing. */
  public static ServiceHealth of(RemoteJwkSet keys, RevocationFeed revocations) {
    return of(keys, Optional.of(revocations.health()));
  }

  private static ServiceHealth of(RemoteJwkSet keys, Optional<RevocationHealth> revocations) {
    Optional<JwkSet> held = keys.held();
    if (held.isEmpty()) {
      // A service that gets no requests before it is healthy would never ask for its keys.
      keys.prefetch();
    }
    return new ServiceHealth(
        held.map(JwkSet::keysetId),
        held.map(JwkSet::kids).orElse(List.of()),
        keys.fetchedAt(),
        revocations);
  }

  /** Whether tokens can be judged: there are keys, and a feed that is followed has begun. */
  public boolean isReady() {
    boolean starting =
        revocations.filter(feed -> feed.state() == RevocationHealth.State.STARTING).isPresent();
    return keysetId.isPresent() && !starting;
  }

  /** The form as names and values: strings, numbers, lists and maps. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    keysetId.ifPresent(id -> members.put("keyset_id", id));
    members.put("kids", kids);
    fetchedAt.ifPresent(instant -> members.put("fetched_at", instant.toString()));
    members.put(
        "revocations", revocations.map(ServiceHealth::members).orElse(Map.of("state", "off")));
    return members;
  }

  private static Map<String, Object> members(RevocationHealth feed) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("state", feed.state().word());
    feed.epoch().ifPresent(epoch -> members.put("epoch", epoch));
    members.put("seq", feed.seq());
    feed.age().map(Duration::toMillis).ifPresent(age -> members.put("age_ms", age));
    return members;
  }

  /** The form as JSON. */
  public String toJson() {
    JwtClaims.Builder json = JwtClaims.builder();
    members().forEach(json::claim);
    return json.build().toJson();
  }
}
