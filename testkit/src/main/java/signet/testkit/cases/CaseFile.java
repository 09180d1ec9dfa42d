package signet.testkit.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.testkit.json.Json;

/**
 * The file of cases: {@code testkit/target/cases.json}. Its keys are new at each build, so it is
 * written and not kept, and stands in no jar, which would be another each time; every run of one
 * build reads the same file.
 */
public final class CaseFile {
  private static final Path WRITTEN =
      Path.of(System.getProperty("signet.root", ".."), "testkit/target/cases.json");

  private CaseFile() {}

  /**
   * Writes the file.
   *
   * @param arguments the path
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, Json.write(Map.of("cases", cases())));
  }

  private static List<Map<String, @Nullable Object>> cases() {
    CaseKeys keys = CaseKeys.generate();
    List<Case> all = new ArrayList<>();
    all.addAll(RequestCases.of(keys));
    all.addAll(FormCases.of(keys));
    all.addAll(HeaderCases.of(keys));
    all.addAll(KeyCases.of(keys));
    all.addAll(ClaimCases.of(keys));
    all.addAll(ProofCases.of(keys));
    all.addAll(RevocationCases.of(keys));
    all.addAll(TransactionCases.of(keys));
    Set<String> names = new HashSet<>();
    for (Case one : all) {
      if (!names.add(one.name())) {
        throw new IllegalStateException("two cases have the name " + one.name());
      }
    }
    return all.stream().map(Case::toMembers).toList();
  }

  /** The cases as the build wrote them. */
  public static List<Json> read() throws IOException {
    if (!Files.exists(WRITTEN)) {
      throw new IOException("the build of testkit has not written " + WRITTEN);
    }
    return Json.parse(Files.readString(WRITTEN)).at("cases").items();
  }
}
