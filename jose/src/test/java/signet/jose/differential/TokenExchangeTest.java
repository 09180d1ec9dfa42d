package signet.jose.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import signet.jose.jwt.Verification;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/** Tokens that other libraries make are read by Signet, and the reverse. */
class TokenExchangeTest {
  private static final List<Peer> PEERS =
      List.of(new NimbusPeer(), new Jose4jPeer(), new JjwtPeer(), new JavaJwtPeer());

  static Stream<Arguments> peersAndAlgorithms() {
    return PEERS.stream()
        .flatMap(
            peer ->
                TokenForge.supported().stream()
                    .flatMap(alg -> peer.alg(alg).stream())
                    .map(name -> Arguments.of(peer, name)));
  }

  @ParameterizedTest
  @MethodSource("peersAndAlgorithms")
  void readsTheirs(Peer peer, String alg) throws Exception {
    ForgeKey key = ForgeKey.generate(alg);
    Verification verification = Ours.verify(key, peer.sign(key, claims()));
    assertThat(verification).isInstanceOf(Verification.Verified.class);
    String read = ((Verification.Verified) verification).jwt().claims().toJson();
    assertThat(Json.parse(read).value()).isEqualTo(Json.parse(Json.write(claims())).value());
  }

  @ParameterizedTest
  @MethodSource("peersAndAlgorithms")
  void theyReadOurs(Peer peer, String alg) {
    ForgeKey key = ForgeKey.generate(alg);
    String token = Ours.sign(key, claims());
    boolean isRenamed = alg.equals("EdDSA");
    // RFC 9864 names it Ed25519, which jose4j and jjwt do not know yet.
    assertThat(peer.accepts(key, token)).isEqualTo(!isRenamed);
  }

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>(ClaimChanges.good());
    claims.put("name", "Ann \"é中😀\\");
    claims.put("n", Arrays.asList(1, -7, 1_000_000_000_000L, true, false));
    claims.put("o", Map.of("inner", Map.of("deep", List.of("x"))));
    return claims;
  }
}
