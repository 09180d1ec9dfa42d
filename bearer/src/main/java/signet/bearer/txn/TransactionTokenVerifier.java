package signet.bearer.txn;

import java.time.Duration;
import java.time.InstantSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;

/**
 * Verifies transaction tokens of one trust domain: {@code typ} txntoken+jwt; ES256 and Ed25519;
 * {@code aud} the trust domain; {@code iat}, {@code exp}, {@code txn}, {@code sub}, {@code scope}
 * and {@code req_wl} required; a lifetime of at most a minute. An access token is none, nor is a
 * transaction token an access token. Immutable and safe for use by many threads.
 *
 * <pre>{@code
 * RemoteJwkSet keys = RemoteJwkSet.builder(URI.create(gateway + "/.well-known/jwks.json")).build();
 * TransactionTokenVerifier verifier = TransactionTokenVerifier.builder("prod.example").keys(keys).build();
 * }</pre>
 */
public final class TransactionTokenVerifier {
  /** The longest time from {@code iat} to {@code exp}. */
  public static final Duration MAX_LIFETIME = Duration.ofSeconds(60);

  private final JwtVerifier verifier;

  private TransactionTokenVerifier(JwtVerifier verifier) {
    this.verifier = verifier;
  }

  /**
   * A verifier for that trust domain; only the keys are missing.
   *
   * @param trustDomain the value that {@code aud} must be, compared whole
   */
  public static Builder builder(String trustDomain) {
    return new Builder(trustDomain);
  }

  /** The settings; not safe for use by many threads. */
  public static final class Builder {
    private final JwtVerifier.Builder policy;
    private boolean issuerSaid;

    private Builder(String trustDomain) {
      if (trustDomain.isBlank()) {
        throw new IllegalArgumentException("say which trust domain the tokens are for");
      }
      policy =
          JwtVerifier.builder()
              .type(TransactionToken.TYPE)
              .algorithms(JwsAlgorithm.ES256, JwsAlgorithm.ED25519)
              .audience(trustDomain)
              .stringClaims(
                  ClaimNames.TRANSACTION, ClaimNames.SCOPE, ClaimNames.REQUESTING_WORKLOAD)
              .objectClaims(ClaimNames.TRANSACTION_CONTEXT, ClaimNames.REQUESTER_CONTEXT)
              .requireClaims(
                  ClaimNames.ISSUED_AT,
                  ClaimNames.AUDIENCE,
                  ClaimNames.TRANSACTION,
                  ClaimNames.SUBJECT,
                  ClaimNames.SCOPE,
                  ClaimNames.REQUESTING_WORKLOAD)
              .maxLifetime(MAX_LIFETIME);
    }

    /** Where the keys come from, such as the gateway's set through a {@code RemoteJwkSet}. */
    public Builder keys(KeySource source) {
      policy.keys(source);
      return this;
    }

    /** A fixed set of keys. */
    public Builder keys(JwkSet keys) {
      policy.keys(keys);
      return this;
    }

    /**
     * Asks for that {@code iss}. The draft makes the claim optional, since a trust domain has one
     * issuer whose keys are known: without this call any {@code iss}, or none, will do.
     */
    public Builder issuer(String issuer) {
      policy.issuer(issuer);
      issuerSaid = true;
      return this;
    }

    /** How far clocks may be apart: 30 s where nothing is said, 60 s at most. */
    public Builder clockSkew(Duration skew) {
      policy.clockSkew(skew);
      return this;
    }

    /** Remembers tokens that verified, as {@link JwtVerifier.Builder#cache} does. */
    public Builder cache(int maxTokens) {
      policy.cache(maxTokens);
      return this;
    }

    /** The clock; the system's where none is given. */
    public Builder clock(InstantSource clock) {
      policy.clock(clock);
      return this;
    }

    /**
     * The verifier.
     *
     * @throws IllegalStateException where keys are missing
     */
    public TransactionTokenVerifier build() {
      if (!issuerSaid) {
        policy.ignoreIssuer();
      }
      return new TransactionTokenVerifier(policy.build());
    }
  }

  /** Checks one token; never throws for what a stranger sent. */
  public TransactionVerification verify(String token) {
    Verification verification = verifier.verify(token);
    if (verification instanceof Verification.Rejected rejected) {
      return new TransactionVerification.Rejected(
          rejected.reason(), rejected.detail(), rejected.unverifiedKid());
    }
    return new TransactionVerification.Verified(
        TransactionToken.of(((Verification.Verified) verification).jwt()).orElseThrow());
  }

  /** The same policy for whoever takes a verifier of JWTs, such as a framework. */
  public JwtVerifier jwtVerifier() {
    return verifier;
  }
}
