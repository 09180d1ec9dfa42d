package signet.jose.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import signet.jose.jwe.JweDecrypter;
import signet.jose.reject.RejectReason;
import signet.testkit.json.Json;
import signet.testkit.vectors.Vectors;

/** Project Wycheproof's JWE cases, after the corrections that stand beside them. */
class WycheproofJweTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    Vectors vectors = Vectors.orSkip(Assumptions::abort);
    Corrections corrections = Corrections.of(vectors, "json_web_encryption_test.json");
    return vectors.json("wycheproof/json_web_encryption.json").at("testGroups").items().stream()
        .flatMap(group -> group.at("tests").items().stream().map(test -> List.of(group, test)))
        .map(
            pair -> {
              Json test = pair.get(1);
              String name = test.at("tcId").number() + " " + test.text("comment");
              return DynamicTest.dynamicTest(name, () -> check(pair.get(0), test, corrections));
            });
  }

  private static void check(Json group, Json test, Corrections corrections) {
    String token = test.text("jwe");
    JweDecrypter decrypter = RawJwe.decrypter(group.at("private"), RawJws.alg(token));
    boolean valid =
        test.text("result").equals("valid")
            && !corrections.invalid.contains(test.at("tcId").number());
    if (valid) {
      byte[] plaintext = RawJwe.assertDecrypted(decrypter, token);
      assertThat(HexFormat.of().formatHex(plaintext)).isEqualTo(test.text("pt"));
    } else {
      RawJwe.assertRefused(decrypter, token, expected(test));
    }
  }

  private static RejectReason expected(Json test) {
    String token = test.text("jwe");
    String alg = RawJws.alg(token);
    if (!token.matches("[\\w-]+\\.[\\w-]*\\.[\\w-]*\\.[\\w-]*\\.[\\w-]*")
        || alg.isEmpty()
        || !RawJws.isCanonical(token)) {
      return RejectReason.MALFORMED;
    }
    // RSA1_5 and zip do not exist here.
    if (alg.equals("RSA1_5") || test.at("flags").toString().contains("CompressedPlaintext")) {
      return RejectReason.ALG_NOT_ALLOWED;
    }
    if (alg.equals("dir")) {
      // The key's alg is the name of an encryption, so it is bound to no key management.
      return RejectReason.KEY_MISMATCH;
    }
    // The modified header of the first group names an unknown kid.
    return test.text("comment").equals("rejectsModifiedHeader")
        ? RejectReason.UNKNOWN_KID
        : RejectReason.NOT_DECRYPTABLE;
  }
}
