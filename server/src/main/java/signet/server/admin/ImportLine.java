package signet.server.admin;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import signet.server.password.HashRejectedException;
import signet.server.password.ImportedHashes;

/**
 * A user on one line of JSON, as other systems write one: Keycloak's user representation,
 * supabase's {@code auth.users}, Spring's user details, or our own members {@code name}, {@code
 * roles}, {@code enabled}, {@code password_hash}.
 *
 * @param passwordHash what is stored for it
 */
record ImportLine(String name, Set<String> roles, boolean enabled, String passwordHash) {
  private static final Map<String, String> KEYCLOAK_PBKDF2 =
      Map.of("pbkdf2", "SHA1", "pbkdf2-sha256", "SHA256", "pbkdf2-sha512", "SHA512");

  /**
   * Reads a line.
   *
   * @throws HashRejectedException if the hash cannot be taken over
   * @throws IllegalArgumentException with a sentence that holds nothing of the line
   */
  static ImportLine parse(String line) throws HashRejectedException {
    try {
      JsonObject json = new JsonObject(line);
      return new ImportLine(
          firstOf(json, "name", "username", "email")
              .orElseThrow(() -> new IllegalArgumentException("there is no name")),
          roles(json),
          json.getBoolean("enabled", true),
          passwordHash(json));
    } catch (DecodeException e) {
      throw new IllegalArgumentException("the line is not a JSON object", e);
    } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a member has the wrong type, or is missing", e);
    }
  }

  private static Optional<String> firstOf(JsonObject json, String... names) {
    for (String name : names) {
      String value = json.getString(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static Set<String> roles(JsonObject json) {
    Set<String> roles = new TreeSet<>();
    // Spring's authorities are not taken: many of them are not roles.
    for (String name : new String[] {"roles", "realmRoles"}) {
      json.getJsonArray(name, new JsonArray()).forEach(role -> roles.add((String) role));
    }
    return roles;
  }

  private static String passwordHash(JsonObject json) throws HashRejectedException {
    Optional<String> hash = firstOf(json, "password_hash", "encrypted_password", "password");
    if (hash.isPresent()) {
      return ImportedHashes.ofText(hash.get());
    }
    for (Object credential : json.getJsonArray("credentials", new JsonArray())) {
      JsonObject keycloak = (JsonObject) credential;
      if ("password".equals(keycloak.getString("type"))) {
        return keycloak(
            new JsonObject(keycloak.getString("credentialData")),
            new JsonObject(keycloak.getString("secretData")));
      }
    }
    throw new IllegalArgumentException("there is no hash of a password");
  }

  private static String keycloak(JsonObject data, JsonObject secret) throws HashRejectedException {
    String algorithm = data.getString("algorithm");
    if ("argon2".equals(algorithm)) {
      return ImportedHashes.ofText(argon2(data, secret));
    }
    String digest = algorithm == null ? null : KEYCLOAK_PBKDF2.get(algorithm);
    if (digest == null) {
      throw ImportedHashes.unknown();
    }
    return ImportedHashes.ofPbkdf2(
        digest,
        data.getInteger("hashIterations"),
        secret.getString("salt"),
        secret.getString("value"));
  }

  /** In the PHC string format, which has no padding. */
  private static String argon2(JsonObject data, JsonObject secret) {
    JsonObject parameters = data.getJsonObject("additionalParameters");
    return "$argon2%s$v=%s$m=%s,t=%d,p=%s$%s$%s"
        .formatted(
            parameters.getJsonArray("type").getString(0),
            parameters.getJsonArray("version").getString(0).equals("1.0") ? "16" : "19",
            parameters.getJsonArray("memory").getString(0),
            data.getInteger("hashIterations"),
            parameters.getJsonArray("parallelism").getString(0),
            secret.getString("salt").replace("=", ""),
            secret.getString("value").replace("=", ""));
  }

  @Override
  public String toString() {
    return "ImportLine[hidden]";
  }
}
