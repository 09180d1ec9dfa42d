package signet.bearer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;

/** How a client shows the token endpoint who it is; never shows itself. Immutable. */
abstract sealed class ClientProof {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Duration ASSERTION_LIFETIME = Duration.ofSeconds(60);
  private static final int JTI_BYTES = 16;

  private final String clientId;

  private ClientProof(String clientId) {
    this.clientId = clientId;
  }

  static ClientProof secret(String clientId, String secret) {
    return new Secret(clientId, secret);
  }

  static ClientProof key(String clientId, PrivateJwk key, String issuer) {
    return new Key(clientId, JwtSigner.of(SigningKey.of(key), "JWT"), issuer);
  }

  /** The value of the {@code Authorization} header, if there is one. */
  abstract Optional<String> authorization();

  /** Parameters of the form; new ones for each request. */
  abstract Map<String, String> parameters(Instant now);

  @Override
  public final String toString() {
    return clientId;
  }

  private static final class Secret extends ClientProof {
    private final String header;

    Secret(String clientId, String secret) {
      super(clientId);
      // RFC 6749 §2.3.1: both are encoded as in a form before they are joined.
      String pair = encode(clientId) + ":" + encode(secret);
      header =
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    Optional<String> authorization() {
      return Optional.of(header);
    }

    @Override
    Map<String, String> parameters(Instant now) {
      return Map.of();
    }
  }

  private static final class Key extends ClientProof {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String clientId;
    private final JwtSigner signer;
    private final String issuer;

    Key(String clientId, JwtSigner signer, String issuer) {
      super(clientId);
      this.clientId = clientId;
      this.signer = signer;
      this.issuer = issuer;
    }

    @Override
    Optional<String> authorization() {
      return Optional.empty();
    }

    @Override
    Map<String, String> parameters(Instant now) {
      byte[] jti = new byte[JTI_BYTES];
      RANDOM.nextBytes(jti);
      JwtClaims claims =
          JwtClaims.builder()
              .issuer(clientId)
              .subject(clientId)
              .audience(issuer)
              .issuedAt(now)
              .expiresAt(now.plus(ASSERTION_LIFETIME))
              .jwtId(Base64.getUrlEncoder().withoutPadding().encodeToString(jti))
              .build();
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("client_assertion_type", ASSERTION_TYPE);
      parameters.put("client_assertion", signer.sign(claims));
      return parameters;
    }
  }
}
