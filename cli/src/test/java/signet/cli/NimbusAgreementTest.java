package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.testkit.Scale;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/**
 * {@code token verify} says of generated tokens, good and damaged, what Nimbus says. One difference
 * is policy: a text that is not the canonical one of its bytes is refused here and read by Nimbus.
 */
class NimbusAgreementTest {
  private static final int TOKENS = Scale.count(100, 1000);
  private static final long NOW = CommandRun.NOW.getEpochSecond();
  private static final String ISSUER = "https://id.example";
  private static final String AUDIENCE = "orders";
  private static final int KINDS = 12;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
        "ES384", "ES512"
      })
  void agreesWithNimbus(String alg) throws Exception {
    ForgeKey key = ForgeKey.generate(alg).withKid("ours");
    ForgeKey stranger = ForgeKey.generate(alg).withKid("ours");
    // A fixed seed: a failure can be looked at again.
    Random random = new Random(20260101);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(token(i % KINDS, key, stranger, random));
    }
    CommandRun run = verify(key, tokens);
    List<String> answers = run.out().lines().toList();
    assertThat(answers).hasSameSizeAs(tokens);
    int accepted = 0;
    for (int i = 0; i < tokens.size(); i++) {
      boolean ours = answers.get(i).equals("valid");
      boolean nimbus = isCanonical(tokens.get(i)) && nimbusAccepts(key, tokens.get(i));
      assertThat(ours)
          .as("kind %d: %s, %s", i % KINDS, answers.get(i), tokens.get(i))
          .isEqualTo(nimbus);
      accepted += ours ? 1 : 0;
    }
    assertThat(accepted).isBetween(TOKENS / KINDS, TOKENS - TOKENS / KINDS);
    assertThat(run.status()).isEqualTo(1);
  }

  private CommandRun verify(ForgeKey key, List<String> tokens) throws Exception {
    boolean symmetric = key.alg().startsWith("HS");
    Path file = folder.resolve("key");
    Files.writeString(file, key.jwk());
    return CommandRun.of(
        String.join("\n", tokens) + "\n",
        "token",
        "verify",
        "--lines",
        symmetric ? "--secret-file" : "--public-key",
        file.toString(),
        "--alg",
        key.alg(),
        "--issuer",
        ISSUER,
        "--audience",
        AUDIENCE);
  }

  private static String token(int kind, ForgeKey key, ForgeKey stranger, Random random) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", AUDIENCE);
    claims.put("sub", "user-" + random.nextInt(1000));
    claims.put("exp", NOW + 1 + random.nextInt(900));
    switch (kind) {
      case 1 -> claims.put("exp", NOW - 31 - random.nextInt(900));
      case 2 -> claims.put("iss", ISSUER + "/");
      case 3 -> claims.put("aud", List.of("other", AUDIENCE));
      case 4 -> claims.put("aud", "other");
      case 5 -> claims.put("nbf", NOW + 31 + random.nextInt(900));
      case 6 -> claims.remove("exp");
      case 7 -> claims.put("name", "Zoë \"Ω\" \\ 🙂");
      default -> {}
    }
    TokenForge forge = TokenForge.with(key).header("typ", "JWT").claims(claims);
    return switch (kind) {
      case 8 -> forge.signedBy(stranger);
      case 9 -> forge.header("alg", "none").unsigned();
      case 10 -> changed(forge.sign(), random);
      case 11 -> forge.sign().substring(0, forge.sign().length() - 1 - random.nextInt(20));
      default -> forge.sign();
    };
  }

  private static String changed(String token, Random random) {
    int at = random.nextInt(token.length());
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    char other = letters.charAt(random.nextInt(letters.length()));
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private static boolean isCanonical(String token) {
    for (String part : token.split("\\.", -1)) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(part.getBytes(UTF_8));
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
          return false;
        }
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
    return true;
  }

  private static boolean nimbusAccepts(ForgeKey key, String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!jwt.getHeader().getAlgorithm().getName().equals(key.alg())
          || !key.kid().equals(jwt.getHeader().getKeyID())
          || !jwt.verify(verifier(key))) {
        return false;
      }
      claimsVerifier().verify(jwt.getJWTClaimsSet(), null);
      return true;
    } catch (Exception e) {
      // Each of its exceptions is a refusal.
      return false;
    }
  }

  private static JWSVerifier verifier(ForgeKey key) throws Exception {
    if (key.alg().startsWith("HS")) {
      return new MACVerifier(key.secret());
    }
    return key.publicKey() instanceof RSAPublicKey rsa
        ? new RSASSAVerifier(rsa)
        : new ECDSAVerifier((ECPublicKey) key.publicKey());
  }

  private static DefaultJWTClaimsVerifier<?> claimsVerifier() {
    DefaultJWTClaimsVerifier<?> verifier =
        new DefaultJWTClaimsVerifier<>(
            AUDIENCE, new JWTClaimsSet.Builder().issuer(ISSUER).build(), Set.of("exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(CommandRun.NOW);
          }
        };
    verifier.setMaxClockSkew(30);
    return verifier;
  }
}
