package signet.jose.attack;

import static signet.jose.reject.RejectReason.BAD_SIGNATURE;
import static signet.jose.reject.RejectReason.KEY_MISMATCH;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** Family {@code sigmath}: signatures that a careless verification takes for right ones. */
final class SignatureAttacks {
  private SignatureAttacks() {}

  static Stream<Attack> of(Victim victim) {
    List<Attack> attacks = new ArrayList<>();
    TokenForge forge = victim.forge();
    victim
        .key
        .forgedSignatures(forge.signingInput())
        .forEach(
            (name, signature) -> {
              String token = forge.signedWith(signature);
              attacks.add(
                  Attack.token(id(victim.alg, name), name, victim.wide, token, BAD_SIGNATURE));
            });
    if (victim.alg.startsWith("ES")) {
      otherCurve(victim, attacks);
    }
    return attacks.stream();
  }

  private static String id(String alg, String name) {
    return switch (alg.substring(0, 2)) {
      case "ES" -> name.startsWith("r=") ? "F01" : "F02";
      case "RS" -> "F03";
      case "PS" -> "F04";
      case "HS" -> "A04";
      default -> "F05";
    };
  }

  /** A token of ES256 whose {@code kid} names a key of P-384, and every other such pair. */
  private static void otherCurve(Victim victim, List<Attack> attacks) {
    for (String other : List.of("ES256", "ES384", "ES512")) {
      if (!other.equals(victim.alg)) {
        ForgeKey foreign = ForgeKey.generate(other).withKid("other-curve");
        String token = victim.forge(foreign).header("alg", victim.alg).sign();
        String name = "signed on the curve of " + other;
        attacks.add(
            Attack.token(
                "F06", name, victim.wide(victim.key.jwk(), foreign.jwk()), token, KEY_MISMATCH));
      }
    }
  }
}
