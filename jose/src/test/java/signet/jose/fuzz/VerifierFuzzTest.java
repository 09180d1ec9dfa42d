package signet.jose.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jws.JwsVerifier;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.MalformedJwtException;
import signet.jose.jwt.UnverifiedJwt;
import signet.jose.jwt.Verification;
import signet.testkit.forge.ForgeKey;

/**
 * Nothing but a refusal comes out of the verifier, whatever goes in.
 *
 * <p>In an ordinary build the seeds are run once. {@code JAZZER_FUZZ=1} fuzzes one method for the
 * time that it states, or for {@code -Djazzer.max_duration=1h}; see CONTRIBUTING.md.
 */
class VerifierFuzzTest {
  private static final ForgeKey KEY = ForgeKey.generate("HS256");

  private static final JwtVerifier VERIFIER =
      JwtVerifier.accessToken("https://issuer.example", "https://api.example")
          .keys(JwkSet.parse(ForgeKey.jwks(KEY)))
          .algorithms(JwsAlgorithm.values())
          .build();

  private static final JwsVerifier RAW =
      JwsVerifier.builder()
          .keys(JwkSet.parse(ForgeKey.jwks(KEY)))
          .algorithms(JwsAlgorithm.values())
          .build();

  /** Text as a stranger sends it. */
  @FuzzTest(maxDuration = "10s")
  @DictionaryFile(resourcePath = "jose.dict")
  void compactToken(FuzzedDataProvider data) {
    String token = data.consumeRemainingAsString();
    assertThat(VERIFIER.verify(token)).isInstanceOf(Verification.Rejected.class);
    RAW.verify(token);
    unverified(token);
  }

  /** Any header and any claims, rightly signed, so that everything behind the signature runs. */
  @FuzzTest(maxDuration = "10s")
  @DictionaryFile(resourcePath = "jose.dict")
  void signedToken(FuzzedDataProvider data) {
    boolean free = data.consumeBoolean();
    String header =
        free
            ? data.consumeString(300)
            : "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"" + KEY.kid() + "\"}";
    byte[] claims = data.consumeRemainingAsBytes();
    String input = encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims);
    String token = input + "." + encode(KEY.sign(input.getBytes(StandardCharsets.US_ASCII)));
    Verification verification = VERIFIER.verify(token);
    if (verification instanceof Verification.Verified verified) {
      assertThat(verified.jwt().claims().toMap()).containsKeys("iss", "aud", "exp");
    }
    unverified(token);
  }

  private static void unverified(String token) {
    try {
      UnverifiedJwt jwt = UnverifiedJwt.parse(token);
      assertThat(jwt.headerJson()).isNotNull();
      assertThat(jwt.payloadJson()).isNotNull();
    } catch (MalformedJwtException expected) {
      // The one thing that may come out.
      return;
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
