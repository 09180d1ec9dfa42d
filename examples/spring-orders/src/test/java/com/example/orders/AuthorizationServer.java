package com.example.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.server.LocalAdministration;
import signet.server.SignetServer;
import signet.server.admin.Administration;
import signet.server.config.ConfigLoader;
import signet.server.config.ServerConfig;

/** A real Signet server on a free port, with one client to log in by and one that verifies. */
final class AuthorizationServer implements AutoCloseable {
  static final String SECRET = "the secret of orders";

  private static final String PASSWORD = "correct horse battery";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ServerConfig config;
  private final SignetServer server;

  AuthorizationServer() {
    Map<String, String> settings = new HashMap<>();
    settings.put("data", folder().resolve("data").toString());
    settings.put("port", "0");
    settings.put("management.port", "0");
    settings.put("password.hashing.memory", "64KiB");
    settings.put("password.hashing.iterations", "1");
    settings.put("clients.phone.channel", "native");
    settings.put("clients.phone.scopes", "orders:read,orders:write");
    settings.put("clients.orders.channel", "confidential");
    settings.put("clients.orders.verifier", "true");
    settings.put("clients.orders.secret-hashes", sha256(SECRET));
    config = ConfigLoader.load(Optional.empty(), Map.of(), settings);
    server = SignetServer.start(config);
    try (Administration administration = LocalAdministration.open(config)) {
      administration.users().add("alice", PASSWORD, Set.of("clerk"));
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("signet-orders");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String issuer() {
    return server.url();
  }

  /** What a login brings: an access token, and a refresh token to log out by. */
  record Login(String accessToken, String refreshToken) {}

  Login login(String scope) {
    String answer =
        post(
            "/session/login",
            "{\"username\":\"alice\",\"password\":\""
                + PASSWORD
                + "\",\"client_id\":\"phone\",\"scope\":\""
                + scope
                + "\"}");
    return new Login(member(answer, "access_token"), member(answer, "refresh_token"));
  }

  void logout(Login login) {
    post(
        "/session/logout",
        "{\"client_id\":\"phone\",\"refresh_token\":\"" + login.refreshToken() + "\"}");
  }

  private String post(String path, String json) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(issuer() + path))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(path + " " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String member(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + name);
    }
    return matcher.group(1);
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
