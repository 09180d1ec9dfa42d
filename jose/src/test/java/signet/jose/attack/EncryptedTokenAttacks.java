package signet.jose.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.jose.reject.RejectReason.ALG_NONE;
import static signet.jose.reject.RejectReason.ALG_NOT_ALLOWED;
import static signet.jose.reject.RejectReason.BAD_SIGNATURE;
import static signet.jose.reject.RejectReason.KEY_MISMATCH;
import static signet.jose.reject.RejectReason.MALFORMED;
import static signet.jose.reject.RejectReason.NOT_DECRYPTABLE;
import static signet.jose.reject.RejectReason.NOT_NESTED;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.Damage;
import signet.testkit.forge.JweForge;
import signet.testkit.json.Json;

/**
 * Family {@code jwe}: nested tokens whose envelope is wrong, or right around a content that nobody
 * signed (CVE-2026-29000). Forged for every way of encrypting.
 */
final class EncryptedTokenAttacks {
  private static final byte[] BOMB = deflated(50_000_000);

  private final Victim victim;
  private final Envelope envelope;
  private final JwtVerifier verifier;
  private final String good;
  private final List<Attack> attacks = new ArrayList<>();

  private EncryptedTokenAttacks(Victim victim, Envelope envelope) {
    this.victim = victim;
    this.envelope = envelope;
    this.verifier =
        victim
            .builder(victim.key.jwk())
            .algorithms(victim.algorithm())
            .nested(envelope.decrypter())
            .build();
    this.good = envelope.nested().encrypt(victim.goodToken());
  }

  /** The envelopes do not depend on the algorithm inside, so one algorithm stands for all. */
  static Stream<Attack> of(Victim victim) {
    if (!victim.alg.equals("ES256")) {
      return Stream.empty();
    }
    return Envelope.all().flatMap(envelope -> of(victim, envelope));
  }

  private static Stream<Attack> of(Victim victim, Envelope envelope) {
    EncryptedTokenAttacks all = new EncryptedTokenAttacks(victim, envelope);
    all.control();
    all.otherKeyManagement();
    all.altered();
    all.tags();
    if (envelope.isAgreement()) {
      all.ephemeralKeys();
    }
    all.bombs();
    all.emptyParts();
    all.notSignedInside();
    all.keySizes();
    return all.attacks.stream();
  }

  /** Every attack below starts from a token that is accepted. */
  private void control() {
    attacks.add(
        new Attack(
            "H09",
            name("no attack: nested and signed"),
            () -> assertThat(verifier.verify(good)).isInstanceOf(Verification.Verified.class)));
  }

  private void otherKeyManagement() {
    if (envelope.key() instanceof PrivateJwk pair && envelope.alg().startsWith("RSA")) {
      JweForge old = JweForge.rsa("RSA1_5", envelope.enc(), pair.toPublic().publicKey());
      String token = old.header("cty", "JWT").encrypt(victim.goodToken());
      add("H02", "RSA1_5 to an OAEP key", token, ALG_NOT_ALLOWED);
      for (int bit : List.of(0, 7, 15, 100, 2047)) {
        String altered = Damage.flipBit(token, 1, bit);
        add("H01", "RSA1_5, padding altered at bit " + bit, altered, ALG_NOT_ALLOWED);
        String oaep = Damage.flipBit(good, 1, bit);
        add("H01", "OAEP, padding altered at bit " + bit, oaep, NOT_DECRYPTABLE);
      }
      String other = envelope.alg().equals("RSA-OAEP") ? "RSA-OAEP-256" : "RSA-OAEP";
      add("H02", "relabelled " + other, Damage.withHeader(good, "alg", other), ALG_NOT_ALLOWED);
    }
  }

  private void altered() {
    for (int part = 2; part < 5; part++) {
      String name = List.of("iv", "ciphertext", "tag").get(part - 2);
      for (int bit : List.of(0, 1, 8, 127)) {
        String token = Damage.flipBit(good, part, bit);
        same("H03", name + " altered at bit " + bit, token);
      }
    }
    byte[] ciphertext = Damage.bytes(good, 3);
    same("H03", "ciphertext cut", Damage.withBytes(good, 3, Arrays.copyOf(ciphertext, 16)));
    same(
        "H03",
        "ciphertext one byte longer",
        Damage.withBytes(good, 3, Arrays.copyOf(ciphertext, ciphertext.length + 1)));
    same("H03", "header altered", Damage.withHeader(good, "x", 1));
    byte[] shifted = Arrays.copyOfRange(ciphertext, 16, ciphertext.length);
    String moved = Damage.withBytes(good, 2, Arrays.copyOf(ciphertext, 16));
    same("H03", "first block moved into the iv", Damage.withBytes(moved, 3, shifted));
  }

  private void tags() {
    byte[] tag = Damage.bytes(good, 4);
    for (int length = 0; length < tag.length; length++) {
      same("H04", "tag of " + length, Damage.withBytes(good, 4, Arrays.copyOf(tag, length)));
    }
    same("H04", "tag longer", Damage.withBytes(good, 4, Arrays.copyOf(tag, tag.length + 1)));
  }

  private void ephemeralKeys() {
    Json epk = Damage.json(good, 0).at("epk");
    epk("missing", envelope.nested().withoutHeader("epk"));
    epk("no object", envelope.nested().header("epk", "AAAA"));
    epk("empty", envelope.nested().header("epk", Map.of()));
    String x = epk.text("x");
    epk("x altered", envelope.nested().header("epk", epk.with("x", altered(x)).value()));
    epk("x zero", envelope.nested().header("epk", epk.with("x", zeros(x)).value()));
    if (epk.has("y")) {
      String y = epk.text("y");
      epk("off the curve", envelope.nested().header("epk", epk.with("y", altered(y)).value()));
      epk(
          "at zero",
          envelope.nested().header("epk", epk.with("x", zeros(x)).with("y", zeros(y)).value()));
      String other = epk.text("crv").equals("P-256") ? "P-384" : "P-256";
      epk("of another curve", envelope.nested().header("epk", epk.with("crv", other).value()));
    } else {
      byte[] one = new byte[32];
      one[0] = 1;
      epk("of order 1", envelope.nested().header("epk", epk.with("x", encode(one)).value()));
    }
    epk("with a private half", envelope.nested().header("epk", epk.with("d", x).value()));
  }

  private void epk(String name, JweForge forge) {
    same("H05", "epk " + name, forge.encrypt(victim.goodToken()));
  }

  private void bombs() {
    for (Object rounds : List.of(1_000_000_000, Integer.MAX_VALUE, 0, -1)) {
      String token =
          envelope
              .nested()
              .header("alg", "PBES2-HS256+A128KW")
              .header("p2s", "AA")
              .header("p2c", rounds)
              .encrypt(victim.goodToken());
      add("H06", "p2c " + rounds, token, ALG_NOT_ALLOWED);
    }
    String zip = envelope.nested().header("zip", "DEF").encrypt(Arrays.copyOf(BOMB, 2000));
    add("H07", "zip DEF, 50 megabytes inside", zip, ALG_NOT_ALLOWED);
    for (Object value : Arrays.asList("", null, 7, "GZIP")) {
      String token = envelope.nested().header("zip", value).encrypt(victim.goodToken());
      add("H07", "zip " + Json.write(value), token, ALG_NOT_ALLOWED);
    }
  }

  private void emptyParts() {
    same("H08", "iv empty", Damage.withPart(good, 2, ""));
    same("H08", "ciphertext empty", Damage.withPart(good, 3, ""));
    same("H08", "tag empty", Damage.withPart(good, 4, ""));
    same("H08", "all empty", Damage.part(good, 0) + "....");
    if (envelope.isDirect()) {
      same("H08", "an encrypted key where none belongs", Damage.withPart(good, 1, "AAAAAAAA"));
    } else {
      same("H08", "encrypted key empty", Damage.withPart(good, 1, ""));
      same("H08", "encrypted key of one byte", Damage.withPart(good, 1, "AA"));
      byte[] key = Damage.bytes(good, 1);
      same("H08", "encrypted key cut", Damage.withBytes(good, 1, Arrays.copyOf(key, 8)));
    }
    add("H08", "header empty", Damage.withPart(good, 0, ""), MALFORMED);
    for (int part = 0; envelope.alg().equals("dir") && part < 5; part++) {
      Damage.laxBase64(good, part)
          .forEach((way, token) -> add("H08", "lax base64, " + way, token, MALFORMED));
    }
    add("H08", "four parts", good.substring(0, good.lastIndexOf('.')), MALFORMED);
    add("H08", "six parts", good + ".AAAA", MALFORMED);
  }

  private void notSignedInside() {
    String signed = victim.goodToken();
    inside("alg none", Damage.algNone(signed, "none"), ALG_NONE);
    inside("bare claims", Json.write(Victim.claims()), NOT_NESTED);
    inside("signed by a stranger", victim.forge().signedBy(victim.attacker), BAD_SIGNATURE);
    inside("signature stripped", Damage.stripSignature(signed), BAD_SIGNATURE);
    inside("nothing", "", NOT_NESTED);
    inside("a token in quotes", "\"" + signed + "\"", MALFORMED);
    String unsaid = envelope.forge().get().encrypt(Json.write(Victim.claims()));
    add("H09", "bare claims, cty unsaid", unsaid, NOT_NESTED);
    add("H09", "cty unsaid", envelope.forge().get().encrypt(signed), NOT_NESTED);
    add("H09", "signed and not encrypted", signed, NOT_NESTED);
    add("H10", "an envelope in an envelope", envelope.nested().encrypt(good), NOT_NESTED);
    String deep = envelope.nested().encrypt(envelope.nested().encrypt(good));
    add("H10", "three envelopes", deep, NOT_NESTED);
    attacks.add(
        Attack.token(
            "H10", name("an envelope where none is asked for"), victim.wide, good, MALFORMED));
  }

  private void inside(String name, String content, RejectReason reason) {
    add("H09", name + " inside", envelope.nested().encrypt(content), reason);
  }

  private void keySizes() {
    if (!(envelope.key() instanceof SecretJwk secret)) {
      return;
    }
    byte[] key = secret.secret();
    if (envelope.alg().equals("dir")) {
      String other = envelope.enc().equals("A128GCM") ? "A256GCM" : "A128GCM";
      same("H11", "relabelled " + other, Damage.withHeader(good, "enc", other));
      return;
    }
    byte[] shortKey = new byte[envelope.enc().equals("A128GCM") ? 32 : 16];
    if (!envelope.enc().contains("CBC")) {
      JweForge wrongSize = JweForge.wrapped(envelope.alg(), envelope.enc(), key, shortKey);
      String token = wrongSize.header("cty", "JWT").encrypt(victim.goodToken());
      same("H11", "content key of another size", token);
    }
    String larger = envelope.alg().contains("A256") ? "A128KW" : "A256KW";
    JwtVerifier both =
        victim
            .builder(victim.key.jwk())
            .algorithms(victim.algorithm())
            .nested(
                envelope.decrypter(
                    JweAlgorithm.fromWireName(envelope.alg()).orElseThrow(),
                    JweAlgorithm.fromWireName(larger).orElseThrow()))
            .build();
    String relabelled = Damage.withHeader(good, "alg", larger);
    attacks.add(Attack.token("H11", name("relabelled " + larger), both, relabelled, KEY_MISMATCH));
  }

  /** One reason and one text whatever failed (RFC 7516 §11.5). */
  private void same(String id, String name, String token) {
    attacks.add(
        new Attack(
            id,
            name(name),
            () -> {
              Verification verification = verifier.verify(token);
              assertThat(verification).isInstanceOf(Verification.Rejected.class);
              Verification.Rejected rejected = (Verification.Rejected) verification;
              assertThat(rejected.reason()).isEqualTo(NOT_DECRYPTABLE);
              assertThat(rejected.detail()).isEqualTo("the content could not be decrypted");
            }));
  }

  private void add(String id, String name, String token, RejectReason reason) {
    attacks.add(Attack.token(id, name(name), verifier, token, reason));
  }

  private String name(String name) {
    return name + " · " + envelope.alg() + " " + envelope.enc();
  }

  private static byte[] deflated(int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(new byte[size]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String altered(String base64url) {
    byte[] bytes = Base64.getUrlDecoder().decode(base64url);
    bytes[0] ^= 1;
    return encode(bytes);
  }

  private static String zeros(String base64url) {
    return encode(new byte[Base64.getUrlDecoder().decode(base64url).length]);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
