package signet.testkit.cases;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

/** The name of a key by RFC 7638: the hash of its required members in the order of their names. */
final class Thumbprint {
  private static final List<String> REQUIRED = List.of("crv", "e", "kty", "n", "x", "y");

  private Thumbprint() {}

  static String of(ForgeKey key) {
    Map<String, @Nullable Object> members = new TreeMap<>(key.jwkMembers());
    members.keySet().retainAll(REQUIRED);
    try {
      byte[] json = Json.write(members).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
