package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.ClientCredentials;
import signet.bearer.ClientCredentialsException;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.VerifiedJwt;
import signet.server.LocalAdministration;
import signet.server.SignetServer;
import signet.server.admin.Administration;
import signet.server.config.ConfigLoader;
import signet.server.config.ServerConfig;

/** A service fetches tokens of its own from a server, and another one verifies them. */
final class ClientCredentialsIT {
  private static final String ORDERS = "https://orders.example.com";
  private static final PrivateJwk KEY =
      PrivateJwk.generate(JwsAlgorithm.ES256).withKid("k1").withAlgorithm(JwsAlgorithm.ES256);

  @TempDir static Path folder;
  private static ServerConfig config;
  private static SignetServer server;

  @BeforeAll
  static void start() throws Exception {
    Path keys = Files.writeString(folder.resolve("public.jwk"), KEY.toPublic().toJson());
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("data", folder.resolve("data").toString());
    flags.put("port", "0");
    flags.put("management.port", "0");
    flags.put("tokens.access.algorithm", "ES256");
    flags.put("clients.signer.channel", "confidential");
    flags.put("clients.signer.keys", keys.toString());
    flags.put("clients.signer.audiences", ORDERS);
    flags.put("clients.signer.scopes", "orders:read");
    config = ConfigLoader.load(Optional.empty(), Map.of(), flags);
    server = SignetServer.start(config);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ClientCredentials.Builder credentials() {
    return ClientCredentials.at(URI.create(server.url() + "/oauth2/token"));
  }

  private static VerifiedJwt verified(String token, String audience) throws Exception {
    try (RemoteJwkSet keys =
        RemoteJwkSet.builder(URI.create(server.url() + "/.well-known/jwks.json")).build()) {
      return JwtVerifier.accessToken(server.issuer(), audience)
          .keys(keys)
          .build()
          .verifyOrThrow(token);
    }
  }

  @Test
  void aSecretShownByTheAdministrationFetchesTokens() throws Exception {
    String secret;
    try (Administration administration = LocalAdministration.open(config)) {
      secret =
          administration
              .clients()
              .add("billing", Map.of("channel", "confidential", "scopes", "orders:read"))
              .secret()
              .orElseThrow();
    }
    ClientCredentials billing = credentials().secret("billing", secret).build();

    String token = billing.accessToken();

    assertThat(billing.accessToken()).as("kept").isEqualTo(token);
    VerifiedJwt verified = verified(token, server.issuer());
    assertThat(verified.subject()).contains("billing");
    assertThat(verified.scopes()).containsExactly("orders:read");
  }

  @Test
  void aKeyFetchesTokensForAnAudience() throws Exception {
    ClientCredentials signer =
        credentials()
            .key("signer", KEY, server.issuer())
            .scope("orders:read")
            .resource(ORDERS)
            .build();

    assertThat(verified(signer.accessToken(), ORDERS).clientId()).contains("signer");
  }

  @Test
  void aWrongSecretIsSaidToBeOne() {
    ClientCredentials wrong = credentials().secret("billing", "wrong").build();

    assertThat(catchThrowableOfType(ClientCredentialsException.class, wrong::accessToken).error())
        .contains("invalid_client");
  }
}
