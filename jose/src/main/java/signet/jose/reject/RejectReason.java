package signet.jose.reject;

import java.util.Locale;

/**
 * Why a token was refused: one stable word, the same in Java, Node, logs, metrics and the command
 * line.
 *
 * <p>The constants stand in the order in which the checks run, so a token that fails several of
 * them has the first one as its reason everywhere. Where nested tokens are required, one that is
 * only signed is {@link #NOT_NESTED} before anything but its length is looked at; the checks run
 * for the encrypted token first, and then for the signed one inside. What a place asks beside that
 * (a maximum age, fresh revocations, roles as they are now) comes after all of these, under the
 * same words.
 */
public enum RejectReason {
  /** Longer than the limit; nothing of it was read. */
  TOO_LARGE,
  /** Not a compact JWS, not strict base64url, not strict JSON, or beyond a structural limit. */
  MALFORMED,
  /**
   * A {@code crit} member that is malformed or names an extension that is not understood (RFC 7515
   * §4.1.11).
   */
  CRITICAL_HEADER,
  /** The header says {@code none}, in whatever spelling (RFC 8725 §3.2). */
  ALG_NONE,
  /** The header's {@code alg} is not on the verifier's allow-list (RFC 8725 §3.1). */
  ALG_NOT_ALLOWED,
  /** The header's {@code typ} is not the expected one (RFC 8725 §3.11). */
  WRONG_TYPE,
  /** No key set could be had, so nothing can be said about the token. */
  KEYS_UNAVAILABLE,
  /** No key of the set has the header's {@code kid}. */
  UNKNOWN_KID,
  /** The resolved key is of another algorithm, type, curve or use than the header claims. */
  KEY_MISMATCH,
  /** Decryption failed; one reason for every cause (RFC 7516 §11.5). */
  NOT_DECRYPTABLE,
  /**
   * A nested token was expected and this one is not encrypted, or its content is not a signed
   * token.
   */
  NOT_NESTED,
  /** The signature is not that of the resolved key over these bytes. */
  BAD_SIGNATURE,
  /** A registered claim has the wrong JSON type or an impossible value (RFC 7519 §4.1). */
  BAD_CLAIM,
  /** A required claim is absent. */
  MISSING_CLAIM,
  /** {@code iss} is not an expected issuer. */
  WRONG_ISSUER,
  /** {@code aud} names no expected audience. */
  WRONG_AUDIENCE,
  /** {@code exp} has passed (RFC 7519 §4.1.4: at exp the token is already expired). */
  EXPIRED,
  /** {@code nbf} lies ahead. */
  NOT_YET_VALID,
  /** {@code iat} lies ahead by more than the clock skew. */
  ISSUED_IN_FUTURE,
  /** Issued longer ago than the maximum age. */
  TOO_OLD,
  /** {@code exp − iat} is above the maximum lifetime. */
  LIFETIME_TOO_LONG,
  /** A check that the application added said no. */
  CUSTOM_CHECK,
  /** The token, its session, its subject's version or its key has been revoked. */
  REVOKED,
  /** Revocation is configured and what was revoked is not known, or not lately. */
  REVOCATIONS_UNAVAILABLE,
  /** A sender-constrained token came without a DPoP proof (RFC 9449 §7). */
  DPOP_MISSING,
  /** The DPoP proof does not hold (RFC 9449 §4.3). */
  DPOP_INVALID;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The wire form, such as {@code bad_signature}. */
  public String word() {
    return word;
  }

  @Override
  public String toString() {
    return word;
  }
}
