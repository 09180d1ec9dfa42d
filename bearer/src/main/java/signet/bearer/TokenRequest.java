package signet.bearer;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import signet.jose.jwt.JwtClaims;

/**
 * One request to a token endpoint, bounded in time and size, without redirects. Safe for use by
 * many threads; never shows what it proves itself with.
 */
final class TokenRequest {
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");
  private static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

  private final URI endpoint;
  private final ClientProof proof;
  private final Optional<String> scope;
  private final Optional<String> resource;
  private final Duration timeout;
  private final InstantSource clock;
  private final HttpClient http;

  /**
   * What came of it.
   *
   * @param lifetime from some moment after the request was sent
   */
  record Answer(String accessToken, Duration lifetime) {
    @Override
    public String toString() {
      return "Answer";
    }
  }

  TokenRequest(
      URI endpoint,
      ClientProof proof,
      Optional<String> scope,
      Optional<String> resource,
      Duration timeout,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.proof = proof;
    this.scope = scope;
    this.resource = resource;
    this.timeout = timeout;
    this.clock = clock;
    // A redirect could lead the credentials elsewhere.
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  CompletableFuture<Answer> send() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(timeout)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form()));
    proof.authorization().ifPresent(value -> request.header("Authorization", value));
    return http.sendAsync(request.build(), info -> new BoundedBody())
        // The request's own timeout ends with the headers; this one bounds the body too.
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(TokenRequest::read);
  }

  private String form() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    scope.ifPresent(names -> form.put("scope", names));
    resource.ifPresent(audience -> form.put("resource", audience));
    form.putAll(proof.parameters(clock.instant()));
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Answer read(HttpResponse<byte[]> response) {
    Optional<JwtClaims> json = json(response.body());
    if (response.statusCode() != 200) {
      throw refused(response.statusCode(), json);
    }
    Optional<String> token = json.flatMap(members -> members.string("access_token"));
    OptionalLong seconds =
        json.map(members -> members.integer("expires_in")).orElse(OptionalLong.empty());
    boolean bearer =
        json.flatMap(members -> members.string("token_type"))
            .filter("bearer"::equalsIgnoreCase)
            .isPresent();
    if (token.isEmpty() || !bearer || seconds.isEmpty() || seconds.getAsLong() < 1) {
      throw new ClientCredentialsException(
          "the token endpoint's answer is not one of RFC 6749 §5.1 with expires_in",
          Optional.empty(),
          null);
    }
    long atMost = Math.min(seconds.getAsLong(), LONGEST_LIFETIME.toSeconds());
    return new Answer(token.get(), Duration.ofSeconds(atMost));
  }

  /** A strict JSON object, read as claims are. */
  private static Optional<JwtClaims> json(byte[] body) {
    try {
      return Optional.of(JwtClaims.parse(new String(body, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ClientCredentialsException refused(int status, Optional<JwtClaims> json) {
    // A word and nothing else: what a server says can hold anything.
    Optional<String> error =
        json.flatMap(members -> members.string("error"))
            .filter(word -> ERROR.matcher(word).matches());
    return new ClientCredentialsException(
        "the token endpoint answered " + status + error.map(word -> " (" + word + ")").orElse(""),
        error,
        new IOException("status " + status));
  }

  @Override
  public String toString() {
    return proof + " at " + endpoint;
  }
}
