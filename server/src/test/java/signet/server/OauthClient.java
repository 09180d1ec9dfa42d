package signet.server;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;

/** Sends forms to {@code /oauth2} as clients do. */
record OauthClient(RunningServer server) {
  static String sha256(String secret) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
  }

  static String[] append(String[] form, String name, String value) {
    String[] more = Arrays.copyOf(form, form.length + 2);
    more[form.length] = name;
    more[form.length + 1] = value;
    return more;
  }

  static String encode(String... form) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < form.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(escape(form[i])).append('=');
      body.append(escape(form[i + 1]));
    }
    return body.toString();
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String basic(String client, String secret) {
    String pair = escape(client) + ":" + escape(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  HttpRequest.Builder request(String path, String form) {
    return server
        .request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form));
  }

  HttpResponse<String> form(String path, String form) throws Exception {
    return server.send(request(path, form));
  }

  HttpResponse<String> basic(String client, String secret, String path, String... form)
      throws Exception {
    return server.send(request(path, encode(form)).header("Authorization", basic(client, secret)));
  }

  /** A token of the client's own, with that scope. */
  String token(String client, String secret, String scope) throws Exception {
    HttpResponse<String> answer =
        basic(client, secret, "/oauth2/token", "grant_type", "client_credentials", "scope", scope);
    return new JsonObject(answer.body()).getString("access_token");
  }

  HttpResponse<String> assertion(String assertion, String... form) throws Exception {
    String[] whole =
        append(
            append(
                append(form, "grant_type", "client_credentials"),
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            "client_assertion",
            assertion);
    return form("/oauth2/token", encode(whole));
  }

  /** What a client says about itself (RFC 7523). */
  record Assertion(Map<String, Object> claims) {
    static Assertion of(String client, String audience) {
      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("iss", client);
      claims.put("sub", client);
      claims.put("aud", audience);
      claims.put("exp", Instant.now().getEpochSecond() + 60);
      claims.put("jti", UUID.randomUUID().toString());
      return new Assertion(claims);
    }

    Assertion with(String name, Object value) {
      Map<String, Object> changed = new LinkedHashMap<>(claims);
      changed.put(name, value);
      return new Assertion(changed);
    }

    Assertion without(String name) {
      Map<String, Object> changed = new LinkedHashMap<>(claims);
      changed.remove(name);
      return new Assertion(changed);
    }

    String signedBy(PrivateJwk key) {
      return signedBy(key, "JWT");
    }

    String signedBy(PrivateJwk key, String type) {
      JwtClaims.Builder builder = JwtClaims.builder();
      claims.forEach(builder::claim);
      return JwtSigner.of(SigningKey.of(key), type).sign(builder.build());
    }
  }
}
