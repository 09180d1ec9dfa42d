package signet.jose.attack;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.testkit.forge.JweForge;

/**
 * One way of encrypting to the victim under a fresh key.
 *
 * @param alg the key management algorithm's name, with the curve where it has several
 * @param enc the content encryption's name
 * @param key the victim's private or secret key
 * @param forge makes an envelope to that key, as anybody who knows it can
 */
record Envelope(String alg, String enc, Jwk key, Supplier<JweForge> forge) {
  private static final List<String> ENCRYPTIONS =
      List.of("A128GCM", "A256GCM", "A128CBC-HS256", "A256CBC-HS512");

  static Stream<Envelope> all() {
    List<Envelope> all = new ArrayList<>();
    try {
      for (String enc : ENCRYPTIONS) {
        byte[] direct = random(JweForge.keyBytes(enc));
        all.add(envelope("dir", enc, direct, () -> JweForge.dir(enc, direct)));
        for (String alg : List.of("A128KW", "A192KW", "A256KW")) {
          byte[] secret = random(Integer.parseInt(alg.substring(1, 4)) / 8);
          all.add(envelope(alg, enc, secret, () -> JweForge.wrapped(alg, enc, secret)));
          String gcm = alg.replace("KW", "GCMKW");
          all.add(envelope(gcm, enc, secret, () -> JweForge.wrapped(gcm, enc, secret)));
        }
      }
      KeyPair rsa = pair("RSA", "2048");
      for (String alg : List.of("RSA-OAEP", "RSA-OAEP-256")) {
        for (String enc : ENCRYPTIONS) {
          all.add(envelope(alg, enc, rsa, () -> JweForge.rsa(alg, enc, rsa.getPublic())));
        }
      }
      Map<String, KeyPair> curves = new LinkedHashMap<>();
      curves.put("P-256", pair("EC", "secp256r1"));
      curves.put("P-384", pair("EC", "secp384r1"));
      curves.put("P-521", pair("EC", "secp521r1"));
      curves.put("X25519", pair("X25519", ""));
      for (String alg : List.of("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW")) {
        curves.forEach(
            (curve, pair) -> {
              String enc = ENCRYPTIONS.get(all.size() % ENCRYPTIONS.size());
              all.add(envelope(alg, enc, pair, () -> JweForge.agreed(alg, enc, pair.getPublic())));
            });
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return all.stream();
  }

  private static Envelope envelope(
      String alg, String enc, byte[] secret, Supplier<JweForge> forge) {
    return new Envelope(alg, enc, SecretJwk.of(secret), forge);
  }

  private static Envelope envelope(String alg, String enc, KeyPair pair, Supplier<JweForge> forge) {
    return new Envelope(alg, enc, PrivateJwk.of(pair.getPublic(), pair.getPrivate()), forge);
  }

  private static KeyPair pair(String type, String parameter) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    if (type.equals("RSA")) {
      generator.initialize(Integer.parseInt(parameter));
    } else if (type.equals("EC")) {
      generator.initialize(new ECGenParameterSpec(parameter));
    }
    return generator.generateKeyPair();
  }

  private static byte[] random(int length) {
    byte[] random = new byte[length];
    new SecureRandom().nextBytes(random);
    return random;
  }

  /** A decrypter of this algorithm and every encryption. */
  JweDecrypter decrypter() {
    return decrypter(JweAlgorithm.fromWireName(alg).orElseThrow());
  }

  JweDecrypter decrypter(JweAlgorithm... algorithms) {
    return JweDecrypter.builder()
        .keys(JwkSet.of(List.of(key)))
        .algorithms(algorithms)
        .encryptions(JweEncryption.values())
        .build();
  }

  /** An envelope that says that a signed token is inside. */
  JweForge nested() {
    return forge.get().header("cty", "JWT");
  }

  boolean isAgreement() {
    return alg.startsWith("ECDH");
  }

  boolean isDirect() {
    return alg.equals("dir") || alg.equals("ECDH-ES");
  }
}
