package signet.jose.jwt;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;
import signet.jose.reject.RejectReason;

/**
 * What the claims of a token must be, in the order in which it is checked. Immutable, but for the
 * memory of where claims stood.
 */
final class ClaimsPolicy {
  static final long UNBOUNDED = Long.MAX_VALUE;

  /**
   * What one claim must be.
   *
   * @param required whether it must be present
   * @param kind what it is where it is present; null for anything
   */
  record ClaimRule(JsonName name, boolean required, JsonObject.@Nullable Kind kind) {}

  /**
   * The end of the year 9999; what lies beyond is no date but a mistake, milliseconds for the most
   * part.
   */
  private static final long LAST_SECOND = 253_402_300_799L;

  /**
   * The claims that every token is asked for, in the order of {@link ClaimPlaces}; rules follow.
   */
  private static final JsonName[] REGISTERED = {
    JsonName.of(ClaimNames.EXPIRES_AT),
    JsonName.of(ClaimNames.NOT_BEFORE),
    JsonName.of(ClaimNames.ISSUED_AT),
    JsonName.of(ClaimNames.AUDIENCE),
    JsonName.of(ClaimNames.ISSUER)
  };

  private static final int EXP = 0;
  private static final int NBF = 1;
  private static final int IAT = 2;
  private static final int AUD = 3;
  private static final int ISS = 4;
  private static final long ABSENT = ClaimTimes.ABSENT;
  private static final long NO_DATE = -1;

  private final ClaimRule[] rules;
  private final JsonName @Nullable [] issuers;
  private final JsonName @Nullable [] audiences;
  private final long skewMillis;
  private final long maxAgeSeconds;
  private final long maxLifetimeSeconds;
  private final InstantSource clock;
  private final ClaimPlaces places;

  /**
   * A policy.
   *
   * @param rules what single claims must be
   * @param issuers accepted values of {@code iss}; null for any
   * @param audiences values of which {@code aud} must have one; null for any
   * @param maxAgeSeconds the longest time since {@code iat}, or {@link #UNBOUNDED}
   * @param maxLifetimeSeconds the longest time from {@code iat} to {@code exp}, or {@link
   *     #UNBOUNDED}
   */
  ClaimsPolicy(
      ClaimRule[] rules,
      JsonName @Nullable [] issuers,
      JsonName @Nullable [] audiences,
      long skewMillis,
      long maxAgeSeconds,
      long maxLifetimeSeconds,
      InstantSource clock) {
    this.rules = rules;
    this.issuers = issuers;
    this.audiences = audiences;
    this.skewMillis = skewMillis;
    this.maxAgeSeconds = maxAgeSeconds;
    this.maxLifetimeSeconds = maxLifetimeSeconds;
    this.clock = clock;
    this.places =
        new ClaimPlaces(
            Stream.concat(Arrays.stream(REGISTERED), Arrays.stream(rules).map(ClaimRule::name))
                .toArray(JsonName[]::new));
  }

  InstantSource clock() {
    return clock;
  }

  static boolean isDate(long seconds) {
    return seconds >= 0 && seconds <= LAST_SECOND;
  }

  /** The first check that fails, or null. */
  @Nullable RejectReason check(JsonObject claims) {
    int[] at = places.in(claims);
    long exp = date(claims, at[EXP]);
    long nbf = date(claims, at[NBF]);
    long iat = date(claims, at[IAT]);
    int aud = at[AUD];
    if (exp == NO_DATE || nbf == NO_DATE || iat == NO_DATE || !isAudience(claims, aud)) {
      return RejectReason.BAD_CLAIM;
    }
    boolean missing = false;
    for (int i = 0; i < rules.length; i++) {
      int index = at[REGISTERED.length + i];
      if (index < 0) {
        missing |= rules[i].required;
      } else if (rules[i].kind != null && rules[i].kind != claims.kind(index)) {
        return RejectReason.BAD_CLAIM;
      }
    }
    if (missing) {
      return RejectReason.MISSING_CLAIM;
    }
    if (issuers != null && !isIssuer(claims, at[ISS], issuers)) {
      return RejectReason.WRONG_ISSUER;
    }
    if (audiences != null && !namesAudience(claims, aud, audiences)) {
      return RejectReason.WRONG_AUDIENCE;
    }
    return checkTimes(exp, nbf, iat);
  }

  /** The dates of claims that have passed {@link #check}. */
  ClaimTimes times(JsonObject claims) {
    int[] at = places.in(claims);
    return new ClaimTimes(date(claims, at[EXP]), date(claims, at[NBF]), date(claims, at[IAT]));
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
  private static long date(JsonObject claims, int index) {
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

  private static boolean isIssuer(JsonObject claims, int iss, JsonName[] issuers) {
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
