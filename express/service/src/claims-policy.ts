import { JsonNumber, type JsonObject, type JsonValue } from "./json.js";
import type { RejectReason } from "./reason.js";

/** The end of the year 9999; what lies beyond is a mistake, milliseconds for the most part. */
const LAST_SECOND = 253_402_300_799;

/** What is expected of claims. Times are in seconds but for the skew. */
export interface ClaimExpectations {
  /** Null for any, or none. */
  readonly issuers: readonly string[] | null;
  readonly audiences: readonly string[];
  readonly required: readonly string[];
  /** Strings where they are present. */
  readonly strings: readonly string[];
  /** Objects where they are present. */
  readonly objects: readonly string[];
  readonly skewMillis: number;
  readonly maxAgeSeconds: number | undefined;
  readonly maxLifetimeSeconds: number | undefined;
}

/** The dates of a token that verified, in seconds since the epoch. */
export interface ClaimTimes {
  readonly exp: number | undefined;
  readonly nbf: number | undefined;
  readonly iat: number | undefined;
}

/** The first check of claims that fails, or the dates, to be checked again when it is seen again. */
export function checkClaims(
  claims: JsonObject,
  expected: ClaimExpectations,
  nowMillis: number,
): RejectReason | ClaimTimes {
  const exp = date(claims.get("exp"));
  const nbf = date(claims.get("nbf"));
  const iat = date(claims.get("iat"));
  const aud = audiences(claims.get("aud"));
  if (exp === null || nbf === null || iat === null || aud === null) {
    return "bad_claim";
  }
  if (expected.strings.some((name) => claims.has(name) && typeof claims.get(name) !== "string")) {
    return "bad_claim";
  }
  if (expected.objects.some((name) => claims.has(name) && !(claims.get(name) instanceof Map))) {
    return "bad_claim";
  }
  if (expected.required.some((name) => !claims.has(name))) {
    return "missing_claim";
  }
  // RFC 8725 §3.8; equality of the whole text, no normalization.
  if (expected.issuers?.includes(claims.get("iss") as string) === false) {
    return "wrong_issuer";
  }
  if (!expected.audiences.some((audience) => aud.includes(audience))) {
    return "wrong_audience";
  }
  const times = { exp, nbf, iat };
  return checkTimes(times, expected, nowMillis) ?? times;
}

/** The checks against the clock alone. */
export function checkTimes(
  { exp, nbf, iat }: ClaimTimes,
  { skewMillis, maxAgeSeconds, maxLifetimeSeconds }: ClaimExpectations,
  nowMillis: number,
): RejectReason | undefined {
  // RFC 7519 §4.1.4: at exp the token has expired.
  if (exp !== undefined && nowMillis - skewMillis >= exp * 1000) {
    return "expired";
  }
  if (nbf !== undefined && nowMillis + skewMillis < nbf * 1000) {
    return "not_yet_valid";
  }
  if (iat === undefined) {
    return undefined;
  }
  if (nowMillis + skewMillis < iat * 1000) {
    return "issued_in_future";
  }
  if (maxAgeSeconds !== undefined && nowMillis - skewMillis - iat * 1000 > maxAgeSeconds * 1000) {
    return "too_old";
  }
  return maxLifetimeSeconds !== undefined && exp !== undefined && exp - iat > maxLifetimeSeconds
    ? "lifetime_too_long"
    : undefined;
}

/**
 * The date, undefined where there is none, null where it is no date. RFC 7519 §2 lets a NumericDate have a fraction; nobody issues one, so only integers are
 * dates.
 */
export function date(value: JsonValue | undefined): number | undefined | null {
  if (value === undefined) {
    return undefined;
  }
  const seconds = value instanceof JsonNumber ? value.integer() : null;
  return seconds !== null && seconds >= 0 && seconds <= LAST_SECOND ? Number(seconds) : null;
}

/** RFC 7519 §4.1.3, narrowed: a string or an array of strings with at least one. */
function audiences(value: JsonValue | undefined): readonly string[] | null {
  if (value === undefined) {
    return [];
  }
  const list = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((element) => typeof element === "string") ? list : null;
}
