package signet.jose.vectors;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import signet.jose.jws.JwsVerifier;
import signet.jose.reject.RejectReason;
import signet.testkit.json.Json;
import signet.testkit.vectors.Vectors;

/**
 * Project Wycheproof's JWS cases, after the corrections that stand beside them. The file says valid
 * or invalid; what its comments say of the defect is turned into the reason that is expected.
 */
class WycheproofJwsTest {
  private static final String FILE = "wycheproof/json_web_signature.json";

  @TestFactory
  Stream<DynamicTest> cases() {
    Vectors vectors = Vectors.orSkip(Assumptions::abort);
    Corrections corrections = Corrections.of(vectors, "json_web_signature_test.json");
    return vectors.json(FILE).at("testGroups").items().stream()
        .flatMap(group -> group.at("tests").items().stream().map(test -> List.of(group, test)))
        .filter(pair -> !corrections.dropped.contains(pair.get(1).at("tcId").number()))
        .map(
            pair -> {
              Json test = pair.get(1);
              String name = test.at("tcId").number() + " " + test.text("comment");
              return DynamicTest.dynamicTest(name, () -> check(pair.get(0), test, corrections));
            });
  }

  private static void check(Json group, Json test, Corrections corrections) {
    int id = test.at("tcId").number();
    Json jwk = group.find("public").orElseGet(() -> group.at("private"));
    String alg = corrections.keyAlg.get(id);
    JwsVerifier verifier =
        RawJws.verifier(alg == null ? jwk : jwk.with("alg", alg), RawJws.alg(test.text("jws")));
    if (test.text("result").equals("valid") && !corrections.invalid.contains(id)) {
      RawJws.assertVerified(verifier, test.text("jws"));
    } else {
      RawJws.assertRefused(verifier, test.text("jws"), expected(test));
    }
  }

  private static RejectReason expected(Json test) {
    String token = test.text("jws");
    String comment = test.text("comment");
    long dots = token.chars().filter(c -> c == '.').count();
    boolean isBase64url = token.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");
    if (dots != 2 || !isBase64url) {
      return RejectReason.MALFORMED;
    }
    if (RawJws.alg(token).equalsIgnoreCase("none")) {
      return RejectReason.ALG_NONE;
    }
    if (comment.equals("rejectsModifiedHeader")) {
      // The change turns the kid into one that the set does not know.
      return RejectReason.UNKNOWN_KID;
    }
    if (comment.contains("SymmetryConfusion")) {
      return RejectReason.KEY_MISMATCH;
    }
    return RejectReason.BAD_SIGNATURE;
  }
}
