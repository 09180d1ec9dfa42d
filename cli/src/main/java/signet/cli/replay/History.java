package signet.cli.replay;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.cli.terminal.OperatorException;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwt.VerifiedJwt;

/**
 * What {@code signet audit export-history} wrote: keys of all time, and what was revoked when. Not
 * changed after it was read; grows with the number of revocations.
 */
final class History {
  private final Map<String, Instant> byJti = new HashMap<>();
  private final Map<String, Instant> bySid = new HashMap<>();
  private final Map<String, Instant> byKey = new HashMap<>();
  private final Map<String, List<MinimumVersion>> bySubject = new HashMap<>();
  private final List<Jwk> keys = new ArrayList<>();
  private boolean present;

  /** Tokens of a subject with a smaller version count no more from then on. */
  private record MinimumVersion(long version, Instant at) {}

  private History() {}

  /** Nothing is known. */
  static History none() {
    return new History();
  }

  /** Reads a file. */
  static History of(Path file) throws OperatorException {
    History history = new History();
    history.present = true;
    int number = 0;
    try (InputStream in = Files.newInputStream(file)) {
      LineReader lines = new LineReader(in);
      for (String line = lines.next(); line != null; line = lines.next()) {
        number++;
        if (!line.isBlank()) {
          history.add(new JsonObject(line));
        }
      }
    } catch (IOException e) {
      throw OperatorException.usage("cannot read " + file + "; is the name right?", e);
    } catch (DecodeException | DateTimeException | ClassCastException | JwkException e) {
      throw OperatorException.usage(
          file
              + " line "
              + number
              + " is no line of a history; 'signet audit export-history' writes one",
          e);
    }
    return history;
  }

  private void add(JsonObject line) {
    switch (String.valueOf(line.getString("type"))) {
      case "key" -> addKey(line);
      case "revocation" -> addRevocation(line);
      case "session" -> earliest(bySid, line.getString("sid"), instant(line, "ended"));
      // Later versions may have more.
      default -> {}
    }
  }

  private void addKey(JsonObject line) {
    JsonObject published = line.getJsonObject("public_jwk");
    if (published != null && !"oct".equals(published.getString("kty"))) {
      Jwk key = Jwk.parse(published.encode());
      keys.add(key);
      if ("compromised".equals(line.getString("state")) && key instanceof PublicJwk) {
        earliest(byKey, key.thumbprint(), instant(line, "since"));
      }
    }
  }

  private void addRevocation(JsonObject line) {
    Instant at = instant(line, "at");
    earliest(byJti, line.getString("jti"), at);
    earliest(bySid, line.getString("sid"), at);
    earliest(byKey, line.getString("key"), at);
    String subject = line.getString("sub");
    Number version = (Number) line.getValue("min_ver");
    if (subject != null && version != null && at != null) {
      bySubject
          .computeIfAbsent(subject, s -> new ArrayList<>())
          .add(new MinimumVersion(version.longValue(), at));
    }
  }

  private static @Nullable Instant instant(JsonObject line, String name) {
    String text = line.getString(name);
    return text == null ? null : Instant.parse(text);
  }

  private static void earliest(
      Map<String, Instant> where, @Nullable String name, @Nullable Instant at) {
    if (name != null && at != null) {
      where.merge(name, at, (one, other) -> one.isBefore(other) ? one : other);
    }
  }

  /** Whether there is a history at all. */
  boolean isPresent() {
    return present;
  }

  /** Public keys, the retired ones too. */
  List<Jwk> keys() {
    return List.copyOf(keys);
  }

  /** When the token was revoked first, for whatever cause; empty where it was not. */
  Optional<Instant> revokedAt(VerifiedJwt jwt) {
    Instant at = byKey.get(jwt.keyThumbprint());
    at = earlier(at, jwt.jwtId().map(byJti::get).orElse(null));
    at = earlier(at, jwt.sessionId().map(bySid::get).orElse(null));
    List<MinimumVersion> minima = jwt.subject().map(bySubject::get).orElse(null);
    if (minima != null) {
      long version = jwt.claims().integer("authz_ver").orElse(Long.MIN_VALUE);
      for (MinimumVersion minimum : minima) {
        if (version < minimum.version()) {
          at = earlier(at, minimum.at());
        }
      }
    }
    return Optional.ofNullable(at);
  }

  /** As {@link #revokedAt(VerifiedJwt)}, of what a log without tokens tells. */
  Optional<Instant> revokedAt(@Nullable String jti, @Nullable String sid) {
    return Optional.ofNullable(
        earlier(jti == null ? null : byJti.get(jti), sid == null ? null : bySid.get(sid)));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || (other != null && other.isBefore(one))) {
      return other;
    }
    return one;
  }
}
