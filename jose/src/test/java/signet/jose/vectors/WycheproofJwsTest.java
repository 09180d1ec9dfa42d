package signet.jose.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
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
    Corrections corrections = new Corrections(vectors.json("wycheproof/corrections.json"));
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

  @Test
  void correctionsNameNoActionThatIsNotApplied() {
    Json file = Vectors.orSkip(Assumptions::abort).json("wycheproof/corrections.json");
    new Corrections(file);
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

  /** What stands in {@code corrections.json} for the file of signatures. */
  private static final class Corrections {
    final Set<Integer> dropped = new HashSet<>();
    final Set<Integer> invalid = new HashSet<>();
    final Map<Integer, String> keyAlg = new HashMap<>();

    Corrections(Json file) {
      for (Json entry : file.at("file").at("json_web_signature_test.json").items()) {
        String action = entry.text("do");
        for (Json id : entry.at("tcId").items()) {
          apply(action, id.number());
        }
      }
      assertThat(keyAlg).isNotEmpty();
    }

    private void apply(String action, int id) {
      switch (action) {
        case "drop" -> dropped.add(id);
        case "treat as invalid" -> invalid.add(id);
        case "set key alg to PS384, or expect refusal" -> keyAlg.put(id, "PS384");
        case "set key alg to ES512, or expect refusal" -> keyAlg.put(id, "ES512");
        // The entry point is compact only, public keys are preferred, and the rest is as upstream.
        case "compact-only entry point", "use the public key only", "keep" -> {}
        default -> throw new AssertionError("a correction that is not applied: " + action);
      }
    }
  }
}
