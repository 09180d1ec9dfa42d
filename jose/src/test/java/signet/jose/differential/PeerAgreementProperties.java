package signet.jose.differential;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/**
 * Signet refuses what jose4j, jjwt or java-jwt refuses, and accepts what they accept, or differs as
 * {@link PolicyDifference} explains. Each case is tried with every algorithm, its seed picking the
 * library.
 */
class PeerAgreementProperties {
  private static final List<Peer> PEERS =
      List.of(new Jose4jPeer(), new JjwtPeer(), new JavaJwtPeer());

  private static final Map<String, ForgeKey> KEYS = keys();

  private static Map<String, ForgeKey> keys() {
    Map<String, ForgeKey> keys = new LinkedHashMap<>();
    for (String alg : TokenForge.supported()) {
      ForgeKey key = ForgeKey.generate(alg);
      for (Peer peer : PEERS) {
        peer.alg(alg).ifPresent(name -> keys.computeIfAbsent(name, key::as));
      }
    }
    return keys;
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void peersAgree(@ForAll("cases") TokenCase tokenCase) {
    for (ForgeKey key : KEYS.values()) {
      List<Peer> able = PEERS.stream().filter(peer -> hasAlgorithm(peer, key)).toList();
      int pick = Math.floorMod(tokenCase.seed(), able.size());
      Agreement.assertAgreement(able.get(pick), key, tokenCase);
    }
  }

  private static boolean hasAlgorithm(Peer peer, ForgeKey key) {
    String alg = key.alg().equals("EdDSA") ? "Ed25519" : key.alg();
    return peer.alg(alg).filter(key.alg()::equals).isPresent();
  }

  @Provide
  Arbitrary<TokenCase> cases() {
    return TokenCase.all();
  }
}
