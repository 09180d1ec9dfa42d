package signet.bearer.health;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtClaims;

/**
 * What a service knows that verifies tokens, in the one form that all integrations show: {@code
 * {keyset_id, kids, fetched_at, revocations: {state, epoch, seq, age_ms}}}, with null for what is
 * not known. Immutable.
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

  /** The form as names and values: strings, numbers, lists, maps, and null for the unknown. */
  public Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("keyset_id", keysetId.orElse(null));
    members.put("kids", kids);
    members.put("fetched_at", fetchedAt.map(Instant::toString).orElse(null));
    Map<String, @Nullable Object> feed = new LinkedHashMap<>();
    feed.put("state", revocations.map(known -> known.state().word()).orElse("off"));
    feed.put("epoch", revocations.flatMap(RevocationHealth::epoch).orElse(null));
    feed.put("seq", revocations.map(RevocationHealth::seq).orElse(null));
    feed.put(
        "age_ms", revocations.flatMap(RevocationHealth::age).map(Duration::toMillis).orElse(null));
    members.put("revocations", feed);
    return members;
  }

  /** The form as JSON. */
  public String toJson() {
    return value(members());
  }

  private static String value(@Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      StringJoiner json = new StringJoiner(",", "{", "}");
      members.forEach((name, member) -> json.add("\"" + name + "\":" + value(member)));
      return json.toString();
    }
    if (value instanceof String || value instanceof List<?>) {
      // Written by who escapes texts anyway: {"v":…} without its frame.
      String framed = JwtClaims.builder().claim("v", value).build().toJson();
      return framed.substring("{\"v\":".length(), framed.length() - 1);
    }
    return String.valueOf(value);
  }
}
