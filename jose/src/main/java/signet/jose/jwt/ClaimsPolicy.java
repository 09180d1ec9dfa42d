package signet.jose.jwt;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;
import signet.jose.reject.RejectReason;

/**
 * What the claims of a token must be, in the order in which it is checked. Immutable.
 *
 * @param rules what single claims must be
 * @param issuers accepted values of {@code iss}; null for any
 * @param audiences values of which {@code aud} must have one; null for any
 * @param maxAgeSeconds the longest time since {@code iat}, or {@link #UNBOUNDED}
 * @param maxLifetimeSeconds the longest time from {@code iat} to {@code exp}, or {@link #UNBOUNDED}
 */
record ClaimsPolicy(
    ClaimRule[] rules,
    JsonName @Nullable [] issuers,
    JsonName @Nullable [] audiences,
    long skewMillis,
    long maxAgeSeconds,
    long maxLifetimeSeconds,
    InstantSource clock) {
  static final long UNBOUNDED = Long.MAX_VALUE;

  /**
   * What one claim must be.
   *
   * @param required whether it must be present
   * @param text whether it is a string where it is present
   */
  record ClaimRule(JsonName name, boolean required, boolean text) {}

  /**
   * The end of the year 9999; what lies beyond is no date but a mistake, milliseconds for the most
   * part.
   */
  private static final long LAST_SECOND = 253_402_300_799L;

  private static final JsonName ISS = JsonName.of(ClaimNames.ISSUER);
  private static final JsonName AUD = JsonName.of(ClaimNames.AUDIENCE);
  private static final JsonName EXP = JsonName.of(ClaimNames.EXPIRES_AT);
  private static final JsonName NBF = JsonName.of(ClaimNames.NOT_BEFORE);
  private static final JsonName IAT = JsonName.of(ClaimNames.ISSUED_AT);
  private static final long ABSENT = ClaimTimes.ABSENT;
  private static final long NO_DATE = -1;

  static boolean isDate(long seconds) {
    return seconds >= 0 && seconds <= LAST_SECOND;
  }

  /** The first check that fails, or null. */
  @Nullable RejectReason check(JsonObject claims) {
    long exp = date(claims, EXP);
    long nbf = date(claims, NBF);
    long iat = date(claims, IAT);
    int aud = claims.find(AUD);
    if (exp == NO_DATE || nbf == NO_DATE || iat == NO_DATE || !isAudience(claims, aud)) {
      return RejectReason.BAD_CLAIM;
    }
    boolean missing = false;
    for (ClaimRule rule : rules) {
      int index = claims.find(rule.name);
      if (index < 0) {
        missing |= rule.required;
      } else if (rule.text && !claims.isString(index)) {
        return RejectReason.BAD_CLAIM;
      }
    }
    if (missing) {
      return RejectReason.MISSING_CLAIM;
    }
    if (issuers != null && !isIssuer(claims, issuers)) {
      return RejectReason.WRONG_ISSUER;
    }
    if (audiences != null && !namesAudience(claims, aud, audiences)) {
      return RejectReason.WRONG_AUDIENCE;
    }
    return checkTimes(exp, nbf, iat);
  }

  /** The dates of claims that have passed {@link #check}. */
  static ClaimTimes times(JsonObject claims) {
    return new ClaimTimes(date(claims, EXP), date(claims, NBF), date(claims, IAT));
  }

  /** Whether {@code issuer} is the one accepted issuer. */
  boolean requiresIssuer(String issuer) {
    return issuers != null && issuers.length == 1 && issuers[0].text().equals(issuer);
  }

  /** The checks against the clock, again, for a token that is remembered. */
  @Nullable RejectReason recheck(ClaimTimes times) {
    return checkTimes(times.exp(), times.nbf(), times.iat());
  }

  /**
   * RFC 7519 §2 lets a NumericDate have a fraction; nobody issues one, so only integers are dates
   * here.
   */
  private static long date(JsonObject claims, JsonName name) {
    int index = claims.find(name);
    if (index < 0) {
      return ABSENT;
    }
    long seconds = claims.integerAt(index);
    return isDate(seconds) ? seconds : NO_DATE;
  }

  /** RFC 7519 §4.1.3, narrowed: a string or an array of strings with at least one. */
  private static boolean isAudience(JsonObject claims, int aud) {
    return aud < 0
        || claims.isString(aud)
        || (claims.isStringArray(aud) && !claims.isEmptyArray(aud));
  }

  private static boolean isIssuer(JsonObject claims, JsonName[] issuers) {
    int iss = claims.find(ISS);
    for (JsonName issuer : issuers) {
      // RFC 8725 §3.8; equality of the whole text, no normalization.
      if (iss >= 0 && claims.stringEquals(iss, issuer)) {
        return true;
      }
    }
    return false;
  }

  private static boolean namesAudience(JsonObject claims, int aud, JsonName[] audiences) {
    if (aud < 0) {
      return false;
    }
    boolean single = claims.isString(aud);
    for (JsonName audience : audiences) {
      if (single ? claims.stringEquals(aud, audience) : claims.arrayContains(aud, audience)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable RejectReason checkTimes(long exp, long nbf, long iat) {
    long now = clock.millis();
    // RFC 7519 §4.1.4: at exp the token has expired.
    if (exp != ABSENT && now - skewMillis >= exp * 1000) {
      return RejectReason.EXPIRED;
    }
    if (nbf != ABSENT && now + skewMillis < nbf * 1000) {
      return RejectReason.NOT_YET_VALID;
    }
    if (iat == ABSENT) {
      return null;
    }
    if (now + skewMillis < iat * 1000) {
      return RejectReason.ISSUED_IN_FUTURE;
    }
    if (maxAgeSeconds != UNBOUNDED && now - skewMillis - iat * 1000 > maxAgeSeconds * 1000) {
      return RejectReason.TOO_OLD;
    }
    return exp != ABSENT && exp - iat > maxLifetimeSeconds ? RejectReason.LIFETIME_TOO_LONG : null;
  }
}
