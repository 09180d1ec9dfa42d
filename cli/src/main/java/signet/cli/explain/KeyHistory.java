package signet.cli.explain;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import signet.jose.jwt.JwtClaims;

/** The keys that a history knows to have ended, as {@code audit export-history} writes it. */
public final class KeyHistory {
  private static final int MAX_KEYS = 100_000;

  private KeyHistory() {}

  /**
   * What became of each key, by kid, in words.
   *
   * @throws IOException if the file cannot be read or has a line that is no JSON object
   */
  public static Map<String, String> ended(BufferedReader history) throws IOException {
    Map<String, String> ended = new LinkedHashMap<>();
    // The keys stand first.
    for (String line = history.readLine();
        line != null && line.contains("\"key\"") && ended.size() < MAX_KEYS;
        line = history.readLine()) {
      JwtClaims entry = parse(line);
      String state = entry.string("state").orElse("");
      if (state.equals("retired") || state.equals("compromised")) {
        entry
            .string("kid")
            .ifPresent(
                kid ->
                    ended.put(
                        kid, state + entry.string("since").map(at -> " since " + at).orElse("")));
      }
    }
    return ended;
  }

  private static JwtClaims parse(String line) throws IOException {
    try {
      return JwtClaims.parse(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("a line of the history is no JSON object", e);
    }
  }
}
