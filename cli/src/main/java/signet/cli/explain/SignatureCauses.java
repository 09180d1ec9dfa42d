package signet.cli.explain;

import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import signet.cli.explain.Facts.KeyPlace;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.VerificationKey;

/** Causes of a signature that does not hold: which key or secret would have fitted. */
final class SignatureCauses {
  private static final byte DER_SEQUENCE = 0x30;
  private static final byte DER_INTEGER = 0x02;

  private SignatureCauses() {}

  static Cause badSignature(Inquiry inquiry) {
    Optional<JwsAlgorithm> algorithm = inquiry.algorithm();
    Optional<byte[]> signature = inquiry.token().signature();
    if (algorithm.isEmpty() || signature.isEmpty()) {
      // The verifier has read one all the same: within what it decrypted.
      return Cause.of(
          "the token inside of the encryption is signed by another key, or was changed before it was"
              + " encrypted.",
          "decrypt it where the key is kept, and explain what comes out");
    }
    return algorithm.get().isSymmetric()
        ? badCode(inquiry, algorithm.get(), signature.get())
        : badPair(inquiry, algorithm.get(), signature.get());
  }

  /** Trials of secrets against the token's HMAC; empty where that cannot be read. */
  static Optional<SecretTrials> secrets(Inquiry inquiry, JwsAlgorithm algorithm) {
    return inquiry
        .token()
        .signature()
        .map(code -> new SecretTrials(inquiry.token().signingInput(), code, algorithm));
  }

  private static Cause badCode(Inquiry inquiry, JwsAlgorithm algorithm, byte[] code) {
    if (code.length < algorithm.hashBytes()) {
      return cut(code.length, algorithm.hashBytes());
    }
    SecretTrials trials = new SecretTrials(inquiry.token().signingInput(), code, algorithm);
    Optional<byte[]> file = inquiry.facts().held().secret();
    Optional<String> difference = file.flatMap(trials::difference);
    if (difference.isPresent()) {
      return Cause.of(
          difference.get() + ".",
          "printf '%s' \"$SECRET\" >FILE writes a secret without a line end",
          "give both sides the same bytes, and verify again");
    }
    for (KeyPlace place : inquiry.places()) {
      if (place.secret().filter(trials::fits).isPresent()
          || place.keys().keys().stream()
              .anyMatch(key -> key instanceof SecretJwk jwk && trials.fits(jwk.secret()))) {
        return Cause.of(
            "the secret is that of "
                + place.place()
                + ": the token comes from that environment, not from this one.",
            "send a token of this environment");
      }
    }
    return Cause.of(
        "the secret is another one: no line end, quote or encoding explains it, so the token comes"
            + " from another environment, or the secret was changed since.",
        "compare the two sides' secrets by length and hash where they are kept",
        "--also FILE tries the secret of another environment");
  }

  private static Cause badPair(Inquiry inquiry, JwsAlgorithm algorithm, byte[] signature) {
    for (KeyPlace place : inquiry.places()) {
      for (Jwk key : place.keys().keys()) {
        if (fits(inquiry, key, algorithm, signature)) {
          return otherKey(inquiry, place, key);
        }
      }
    }
    Optional<Cause> length = length(inquiry, algorithm, signature);
    if (length.isPresent()) {
      return length.get();
    }
    for (KeyPlace place : inquiry.places()) {
      for (Jwk key : place.keys().keys()) {
        if (key instanceof PublicJwk jwk
            && jwk.publicKey() instanceof RSAPublicKey rsa
            && RsaTrace.isOf(rsa, algorithm, signature)) {
          return Cause.of(
              "the payload or header was edited after it was signed: the signature is the key's, but"
                  + " was made over other text.",
              "use the token as the server issued it; ask who changes it on the way");
        }
      }
    }
    return algorithm.keyType() == KeyType.RSA
        ? Cause.of(
            "another key signed this, under the same kid: the signature is of none of the keys"
                + " known here, so the token comes from another environment or is forged.",
            "--also URL|FILE tries the key set of another environment")
        : Cause.of(
            "another key signed this, or the payload was edited after it was signed; of the keys"
                + " known here none fits.",
            "--also URL|FILE tries the key set of another environment",
            "use the token as the server issued it");
  }

  private static Cause otherKey(Inquiry inquiry, KeyPlace place, Jwk key) {
    String name = key.kid().map(Judge::shown).orElse("without a kid");
    boolean held = place.place().equals(inquiry.facts().held().place());
    return held
        ? Cause.of(
            "the token is signed with the key "
                + name
                + " of the set, but names another in its kid.",
            "have the issuer write the kid of the key that it signs with")
        : Cause.of(
            "the token is signed with the key "
                + name
                + " of "
                + place.place()
                + ": it comes from there, not from this environment.",
            "send a token of the issuer that this service trusts");
  }

  private static boolean fits(Inquiry inquiry, Jwk key, JwsAlgorithm algorithm, byte[] signature) {
    if (!(key instanceof PublicJwk) && !(key instanceof PrivateJwk)) {
      return false;
    }
    try {
      PublicJwk half = key instanceof PrivateJwk pair ? pair.toPublic() : (PublicJwk) key;
      PublicJwk bare = PublicJwk.of(half.publicKey());
      return VerificationKey.of(bare, algorithm).verify(inquiry.token().signingInput(), signature);
    } catch (JwkException e) {
      // A key of another kind.
      return false;
    }
  }

  private static Optional<Cause> length(Inquiry inquiry, JwsAlgorithm algorithm, byte[] signature) {
    boolean isEc = algorithm.name().startsWith("ES");
    int expected = algorithm.curve().map(curve -> 2 * curve.coordinateBytes()).orElse(0);
    if (isEc && signature.length != expected && isDer(signature)) {
      return Optional.of(
          Cause.of(
              "the signature is in DER, as most crypto libraries write it, not as JOSE has it: two"
                  + " numbers of fixed length (RFC 7518 §3.4).",
              "let a JOSE library sign"));
    }
    if (expected == 0) {
      expected =
          inquiry.facts().held().keys().stream()
              .flatMap(set -> set.keys().stream())
              .filter(key -> answers(key, inquiry.kid()))
              .filter(
                  key -> key instanceof PublicJwk jwk && jwk.publicKey() instanceof RSAPublicKey)
              .mapToInt(key -> (((PublicJwk) key).bits() + 7) / 8)
              .findFirst()
              .orElse(0);
    }
    return signature.length < expected
        ? Optional.of(cut(signature.length, expected))
        : Optional.empty();
  }

  /**
   * Whether these bytes are a DER sequence that begins with a number and ends where they end. One
   * raw signature in 256 begins with the byte of a sequence, so that byte alone says nothing.
   */
  private static boolean isDer(byte[] signature) {
    // From 128 bytes on, a byte 0x81 stands before the length (X.690 §8.1.3.5).
    int length = signature.length > 2 + 0x7f ? 2 : 1;
    int content = signature.length - length - 1;
    return content > 0
        && signature[0] == DER_SEQUENCE
        && (length == 1 || signature[1] == (byte) 0x81)
        && (signature[length] & 0xff) == content
        && signature[length + 1] == DER_INTEGER;
  }

  /** Whether the verifier may have taken that key for a token of that kid. */
  private static boolean answers(Jwk key, Optional<String> kid) {
    return kid.isEmpty() || key.kid().isEmpty() || kid.equals(key.kid());
  }

  private static Cause cut(int bytes, int expected) {
    return Cause.of(
        "the token is cut short: its signature has "
            + bytes
            + " of "
            + expected
            + " bytes, so a copy has lost the end.",
        "copy the whole token anew");
  }
}
