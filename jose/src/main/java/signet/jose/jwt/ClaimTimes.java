package signet.jose.jwt;

/**
 * The dates of a claims set in seconds since the epoch, {@link #ABSENT} where it has none.
 *
 * @param exp {@code exp}
 * @param nbf {@code nbf}
 * @param iat {@code iat}
 */
record ClaimTimes(long exp, long nbf, long iat) {
  static final long ABSENT = Long.MIN_VALUE;
}
