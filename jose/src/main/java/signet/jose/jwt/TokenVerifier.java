package signet.jose.jwt;

/**
 * Decides about tokens: by one policy, or by one for each of several issuers. Safe for use by many
 * threads.
 */
public sealed interface TokenVerifier permits JwtVerifier, IssuersVerifier {
  /**
   * Checks one token. Never throws for what a stranger sent, and costs no stack trace when it
   * refuses.
   */
  Verification verify(String token);

  /**
   * As {@link #verify}, for those who like exceptions.
   *
   * @throws JwtRejectedException with the reason when the token is refused
   */
  default VerifiedJwt verifyOrThrow(String token) throws JwtRejectedException {
    Verification verification = verify(token);
    if (verification instanceof Verification.Verified verified) {
      return verified.jwt();
    }
    throw new JwtRejectedException((Verification.Rejected) verification);
  }
}
