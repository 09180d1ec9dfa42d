package signet.bearer;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.JwtClaims;

/**
 * One question to an introspection endpoint (RFC 7662), bounded in time and size, without
 * redirects. Safe for use by many threads; never shows token or secret.
 */
final class IntrospectionRequest {
  private final URI endpoint;
  private final ClientProof proof;
  private final Duration timeout;
  private final HttpClient http;

  /** What the server says of a token; of one that is not active it says nothing else. */
  record Answer(boolean isActive, Optional<String> subject, List<String> roles) {}

  IntrospectionRequest(URI endpoint, ClientProof proof, Duration timeout) {
    this.endpoint = endpoint;
    this.proof = proof;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            // A redirect could lead token and secret elsewhere.
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  CompletableFuture<Answer> send(String token) {
    HttpRequest.Builder question =
        HttpRequest.newBuilder(endpoint)
            .timeout(timeout)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form(token)));
    proof.authorization().ifPresent(value -> question.header("Authorization", value));
    return http.sendAsync(question.build(), info -> new BoundedBody())
        // The request's own timeout ends with the headers; this one bounds the body too.
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(IntrospectionRequest::read);
  }

  private String form(String token) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("token", token);
    form.put("token_type_hint", "access_token");
    form.putAll(proof.parameters(Instant.now()));
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Answer read(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw failure("the introspection endpoint answered " + response.statusCode());
    }
    JwtClaims members;
    try {
      members = JwtClaims.parse(new String(response.body(), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw failure("the introspection endpoint's answer is no strict JSON object");
    }
    // RFC 7662 §2.2: active is required, and a boolean.
    if (!(members.value("active").orElse(null) instanceof Boolean active)) {
      throw failure("the introspection endpoint's answer does not say whether the token is active");
    }
    return active
        ? new Answer(true, members.string(ClaimNames.SUBJECT), members.strings(ClaimNames.ROLES))
        : new Answer(false, Optional.empty(), List.of());
  }

  private static CompletionException failure(String message) {
    return new CompletionException(new IOException(message));
  }

  @Override
  public String toString() {
    return proof + " at " + endpoint;
  }
}
