package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.runtime.start.StartupException;
import signet.server.store.PostgresAddress;

/**
 * Somebody has everything that is in the database, and not the master key. Tries to find a private
 * key in it, and to make a refresh token that the server takes.
 */
@Timeout(300)
final class StolenDatabaseIT {
  private static final int TAG_BYTES = 32;
  private static final String[] SETTINGS = {
    "clients.phone.channel", "native", "session.repeat-window", "0s",
    "session.rotations-per-hour", "0", "tokens.access.algorithm", "ES256"
  };

  @TempDir Path folder;

  @Test
  void aCopyOfTheSqliteFileYieldsNeitherKeyNorToken() throws Exception {
    Path node = folder.resolve("node");
    Path data = node.resolve("data");
    try (RunningServer server = RunningServer.start(node, SETTINGS)) {
      Path database = databaseOf(data);
      server.addUser("alice");
      String token = login(server);
      Path copy = folder.resolve("stolen.db");
      try (Connection live = DriverManager.getConnection("jdbc:sqlite:" + database);
          Statement statement = live.createStatement()) {
        statement.execute("VACUUM INTO '" + copy + "'");
      }
      Map<String, List<Map<String, String>>> stolen;
      try (Connection thief = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
        stolen = dump(thief);
      }
      assertNothingIsGained(stolen, server, token);
    }
    assertThatASecondServerCannotUseIt(data);
  }

  /** The whole data folder is copied, which is what a stolen disk or backup is. */
  private void assertThatASecondServerCannotUseIt(Path data) throws Exception {
    Path thief = folder.resolve("thief");
    Path copy = Files.createDirectories(thief.resolve("data"));
    try (var files = Files.list(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    assertThatThrownBy(() -> RunningServer.start(thief, SETTINGS))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is missing: restore it from its backup");
    try (var files = Files.walk(data)) {
      assertThat(files.filter(file -> file.toString().endsWith(".key"))).isEmpty();
    }
  }

  @Test
  void theRowsOfPostgresYieldNeitherKeyNorToken() throws Exception {
    SharedDatabase shared = new SharedDatabase(folder);
    PostgresAddress address = shared.address();
    try (RunningServer server =
        RunningServer.start(folder.resolve("node"), shared.settings(), SETTINGS)) {
      server.addUser("alice");
      String token = login(server);
      Map<String, List<Map<String, String>>> stolen;
      try (Connection thief =
          DriverManager.getConnection(
              address.url(), address.user().orElseThrow(), address.password().orElseThrow())) {
        stolen = dump(thief);
      }
      assertNothingIsGained(stolen, server, token);
    }
  }

  private static Path databaseOf(Path data) throws Exception {
    try (var files = Files.list(data)) {
      return files.filter(file -> file.toString().endsWith(".db")).findFirst().orElseThrow();
    }
  }

  private static String login(RunningServer server) throws Exception {
    HttpResponse<String> login =
        server.login("alice", RunningServer.PASSWORD, "client_id", "phone");
    return new JsonObject(login.body()).getString("refresh_token");
  }

  private static Map<String, List<Map<String, String>>> dump(Connection database)
      throws SQLException {
    Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
    Set<String> names = new TreeSet<>();
    try (ResultSet rows =
        database.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      while (rows.next()) {
        names.add(rows.getString("TABLE_NAME"));
      }
    }
    for (String name : names) {
      List<Map<String, String>> table = new ArrayList<>();
      try (Statement statement = database.createStatement();
          ResultSet rows = statement.executeQuery("SELECT * FROM " + name)) {
        while (rows.next()) {
          Map<String, String> row = new LinkedHashMap<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.put(rows.getMetaData().getColumnName(i), String.valueOf(rows.getString(i)));
          }
          table.add(row);
        }
      }
      tables.put(name, table);
    }
    return tables;
  }

  private static void assertNothingIsGained(
      Map<String, List<Map<String, String>>> stolen, RunningServer server, String genuine)
      throws Exception {
    assertThat(stolen.get("session")).hasSize(1);
    assertThat(stolen.get("signing_key")).isNotEmpty();
    noPrivateKeyIsInClear(stolen);
    List<byte[]> guesses = guesses(stolen);
    noGuessOpensASealedKey(stolen.get("signing_key"), guesses);
    noGuessMakesARefreshToken(stolen.get("session").getFirst(), guesses, server);
    assertThatTheGenuineTokenStillWorks(server, genuine);
  }

  private static void noPrivateKeyIsInClear(Map<String, List<Map<String, String>>> stolen) {
    for (List<Map<String, String>> table : stolen.values()) {
      for (Map<String, String> row : table) {
        for (String value : row.values()) {
          assertThat(value).doesNotContain("PRIVATE KEY", "\"d\"", "\"k\"", "\"p\"", "\"priv\"");
        }
      }
    }
  }

  /** All that stands in the database, as it stands there, decoded, and hashed. */
  private static List<byte[]> guesses(Map<String, List<Map<String, String>>> stolen)
      throws Exception {
    Set<String> texts = new TreeSet<>(Set.of("", "signet"));
    for (List<Map<String, String>> table : stolen.values()) {
      for (Map<String, String> row : table) {
        for (String value : row.values()) {
          texts.add(value);
          texts.addAll(List.of(value.split("\\.", -1)));
        }
      }
    }
    List<byte[]> guesses = new ArrayList<>();
    guesses.add(new byte[TAG_BYTES]);
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      guesses.add(MessageDigest.getInstance("SHA-256").digest(bytes));
      try {
        byte[] decoded = Base64.getUrlDecoder().decode(text);
        if (decoded.length == TAG_BYTES) {
          guesses.add(decoded);
        }
      } catch (IllegalArgumentException e) {
        // Not base64url, so no more to guess from.
      }
    }
    byte[] random = new byte[TAG_BYTES];
    new SecureRandom().nextBytes(random);
    guesses.add(random);
    return guesses;
  }

  /** As they are, and as if each were the master key. */
  private static List<byte[]> keys(byte[] guess, String label) throws Exception {
    return List.of(guess, hmac(guess, label.getBytes(StandardCharsets.US_ASCII)));
  }

  private static byte[] hmac(byte[] key, byte[] message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  private static void noGuessOpensASealedKey(List<Map<String, String>> rows, List<byte[]> guesses)
      throws Exception {
    for (Map<String, String> row : rows) {
      String[] parts = row.get("sealed_private").split("\\.", -1);
      byte[] nonce = Base64.getUrlDecoder().decode(parts[2]);
      byte[] sealed = Base64.getUrlDecoder().decode(parts[3]);
      byte[] name =
          ("signing-key " + row.get("algorithm") + " " + row.get("kid"))
              .getBytes(StandardCharsets.UTF_8);
      for (byte[] guess : guesses) {
        for (byte[] key : keys(guess, "signet sealing key v1")) {
          assertThatThrownBy(() -> open(key, nonce, name, sealed))
              .isInstanceOf(AEADBadTagException.class);
        }
      }
    }
  }

  private static byte[] open(byte[] key, byte[] nonce, byte[] name, byte[] sealed)
      throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(name);
    return cipher.doFinal(sealed);
  }

  /** The thief knows all that goes into the tag, session's secret included, but for the key. */
  private static void noGuessMakesARefreshToken(
      Map<String, String> session, List<byte[]> guesses, RunningServer server) throws Exception {
    Base64.Decoder decoder = Base64.getUrlDecoder();
    byte[] keyId = decoder.decode(session.get("rt_kid"));
    byte[] sid = decoder.decode(session.get("sid"));
    byte[] secret = decoder.decode(session.get("secret"));
    long generation = Long.parseLong(session.get("gen"));
    byte[] message =
        ByteBuffer.allocate(9 + 1 + keyId.length + sid.length + secret.length + Long.BYTES)
            .put("signet-rt".getBytes(StandardCharsets.US_ASCII))
            .put((byte) 1)
            .put(keyId)
            .put(sid)
            .put(secret)
            .putLong(generation)
            .array();
    List<byte[]> tags = new ArrayList<>();
    for (byte[] guess : guesses) {
      tags.add(guess);
      for (byte[] key : keys(guess, "signet refresh token key v1")) {
        tags.add(hmac(key, message));
      }
    }
    for (byte[] tag : tags) {
      byte[] token =
          ByteBuffer.allocate(1 + keyId.length + sid.length + Long.BYTES + tag.length)
              .put((byte) 1)
              .put(keyId)
              .put(sid)
              .putLong(generation)
              .put(tag)
              .array();
      HttpResponse<String> refused =
          refresh(server, Base64.getUrlEncoder().withoutPadding().encodeToString(token));
      assertThat(refused.statusCode()).as(refused.body()).isNotEqualTo(200);
    }
  }

  /** Neither was the session hurt by the attempts. */
  private static void assertThatTheGenuineTokenStillWorks(RunningServer server, String genuine)
      throws Exception {
    assertThat(refresh(server, genuine).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> refresh(RunningServer server, String token) throws Exception {
    return server.post(
        "/session/refresh",
        new JsonObject().put("client_id", "phone").put("refresh_token", token).encode());
  }
}
