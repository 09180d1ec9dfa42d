package signet.server.token;

import java.time.Duration;

/**
 * An access token just made; never shows itself.
 *
 * @param value the compact JWS
 * @param jti its {@code jti}, which may be logged
 * @param lifetime from issue to expiry
 * @param isBound whether a proof of possession has to come with it (RFC 9449)
 */
public record AccessToken(String value, String jti, Duration lifetime, boolean isBound) {
  /** {@code token_type}: how it is to be sent. */
  public String type() {
    return isBound ? "DPoP" : "Bearer";
  }

  @Override
  public String toString() {
    return "AccessToken[" + jti + "]";
  }
}
