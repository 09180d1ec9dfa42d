package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.PublicForms;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/** An endpoint that verifies tokens as it should, but for one flaw. */
final class LaxApi implements AutoCloseable {
  static final String ISSUER = "https://auth.example";
  static final String AUDIENCE = "orders";
  private static final InstantSource CLOCK = InstantSource.fixed(CommandRun.NOW);

  final AtomicInteger requests = new AtomicInteger();

  private final ForgeKey key;
  private final HttpServer http;
  private final JwtVerifier strict;
  private final @Nullable String flaw;

  /** A server with that flaw, named as the command names it; null for none. */
  LaxApi(ForgeKey key, @Nullable String flaw) throws IOException {
    this.key = key;
    this.flaw = flaw;
    this.strict = verifier(CLOCK).type("at+jwt").build();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  private JwtVerifier.Builder verifier(InstantSource clock) {
    JwtVerifier.Builder builder = JwtVerifier.builder().clock(clock);
    builder.keys(JwkSet.of(Jwk.parse(key.jwk())));
    builder.algorithms(JwsAlgorithm.fromWireName(key.alg()).orElseThrow());
    if (!"audience".equals(flaw)) {
      builder.audience(AUDIENCE);
    } else {
      builder.ignoreAudience();
    }
    return "issuer".equals(flaw) ? builder.ignoreIssuer() : builder.issuer(ISSUER);
  }

  String address() {
    return "http://localhost:" + http.getAddress().getPort() + "/orders";
  }

  static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", AUDIENCE);
    claims.put("sub", "alice");
    claims.put("iat", CommandRun.NOW.getEpochSecond() - 60);
    claims.put("exp", CommandRun.NOW.getEpochSecond() + 600);
    return claims;
  }

  String validToken() {
    return TokenForge.with(key).header("typ", "at+jwt").claims(claims()).sign();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    int status;
    try {
      status = isTaken(exchange) ? 200 : 401;
    } catch (RuntimeException | StackOverflowError e) {
      // What a lax server does with what it cannot read is not the point, unless it is its flaw.
      status = "breaks".equals(flaw) ? 500 : 401;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private boolean isTaken(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    if ("in-query".equals(flaw) && query != null && query.startsWith("access_token=")) {
      return holds(strict, query.substring("access_token=".length()));
    }
    List<String> headers = exchange.getRequestHeaders().get("Authorization");
    if (headers == null || headers.size() != 1 || !headers.get(0).startsWith("Bearer ")) {
      return false;
    }
    String token = headers.get(0).substring("Bearer ".length());
    return holds(strict, token) || (flaw != null && flawed(flaw).test(token));
  }

  private static boolean holds(JwtVerifier verifier, String token) {
    return verifier.verify(token) instanceof Verification.Verified;
  }

  private Predicate<String> flawed(String name) {
    return switch (name) {
      case "unsigned" ->
          token -> algorithm(token).toLowerCase(Locale.ROOT).equals("none") && fitsClaims(token);
      case "stripped" ->
          token ->
              token.endsWith(".")
                  && parts(token) == 3
                  && algorithm(token).equals(key.alg())
                  && fitsClaims(token);
      case "unchecked" -> token -> parts(token) == 3 && usual(token) && fitsClaims(token);
      case "null-signature" ->
          token ->
              algorithm(token).equals("ES256")
                  && Arrays.equals(Damage.bytes(token, 2), new byte[64]);
      case "key-confusion" ->
          token -> hs256(token, PublicForms.spkiPem(key.publicKey()).getBytes(UTF_8));
      case "embedded-key" -> token -> signedBy(token, Json.write(header(token, "jwk")));
      case "embedded-chain" -> token -> signedBy(token, certified(token));
      case "key-address" -> token -> signedBy(token, fetchedKey(token));
      case "fetches" ->
          token -> {
            fetchedKey(token);
            return false;
          };
      case "key-name" ->
          token ->
              String.valueOf(header(token, "kid")).endsWith("/null") && hs256(token, new byte[0]);
      case "empty-secret" ->
          token -> "forged-key".equals(header(token, "kid")) && hs256(token, new byte[0]);
      case "expired" ->
          token ->
              rightlySigned(token) && expiresBefore(token, CommandRun.NOW) && fitsClaims(token);
      case "not-yet-valid" ->
          token ->
              rightlySigned(token) && claims(token).find("nbf").isPresent() && unexpired(token);
      case "no-expiry" -> token -> rightlySigned(token) && claims(token).find("exp").isEmpty();
      case "type" -> token -> holds(verifier(CLOCK).ignoreType().build(), token);
      case "critical" ->
          token -> rightlySigned(token) && header(token, "crit") != null && fitsClaims(token);
      case "duplicates" ->
          token ->
              rightlySigned(token) && (twice(token, 0, "\"alg\":") || twice(token, 1, "\"sub\":"));
      case "lax-text" ->
          token -> !token.endsWith(".") && parts(token) == 3 && holds(strict, canonical(token));
      case "breaks" ->
          token -> {
            Damage.json(token, 0).at("alg").text();
            return false;
          };
      default -> token -> false;
    };
  }

  private static boolean expiresBefore(String token, Instant time) {
    return claims(token).at("exp").value() instanceof BigDecimal seconds
        && seconds.longValue() < time.getEpochSecond();
  }

  private static int parts(String token) {
    return token.split("\\.", -1).length;
  }

  private static @Nullable Object header(String token, String name) {
    return Damage.json(token, 0).find(name).map(Json::value).orElse(null);
  }

  private static String algorithm(String token) {
    return String.valueOf(header(token, "alg")).strip();
  }

  /** Text that every reader takes for the same token. */
  private static boolean usual(String token) {
    return token.equals(canonical(token))
        && !algorithm(token).toLowerCase(Locale.ROOT).equals("none")
        && token.length() < 2_000
        && algorithm(token).length() > 4;
  }

  private static Json claims(String token) {
    return Damage.json(token, 1);
  }

  private static boolean unexpired(String token) {
    return claims(token).find("exp").isPresent();
  }

  private static boolean fitsClaims(String token) {
    Json claims = claims(token);
    return claims.find("iss").map(Json::text).equals(Optional.of(ISSUER));
  }

  private static byte[] input(String token) {
    return token.substring(0, token.lastIndexOf('.')).getBytes(UTF_8);
  }

  private boolean rightlySigned(String token) {
    return key.verify(input(token), Damage.bytes(token, 2));
  }

  private static boolean hs256(String token, byte[] secret) {
    return algorithm(token).equals("HS256")
        && ForgeKey.secret("HS256", secret).verify(input(token), Damage.bytes(token, 2));
  }

  private static boolean signedBy(String token, String jwk) {
    if (jwk.isEmpty() || jwk.equals("null")) {
      return false;
    }
    return Jwk.parse(jwk) instanceof PublicJwk found && signedBy(token, found.publicKey());
  }

  private static boolean signedBy(String token, PublicKey found) {
    return ForgeKey.ofPublic(algorithm(token), found).verify(input(token), Damage.bytes(token, 2));
  }

  private static String certified(String token) {
    if (!(header(token, "x5c") instanceof List<?> chain)) {
      return "";
    }
    try {
      byte[] leaf = Base64.getDecoder().decode(String.valueOf(chain.get(0)));
      return PublicJwk.of(
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(leaf))
                  .getPublicKey())
          .toJson();
    } catch (CertificateException e) {
      return "";
    }
  }

  private static String fetchedKey(String token) {
    if (!(header(token, "jku") instanceof String address)) {
      return "";
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      String set =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(address)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return ((PublicJwk) JwkSet.parse(set).keys().get(0)).toJson();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static boolean twice(String token, int part, String member) {
    String text = new String(Damage.bytes(token, part), UTF_8);
    return text.indexOf(member) != text.lastIndexOf(member);
  }

  /** As a reader that passes over what it does not know would read it. */
  private static String canonical(String token) {
    String[] parts = token.split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(
                  Base64.getUrlDecoder()
                      .decode(parts[i].replaceAll("[^A-Za-z0-9_-]", "").replaceAll("=+$", "")));
    }
    return String.join(".", parts);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
