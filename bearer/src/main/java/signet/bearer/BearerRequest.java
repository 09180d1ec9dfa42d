package signet.bearer;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.bearer.dpop.DpopRequest;
import signet.bearer.dpop.SenderConstraint;

/**
 * What of a request bears on its authentication: the values of its {@code Authorization} header,
 * and of {@code DPoP} with the request's own method and address where tokens may be bound to keys.
 * Nothing else is looked at, so a token in a query or a body has no effect (RFC 6750 §5.3).
 * Immutable; never shows itself.
 */
public final class BearerRequest {
  private static final String BEARER = "bearer";
  private static final String DPOP = "dpop";

  private final List<String> authorization;
  private final @Nullable DpopRequest proof;

  private BearerRequest(List<String> authorization, @Nullable DpopRequest proof) {
    this.authorization = authorization;
    this.proof = proof;
  }

  /**
   * A request.
   *
   * @param authorization every value of the header, one for each line in which it stood; empty
   *     where it did not
   */
  public static BearerRequest of(Collection<String> authorization) {
    return new BearerRequest(List.copyOf(authorization), null);
  }

  /**
   * The same request, with what a proof of possession is compared with (RFC 9449). Without it no
   * token is taken that is bound to a key.
   *
   * @param proofs every value of the header {@code DPoP}
   * @param method such as {@code GET}
   * @param target the request's address as its client sees it: scheme, host and path
   */
  public BearerRequest withProof(Collection<String> proofs, String method, String target) {
    return new BearerRequest(
        authorization, new DpopRequest(List.copyOf(proofs), method, target, null));
  }

  /** With which scheme the token came; of no meaning where none did. */
  public SenderConstraint.Scheme scheme() {
    return isOf(DPOP) ? SenderConstraint.Scheme.DPOP : SenderConstraint.Scheme.BEARER;
  }

  /** What a proof for that token is compared with; empty where nothing is known of proofs. */
  public Optional<DpopRequest> proofFor(String token) {
    return Optional.ofNullable(proof)
        .map(p -> new DpopRequest(p.proofs(), p.method(), p.target(), token));
  }

  /** Whether it has more than one method of sending a token (RFC 6750 §2), which is refused. */
  public boolean isAmbiguous() {
    if (authorization.size() > 1) {
      return true;
    }
    // Several words, or a list.
    String credentials = credentials();
    return credentials != null && (credentials.indexOf(' ') >= 0 || credentials.indexOf(',') >= 0);
  }

  /**
   * The token, which may be empty and anything else that a stranger wrote; absent where there is no
   * header, one of another scheme, or an ambiguous one.
   */
  public Optional<String> token() {
    return isAmbiguous() ? Optional.empty() : Optional.ofNullable(credentials());
  }

  /** What follows the scheme, possibly empty; null where the scheme is another one. */
  private @Nullable String credentials() {
    if (authorization.isEmpty()) {
      return null;
    }
    // Who does not look at proofs does not know their scheme.
    if (!isOf(BEARER) && (proof == null || !isOf(DPOP))) {
      return null;
    }
    String value = authorization.get(0).strip();
    int end = value.indexOf(' ');
    return end < 0 ? "" : value.substring(end).strip();
  }

  private boolean isOf(String scheme) {
    String value = authorization.isEmpty() ? "" : authorization.get(0).strip();
    int end = value.indexOf(' ');
    return (end < 0 ? value : value.substring(0, end)).toLowerCase(Locale.ROOT).equals(scheme);
  }

  @Override
  public String toString() {
    return "BearerRequest[" + authorization.size() + "]";
  }
}
