package signet.jose.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwe.JweEncrypter;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jwks.FileKeySource;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.IssuersVerifier;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.TokenVerifier;
import signet.jose.jwt.Verification;

/** Runs the snippets of the guides: each Java block there stands in this file, line for line. */
class VerifyTokensGuideTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private final PrivateJwk published = PrivateJwk.generate(JwsAlgorithm.RS256);
  private final List<String> seen = new ArrayList<>();
  private HttpServer server;
  private URI jwksUri;

  @TempDir private Path folder;

  @BeforeEach
  void publishKeys() throws Exception {
    byte[] json = JwkSet.of(published).toJson().getBytes(StandardCharsets.UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/.well-known/jwks.json",
        exchange -> {
          exchange.sendResponseHeaders(200, json.length);
          exchange.getResponseBody().write(json);
          exchange.close();
        });
    server.start();
    jwksUri =
        URI.create("http://localhost:" + server.getAddress().getPort() + "/.well-known/jwks.json");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String accessToken(String issuer) {
    return JwtSigner.of(SigningKey.of(published), "at+jwt")
        .sign(
            JwtClaims.builder()
                .issuer(issuer)
                .subject("alice")
                .audience("https://api.example")
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(900))
                .jwtId("1")
                .claim("client_id", "default")
                .build());
  }

  private void serve(String subject) {
    seen.add(subject);
  }

  private void refuse(String reason) {
    seen.add(reason);
  }

  private void verifyRemote(String token) {
    RemoteJwkSet keys = RemoteJwkSet.builder(jwksUri).build();
    JwtVerifier verifier =
        JwtVerifier.accessToken("https://id.example", "https://api.example").keys(keys).build();

    Verification verification = verifier.verify(token);
    if (verification instanceof Verification.Verified verified) {
      serve(verified.jwt().subject().orElseThrow());
    } else if (verification instanceof Verification.Rejected rejected) {
      refuse(rejected.reason().word());
    }
  }

  @Test
  void verifiesFromARemoteSet() {
    verifyRemote(accessToken("https://id.example"));
    verifyRemote(accessToken("https://evil.example"));
    assertThat(seen).containsExactly("alice", "wrong_issuer");
  }

  @Test
  void signsWithAFreshKey() {
    PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.ES256);
    JwtSigner signer = JwtSigner.of(SigningKey.of(key), "at+jwt");
    String token =
        signer.sign(
            JwtClaims.builder()
                .issuer("https://id.example")
                .subject("alice")
                .audience("https://api.example")
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plus(Duration.ofMinutes(15)))
                .jwtId("an-id-of-its-own")
                .claim("client_id", "web")
                .build());
    String jwks = JwkSet.of(key).toJson();
    assertThat(jwks).doesNotContain("\"d\"");
    TokenVerifier verifier =
        JwtVerifier.accessToken("https://id.example", "https://api.example")
            .keys(JwkSet.parse(jwks))
            .build();
    assertThat(verifier.verify(token)).isInstanceOf(Verification.Verified.class);
  }

  @Test
  void readsKeysFromFiles() throws Exception {
    Path pem = folder.resolve("public.pem");
    Files.writeString(pem, Pem.encode(published.toPublic()));
    SecretJwk old = SecretJwk.generate(JwsAlgorithm.HS256);
    Path secrets = folder.resolve("secrets.json");
    Files.writeString(secrets, JwkSet.of(old, SecretJwk.generate(JwsAlgorithm.HS256)).exportJson());
    PublicJwk publicKey = (PublicJwk) Pem.decode(Files.readString(pem));
    JwtVerifier oneKey =
        JwtVerifier.accessToken("https://id.example", "https://api.example")
            .keys(JwkSet.of(publicKey))
            .build();

    JwtVerifier sharedSecrets =
        JwtVerifier.accessToken("https://id.example", "https://api.example")
            .algorithms(JwsAlgorithm.HS256)
            .keys(FileKeySource.watch(secrets))
            .build();
    assertThat(oneKey.verify(accessToken("https://id.example")))
        .isInstanceOf(Verification.Verified.class);
    String hmacToken =
        JwtSigner.of(SigningKey.of(old), "at+jwt")
            .sign(
                JwtClaims.builder()
                    .issuer("https://id.example")
                    .subject("alice")
                    .audience("https://api.example")
                    .issuedAt(Instant.now())
                    .expiresAt(Instant.now().plusSeconds(60))
                    .jwtId("1")
                    .claim("client_id", "web")
                    .build());
    assertThat(sharedSecrets.verify(hmacToken)).isInstanceOf(Verification.Verified.class);
  }

  @Test
  void narrowsThePolicy() {
    RemoteJwkSet keys = RemoteJwkSet.builder(jwksUri).build();
    JwtVerifier verifier =
        JwtVerifier.accessToken("https://id.example", "https://api.example")
            .keys(keys)
            .algorithms(JwsAlgorithm.RS256)
            .requireClaims("sid")
            .clockSkew(Duration.ofSeconds(10))
            .maxAge(Duration.ofMinutes(5))
            .maxLifetime(Duration.ofMinutes(15))
            .check(jwt -> jwt.roles().contains("clerk"))
            .cache(10_000)
            .build();
    assertThat(verifier.verify(accessToken("https://id.example")))
        .extracting("reason")
        .hasToString("missing_claim");
  }

  @Test
  void verifiesSeveralIssuers() {
    RemoteJwkSet ours = RemoteJwkSet.builder(jwksUri).build();
    RemoteJwkSet theirs = RemoteJwkSet.builder(jwksUri).build();
    String audience = "https://api.example";
    TokenVerifier verifier =
        IssuersVerifier.of(
            Map.of(
                "https://id.example",
                JwtVerifier.accessToken("https://id.example", audience).keys(ours).build(),
                "https://partner.example",
                JwtVerifier.accessToken("https://partner.example", audience).keys(theirs).build()));
    assertThat(verifier.verify(accessToken("https://partner.example")))
        .isInstanceOf(Verification.Verified.class);
    assertThat(verifier.verify(accessToken("https://evil.example")))
        .extracting("reason")
        .hasToString("wrong_issuer");
  }

  @Test
  void nestsTokens() {
    PrivateJwk recipient = PrivateJwk.generateForAgreement(Curve.X25519);
    String signed = accessToken("https://id.example");
    String nested =
        JweEncrypter.of(recipient.toPublic(), JweAlgorithm.ECDH_ES, JweEncryption.A256GCM)
            .encryptNested(signed);

    JwtVerifier verifier =
        JwtVerifier.accessToken("https://id.example", "https://api.example")
            .keys(JwkSet.of(published.toPublic()))
            .nested(
                JweDecrypter.builder()
                    .keys(JwkSet.of(recipient))
                    .algorithms(JweAlgorithm.ECDH_ES)
                    .encryptions(JweEncryption.A256GCM)
                    .build())
            .build();
    assertThat(verifier.verify(nested)).isInstanceOf(Verification.Verified.class);
    assertThat(verifier.verify(signed)).extracting("reason").hasToString("not_nested");
  }

  @Test
  void everySnippetStandsInThisFile() throws Exception {
    Path root = Path.of(System.getProperty("signet.root", ".."));
    String source =
        unindented(
            Files.readString(
                root.resolve("jose/src/test/java/signet/jose/docs/VerifyTokensGuideTest.java")));
    Matcher block =
        JAVA_BLOCK.matcher(Files.readString(root.resolve("docs/guides/verify-tokens.md")));
    int blocks = 0;
    while (block.find()) {
      assertThat(source).contains(unindented(block.group(1)));
      blocks++;
    }
    assertThat(blocks).isPositive();
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
