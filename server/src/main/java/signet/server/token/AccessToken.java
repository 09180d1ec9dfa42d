package signet.server.token;

import java.time.Duration;

/**
 * An access token just made; never shows itself.
 *
 * @param value the compact JWS
 * @param jti its {@code jti}, which may be logged
 * @param lifetime from issue to expiry
 */
public record AccessToken(String value, String jti, Duration lifetime) {
  @Override
  public String toString() {
    return "AccessToken[" + jti + "]";
  }
}
