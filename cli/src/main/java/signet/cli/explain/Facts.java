package signet.cli.explain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import signet.bearer.revocation.RevokedBy;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.VerifiedJwt;

/**
 * What is known beside the token.
 *
 * @param now the time to decide at
 * @param zone in which times are shown beside UTC
 * @param expected what the token is compared with
 * @param held the keys to decide with
 * @param published what the authorization server publishes, where it was asked
 * @param others further keys to look for the token's signer among
 * @param clocks how other clocks differ from this one
 * @param retired keys that have come to their end, by kid
 * @param revoker says what revokes a token, where that is known
 */
public record Facts(
    Instant now,
    ZoneId zone,
    Expected expected,
    Held held,
    Optional<KeyPlace> published,
    List<KeyPlace> others,
    List<ClockReading> clocks,
    Map<String, String> retired,
    Optional<Function<VerifiedJwt, Optional<RevokedBy>>> revoker) {

  /** Keeps copies. */
  public Facts {
    others = List.copyOf(others);
    clocks = List.copyOf(clocks);
    retired = Map.copyOf(retired);
  }

  /**
   * What a token must be; empty and an empty list mean that anything will do.
   *
   * @param required the claims that must be there
   * @param scopes the scopes that the place asks for
   */
  public record Expected(
      Optional<String> issuer,
      Optional<String> audience,
      Optional<String> type,
      Duration clockSkew,
      List<String> required,
      List<String> scopes) {
    /** Keeps copies of the lists. */
    public Expected {
      required = List.copyOf(required);
      scopes = List.copyOf(scopes);
    }
  }

  /** How a file holds a key. */
  public enum KeyForm {
    /** As what it is for. */
    USUAL,
    /** A certificate, of which only the key is used. */
    CERTIFICATE,
    /** A private key where the public one would do. */
    PRIVATE
  }

  /**
   * The keys that a decision is made with.
   *
   * @param keys empty where none are known
   * @param place the file or address
   * @param form how the file has it
   * @param secret the bytes of a file that was given as a secret
   */
  public record Held(Optional<JwkSet> keys, String place, KeyForm form, Optional<byte[]> secret) {}

  /**
   * Keys elsewhere.
   *
   * @param place the file or address
   * @param keys what is there
   * @param issuer whose they are, where that is known
   * @param secret the bytes of a file that is no key set
   */
  public record KeyPlace(
      String place, JwkSet keys, Optional<String> issuer, Optional<byte[]> secret) {}

  /**
   * A clock that was read.
   *
   * @param whose such as {@code the server}
   * @param ahead by how much it is ahead of this machine's; negative where it is behind
   */
  public record ClockReading(String whose, Duration ahead) {
    /** What lies within that may be the road and the header's whole seconds. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Whether the clocks differ by more than the reading is exact. */
    public boolean differs() {
      return ahead.abs().compareTo(TOLERANCE) > 0;
    }

    /** The difference in words, this machine being the subject. */
    public String words() {
      return "this machine's clock is "
          + Times.span(ahead)
          + (ahead.isNegative() ? " ahead of " : " behind ")
          + whose
          + "'s";
    }
  }
}
