package signet.server.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import signet.jose.jwe.JweEncrypter;

/**
 * What an access token says, apart from what its issuer adds.
 *
 * @param subject the {@code sub}: a user's, or the client's where it asks for itself
 * @param clientId the client it is given to
 * @param audience the one {@code aud}
 * @param scopes may be empty
 * @param login the user's session; empty where a client asks for itself
 * @param form how the client wants it
 */
public record AccessTokenRequest(
    String subject,
    String clientId,
    String audience,
    SortedSet<String> scopes,
    Optional<Login> login,
    Form form) {

  /**
   * What a user's session adds.
   *
   * @param sid the session
   * @param authTime when the user authenticated
   * @param roles read together with the version
   * @param authzVersion the user's, at the time when the roles were read
   * @param claims made of the user's attributes
   */
  public record Login(
      String sid,
      Instant authTime,
      SortedSet<String> roles,
      long authzVersion,
      Map<String, Object> claims) {
    /** The names alone: claims can be personal data. */
    @Override
    public String toString() {
      return "Login[" + sid + ", " + claims.keySet() + "]";
    }
  }

  /**
   * How a client wants its access tokens.
   *
   * @param lifetime empty means the server's
   * @param encryption nests the token, where it is made for another audience than this server
   * @param boundTo the thumbprint of the key whose holder alone may use the token (RFC 9449 §6);
   *     empty where whoever bears it may
   */
  public record Form(
      Optional<Duration> lifetime, Optional<JweEncrypter> encryption, Optional<String> boundTo) {}
}
