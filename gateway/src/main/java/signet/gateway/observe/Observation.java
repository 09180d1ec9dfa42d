package signet.gateway.observe;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.jwt.VerifiedJwt;

/**
 * One request, when it has ended. Nothing of it is a token; of an unverified token it has nothing.
 *
 * @param epochMillis when it came
 * @param route the route's name, or null where there was none
 * @param txn of its transaction token, or null
 * @param traceId of its {@code traceparent}, or null
 * @param clientAddress seen from outside of trusted proxies
 * @param method as it was sent
 * @param path as it was sent, without the query; null where it could not be read
 * @param status of the answer; 499 where the client was gone before it
 * @param reason why it was refused, or in what the upstream failed; null where neither
 * @param jwt the verified access token, or null
 * @param nanos from its first byte to the end of its answer
 */
public record Observation(
    long epochMillis,
    @Nullable String route,
    @Nullable String txn,
    @Nullable String traceId,
    String clientAddress,
    String method,
    @Nullable String path,
    int status,
    @Nullable String reason,
    @Nullable VerifiedJwt jwt,
    long nanos) {

  Optional<String> kid() {
    return jwt == null ? Optional.empty() : jwt.kid();
  }

  Optional<String> jti() {
    return jwt == null ? Optional.empty() : jwt.jwtId();
  }

  Optional<String> sid() {
    return jwt == null ? Optional.empty() : jwt.sessionId();
  }
}
