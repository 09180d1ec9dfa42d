package signet.jose.jwt;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;
import signet.jose.jwt.ClaimsPolicy.ClaimRule;

/** Collects what a verifier expects of claims. Not safe for use by many threads. */
final class ClaimExpectations {
  private final Set<String> stringClaims =
      new LinkedHashSet<>(List.of(ClaimNames.ISSUER, ClaimNames.SUBJECT, ClaimNames.JWT_ID));
  private final Set<String> objectClaims = new LinkedHashSet<>();
  private final Set<String> requiredClaims = new LinkedHashSet<>(List.of(ClaimNames.EXPIRES_AT));
  private final Set<String> issuers = new LinkedHashSet<>();
  private final Set<String> audiences = new LinkedHashSet<>();
  private boolean anyIssuer;
  private boolean anyAudience;
  private Duration clockSkew = JwtVerifier.DEFAULT_CLOCK_SKEW;
  private @Nullable Duration maxAge;
  private @Nullable Duration maxLifetime;
  private InstantSource clock = InstantSource.system();

  void issuer(String issuer) {
    issuers.add(issuer);
  }

  void ignoreIssuer() {
    anyIssuer = true;
  }

  void audience(String audience) {
    audiences.add(audience);
  }

  void ignoreAudience() {
    anyAudience = true;
  }

  void require(String... names) {
    requiredClaims.addAll(List.of(names));
  }

  void strings(String... names) {
    stringClaims.addAll(List.of(names));
  }

  void objects(String... names) {
    objectClaims.addAll(List.of(names));
  }

  void clockSkew(Duration skew) {
    if (skew.isNegative() || skew.compareTo(JwtVerifier.MAX_CLOCK_SKEW) > 0) {
      throw new IllegalArgumentException("the clock skew lies between 0 and 60 s");
    }
    clockSkew = skew;
  }

  void maxAge(Duration age) {
    maxAge = age;
    require(ClaimNames.ISSUED_AT);
  }

  void maxLifetime(Duration lifetime) {
    maxLifetime = lifetime;
    require(ClaimNames.ISSUED_AT);
  }

  void clock(InstantSource newClock) {
    clock = newClock;
  }

  /** What has not been said, as the calls that would. */
  Stream<String> missing() {
    return Stream.concat(
        issuers.isEmpty() && !anyIssuer ? Stream.of("issuer(…) or ignoreIssuer()") : Stream.of(),
        audiences.isEmpty() && !anyAudience
            ? Stream.of("audience(…) or ignoreAudience()")
            : Stream.of());
  }

  ClaimsPolicy policy() {
    return new ClaimsPolicy(
        rules(),
        anyIssuer ? null : names(issuers),
        anyAudience ? null : names(audiences),
        clockSkew.toMillis(),
        maxAge == null ? ClaimsPolicy.UNBOUNDED : maxAge.toSeconds(),
        maxLifetime == null ? ClaimsPolicy.UNBOUNDED : maxLifetime.toSeconds(),
        clock);
  }

  private ClaimRule[] rules() {
    Set<String> ruled = new LinkedHashSet<>(stringClaims);
    ruled.addAll(objectClaims);
    ruled.addAll(requiredClaims);
    return ruled.stream()
        .map(name -> new ClaimRule(JsonName.of(name), requiredClaims.contains(name), kind(name)))
        .toArray(ClaimRule[]::new);
  }

  private JsonObject.@Nullable Kind kind(String name) {
    if (stringClaims.contains(name)) {
      return JsonObject.Kind.STRING;
    }
    return objectClaims.contains(name) ? JsonObject.Kind.OBJECT : null;
  }

  private static JsonName[] names(Set<String> texts) {
    return texts.stream().map(JsonName::of).toArray(JsonName[]::new);
  }
}
