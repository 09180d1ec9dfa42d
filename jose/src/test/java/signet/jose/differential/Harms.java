package signet.jose.differential;

import static signet.jose.differential.ClaimChanges.pick;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import signet.jose.differential.TokenCase.Harm;
import signet.jose.differential.TokenCase.Signed;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;

/** Damages to a finished token. */
final class Harms {
  private static final Harm NONE = new Harm("whole", (signed, random) -> signed.token());
  private static final List<Harm> ALL = new ArrayList<>();
  private static final ConcurrentHashMap<String, ForgeKey> STRANGERS = new ConcurrentHashMap<>();

  static {
    harm(
        "a bit of the signature flipped",
        (s, r) -> Damage.flipBit(s.token(), 2, r.nextInt(10_000)));
    harm("a bit of the payload flipped", (s, r) -> Damage.flipBit(s.token(), 1, r.nextInt(10_000)));
    harm("a bit of the header flipped", (s, r) -> Damage.flipBit(s.token(), 0, r.nextInt(10_000)));
    harm("a letter replaced", Harms::letterReplaced);
    harm("cut", (s, r) -> s.token().substring(0, r.nextInt(s.token().length())));
    harm("signature empty", (s, r) -> Damage.stripSignature(s.token()));
    harm("signature cut", Harms::signatureCut);
    harm("signature longer", (s, r) -> s.token() + "AAAA".repeat(1 + r.nextInt(20)));
    harm("signed by a stranger", (s, r) -> s.forge().signedBy(stranger(s.key())));
    harm(
        "payload of another token",
        (s, r) ->
            Damage.withBytes(s.token(), 1, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    harm("base64 lax", Harms::lax);
    harm("base64 lax and signed", Harms::laxAndSigned);
    harm("a dot more", (s, r) -> pick(r, s.token() + ".", "." + s.token(), s.token() + ".AA"));
    harm("two parts", (s, r) -> s.token().substring(0, s.token().lastIndexOf('.')));
    harm("space around", (s, r) -> pick(r, " " + s.token(), s.token() + "\n", "\t" + s.token()));
    harm("parts swapped", (s, r) -> swapped(s.token()));
    harm("a forged signature", Harms::forged);
  }

  private Harms() {}

  static Harm none() {
    return NONE;
  }

  static List<Harm> all() {
    return ALL;
  }

  private static void harm(String name, BiFunction<Signed, Random, String> apply) {
    ALL.add(new Harm(name, apply));
  }

  private static ForgeKey stranger(ForgeKey key) {
    return STRANGERS.computeIfAbsent(key.alg(), ForgeKey::generate);
  }

  private static String letterReplaced(Signed signed, Random random) {
    StringBuilder token = new StringBuilder(signed.token());
    char letter = pick(random, 'A', '_', '-', '+', '/', '=', ' ', '.', '\u00e9', '\u0141', '0');
    token.setCharAt(random.nextInt(token.length()), letter);
    return token.toString();
  }

  private static String signatureCut(Signed signed, Random random) {
    byte[] signature = Damage.bytes(signed.token(), 2);
    byte[] cut = java.util.Arrays.copyOf(signature, random.nextInt(signature.length));
    return Damage.withBytes(signed.token(), 2, cut);
  }

  private static String lax(Signed signed, Random random) {
    int part = random.nextInt(3);
    return pick(random, List.copyOf(Damage.laxBase64(signed.token(), part).values()));
  }

  private static String laxAndSigned(Signed signed, Random random) {
    int part = random.nextInt(2);
    String token = pick(random, List.copyOf(Damage.laxBase64(signed.token(), part).values()));
    String input = token.substring(0, token.lastIndexOf('.'));
    return Damage.withBytes(
        token, 2, signed.key().sign(input.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static String swapped(String token) {
    return Damage.part(token, 1) + "." + Damage.part(token, 0) + "." + Damage.part(token, 2);
  }

  private static String forged(Signed signed, Random random) {
    List<byte[]> forged =
        List.copyOf(signed.key().forgedSignatures(signed.forge().signingInput()).values());
    return Damage.withBytes(signed.token(), 2, pick(random, forged));
  }
}
