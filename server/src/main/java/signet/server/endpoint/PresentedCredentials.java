package signet.server.endpoint;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import signet.bearer.dpop.DpopRequest;
import signet.bearer.dpop.DpopVerifier;

/**
 * What of a request shows who sends it; never shows itself. Read on the event loop.
 *
 * @param authorization every value of that header
 * @param proofs every value of the header {@code DPoP}
 * @param method of the request
 * @param target its address, as clients see it
 */
record PresentedCredentials(
    List<String> authorization, List<String> proofs, String method, String target) {
  /**
   * Those of a request.
   *
   * @param origin under which clients see this server
   */
  static PresentedCredentials of(HttpServerRequest request, String origin) {
    return new PresentedCredentials(
        request.headers().getAll("Authorization"),
        request.headers().getAll(DpopVerifier.HEADER),
        request.method().name(),
        origin + request.path());
  }

  /** What a proof for that access token is compared with. */
  DpopRequest with(String accessToken) {
    return new DpopRequest(proofs, method, target, accessToken);
  }

  /** What a proof that comes with a request for a token is compared with. */
  DpopRequest forToken() {
    return DpopRequest.forToken(proofs, method, target);
  }

  @Override
  public String toString() {
    return "PresentedCredentials[" + method + "]";
  }
}
