package signet.bearer.dpop;

import signet.jose.reject.RejectReason;

/** What {@link DpopVerifier} found. */
public sealed interface DpopResult {
  /**
   * The proof holds, and nobody has seen it before.
   *
   * @param thumbprint of the key that signed it: {@code jkt}, RFC 7638 with SHA-256, base64url
   */
  record Proven(String thumbprint) implements DpopResult {}

  /**
   * The proof does not hold.
   *
   * @param problem what is wrong
   */
  record Refused(Problem problem) implements DpopResult {}

  /** Why a proof does not hold, in the order in which it is checked (RFC 9449 §4.3). */
  enum Problem {
    /** A token that is not bound to a key came as one that is (RFC 9449 §7.1). */
    NOT_BOUND("the token is not bound to a key"),
    /** The token is bound to something else than a key's thumbprint, or to more than that. */
    OTHER_CONFIRMATION("the token is bound to something that is not known here"),
    /** There is no {@code DPoP} header, or the token came as a mere bearer token. */
    MISSING("a proof of possession is needed"),
    /** There is more than one. */
    SEVERAL("there is more than one DPoP header"),
    /** No JWT of type {@code dpop+jwt} whose signature holds under the public key in its header. */
    NOT_A_PROOF("it is no dpop+jwt signed by the public key in its header"),
    /** {@code jti}, {@code htm}, {@code htu} or {@code iat} is missing, or not of its type. */
    CLAIMS("jti, htm, htu or iat is missing or malformed"),
    /** It was made for another method. */
    METHOD("htm is another method"),
    /** It was made for another address. */
    TARGET("htu is another address"),
    /** It lacks a nonce of this server, or that is too old. */
    NONCE("a nonce of this server is needed"),
    /** It was made too long ago, or is dated ahead. */
    TIME("iat is outside of the accepted time"),
    /** It was made for another access token. */
    TOKEN("ath is not the hash of the access token"),
    /** The access token is bound to another key. */
    KEY("the token is bound to another key"),
    /** It was used before. */
    REPLAYED("it was used before"),
    /** Nothing more can be remembered for now, so it cannot be told whether it was used before. */
    UNAVAILABLE("too many proofs at once");

    private final String words;

    Problem(String words) {
      this.words = words;
    }

    /** The word for it among the reasons for which a token is refused. */
    public RejectReason reason() {
      return this == MISSING ? RejectReason.DPOP_MISSING : RejectReason.DPOP_INVALID;
    }

    /** The error code of RFC 9449 §7.1 and §9, or of RFC 6750 §3.1. */
    public String error() {
      return switch (this) {
        case NONCE -> "use_dpop_nonce";
        case MISSING, NOT_BOUND, OTHER_CONFIRMATION, KEY -> "invalid_token";
        default -> "invalid_dpop_proof";
      };
    }

    /** The problem in words, with nothing from the request. */
    public String words() {
      return words;
    }
  }
}
