package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/** What a proof under its own header's key must be, made by an independent signer. */
final class PossessionProofTest {
  private static final String TYPE = "dpop+jwt";
  private static final ForgeKey KEY = ForgeKey.generate("ES256");
  private static final Set<JwsAlgorithm> ALL = EnumSet.allOf(JwsAlgorithm.class);

  private static TokenForge proof(ForgeKey key) {
    Map<String, @Nullable Object> jwk = key.jwkMembers();
    return TokenForge.with(key).header("typ", TYPE).header("jwk", jwk).claims(Map.of("jti", "1"));
  }

  private static TokenForge proofWithKeyMember(String name, @Nullable Object value) {
    Map<String, @Nullable Object> jwk = new LinkedHashMap<>(KEY.jwkMembers());
    jwk.put(name, value);
    return proof(KEY).header("jwk", jwk);
  }

  private static Optional<PossessionProof> verify(String proof) {
    return PossessionProof.verify(proof, TYPE, ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "ES384", "ES512", "RS256", "PS256", "Ed25519"})
  void proofOfItsOwnKeyHolds(String alg) {
    ForgeKey key = ForgeKey.generate(alg);
    PossessionProof proof = verify(proof(key).sign()).orElseThrow();
    assertThat(proof.thumbprint()).isEqualTo(Jwk.parse(key.jwk()).thumbprint());
    assertThat(Json.parse(proof.payload())).hasToString("{\"jti\":\"1\"}");
  }

  @Test
  void typeComparesAsMediaType() {
    assertThat(verify(proof(KEY).header("typ", "application/DPoP+JWT").sign())).isPresent();
    assertThat(verify(proof(KEY).header("typ", "at+jwt").sign())).isEmpty();
    assertThat(verify(proof(KEY).withoutHeader("typ").sign())).isEmpty();
  }

  @Test
  void namesOfTheKeyDoNotMatter() {
    assertThat(verify(proof(KEY).header("kid", "another").sign())).isPresent();
    assertThat(verify(proof(KEY).withoutHeader("kid").sign())).isPresent();
    assertThat(verify(proofWithKeyMember("kid", "third").sign())).isPresent();
  }

  @Test
  void orderOfTheHeaderDoesNotMatter() {
    String header = "{\"jwk\":" + KEY.jwk() + ",\"alg\":\"ES256\",\"typ\":\"dpop+jwt\"}";
    assertThat(verify(proof(KEY).headerJson(header).sign())).isPresent();
  }

  @Test
  void signatureOfAnotherKeyIsRefused() {
    assertThat(verify(proof(KEY).signedBy(ForgeKey.generate("ES256")))).isEmpty();
    assertThat(verify(proof(KEY).unsigned())).isEmpty();
  }

  @Test
  void headerWithoutAUsableKeyIsRefused() {
    assertThat(verify(proof(KEY).withoutHeader("jwk").sign())).isEmpty();
    assertThat(verify(proof(KEY).header("jwk", KEY.jwk()).sign())).isEmpty();
    assertThat(verify(proof(KEY).header("jwk", Map.of()).sign())).isEmpty();
    assertThat(verify(proof(KEY).header("jwk", null).sign())).isEmpty();
  }

  @Test
  void privateHalfInTheHeaderIsRefused() {
    byte[] d = ((java.security.interfaces.ECPrivateKey) KEY.privateKey()).getS().toByteArray();
    byte[] fixed = new byte[32];
    int used = Math.min(32, d.length);
    System.arraycopy(d, d.length - used, fixed, 32 - used, used);
    String encoded = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    assertThat(verify(proofWithKeyMember("d", encoded).sign())).isEmpty();
  }

  @Test
  void keyForSomethingElseIsRefused() {
    assertThat(verify(proofWithKeyMember("use", "enc").sign())).isEmpty();
    assertThat(verify(proofWithKeyMember("use", "sig").sign())).isPresent();
    assertThat(verify(proofWithKeyMember("alg", "ES384").sign())).isEmpty();
    assertThat(verify(proof(KEY).header("jwk", ForgeKey.generate("RS256").jwkMembers()).sign()))
        .isEmpty();
  }

  @Test
  void sharedSecretProvesNothing() {
    ForgeKey secret = ForgeKey.generate("HS256");
    assertThat(verify(proof(secret).sign())).isEmpty();
  }

  @Test
  void algorithmHasToBeAllowed() {
    String proof = proof(KEY).sign();
    assertThat(PossessionProof.verify(proof, TYPE, Set.of(JwsAlgorithm.ES256))).isPresent();
    assertThat(PossessionProof.verify(proof, TYPE, Set.of(JwsAlgorithm.ES384))).isEmpty();
    assertThat(verify(proof(KEY).header("alg", "none").unsigned())).isEmpty();
  }

  @Test
  void criticalHeaderIsRefused() {
    assertThat(verify(proof(KEY).header("crit", java.util.List.of("exp")).sign())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", "..", "e30.e30.", "a", "e30", "Ⅷ.e30.e30"})
  void whatIsNoTokenIsRefused(String text) {
    assertThat(verify(text)).isEmpty();
  }

  @Test
  void tooLongProofIsRefused() {
    assertThat(verify(proof(KEY).claims(Map.of("jti", "x".repeat(9000))).sign())).isEmpty();
  }

  @Test
  void payloadIsACopy() {
    PossessionProof proof = verify(proof(KEY).sign()).orElseThrow();
    proof.payload()[0] = 0;
    assertThat(proof.payload()[0]).isEqualTo((byte) '{');
    assertThat(proof).hasToString("PossessionProof[" + proof.thumbprint() + "]");
  }
}
