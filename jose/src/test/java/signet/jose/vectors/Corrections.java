package signet.jose.vectors;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import signet.testkit.json.Json;
import signet.testkit.vectors.Vectors;

/** What stands in {@code corrections.json} for one file of Wycheproof. */
final class Corrections {
  final Set<Integer> dropped = new HashSet<>();

  /** Cases that are refused although upstream calls them valid. */
  final Set<Integer> invalid = new HashSet<>();

  /** The {@code alg} that the key should have. */
  final Map<Integer, String> keyAlg = new HashMap<>();

  private Corrections() {}

  /**
   * Reads the corrections of a file, named as upstream names it.
   *
   * @throws AssertionError for an action that is not known here, so that none is passed over
   */
  static Corrections of(Vectors vectors, String file) {
    Corrections corrections = new Corrections();
    for (Json entry : vectors.json("wycheproof/corrections.json").at("file").at(file).items()) {
      for (Json id : entry.at("tcId").items()) {
        corrections.apply(entry.text("do"), id.number());
      }
    }
    return corrections;
  }

  private void apply(String action, int id) {
    switch (action) {
      case "drop" -> dropped.add(id);
      case "treat as invalid",
          "expect refusal if RSA1_5 is not offered",
          "expect refusal if zip is not offered" ->
          invalid.add(id);
      case "set key alg to PS384, or expect refusal" -> keyAlg.put(id, "PS384");
      case "set key alg to ES512, or expect refusal" -> keyAlg.put(id, "ES512");
      case "allow key alg = enc name for dir, or expect refusal" -> invalid.add(id);
      // The entry point is compact only, public keys are preferred, and the rest is as upstream.
      case "compact-only entry point", "use the public key only", "keep" -> {}
      default -> throw new AssertionError("a correction that is not applied: " + action);
    }
  }
}
