package signet.bearer.dpop;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of an HTTP request a proof is compared with. Immutable.
 *
 * @param proofs every value of the {@code DPoP} header, one for each line in which it stood
 * @param method the request's method as it was sent, such as {@code GET}
 * @param target the address that the client used: scheme, host and path, seen from outside of all
 *     proxies; a query has no effect
 * @param accessToken the token that came with the request; null where none is expected, as at a
 *     token endpoint
 */
public record DpopRequest(
    List<String> proofs, String method, String target, @Nullable String accessToken) {
  /** A request of which nothing is known: no proof is for it. */
  public static final DpopRequest NONE = new DpopRequest(List.of(), "", "", null);

  /** Keeps a copy of the proofs. */
  public DpopRequest {
    proofs = List.copyOf(proofs);
    Objects.requireNonNull(method);
    Objects.requireNonNull(target);
  }

  /** A request for a token: nothing is known of the key yet. */
  public static DpopRequest forToken(Collection<String> proofs, String method, String target) {
    return new DpopRequest(List.copyOf(proofs), method, target, null);
  }

  /** Without the proofs and the token. */
  @Override
  public String toString() {
    return "DpopRequest[" + method + ", " + proofs.size() + " proofs]";
  }
}
