package signet.server.grant;

import signet.bearer.dpop.DpopRequest;
import signet.bearer.dpop.SenderConstraint;

/**
 * An access token as a request presents it; never shows itself.
 *
 * @param value the compact token
 * @param scheme how it was sent
 * @param request what a proof of possession is compared with
 */
public record PresentedAccessToken(
    String value, SenderConstraint.Scheme scheme, DpopRequest request) {
  @Override
  public String toString() {
    return "PresentedAccessToken[" + scheme + "]";
  }
}
