package signet.server.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.MalformedJwtException;
import signet.jose.jwt.UnverifiedJwt;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;

/** Verifies the assertions of {@code private_key_jwt} (RFC 7523 §3). Thread-safe. */
final class AssertionVerifier {
  /** How far ahead {@code exp} may lie, and so how long a {@code jti} is remembered. */
  static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

  private static final Duration SKEW = JwtVerifier.DEFAULT_CLOCK_SKEW;
  private static final int MAX_JTI_CHARACTERS = 256;
  // RFC 7523 names no type; a draft that follows it does. Anything else is another kind of token.
  private static final Set<String> TYPES =
      Set.of("application/jwt", "application/client-authentication+jwt");

  private final String issuer;
  private final InstantSource clock;
  private final ClientStore store;
  // As many entries as there ever were clients with keys here.
  private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

  private record Prepared(JwkSet keys, JwtVerifier verifier) {}

  AssertionVerifier(String issuer, InstantSource clock, ClientStore store) {
    this.issuer = issuer;
    this.clock = clock;
    this.store = store;
  }

  /** Which client an assertion claims to be of; nothing is verified. */
  static Optional<String> claimedClient(String assertion) {
    try {
      return UnverifiedJwt.parse(assertion).unverifiedClaims().string("sub");
    } catch (MalformedJwtException e) {
      return Optional.empty();
    }
  }

  /** Whether the client made that assertion for this server, and it was not used before. */
  boolean takes(Client client, String assertion) {
    Optional<JwkSet> keys = client.credentials().keys();
    if (keys.isEmpty()
        || !(verifier(client.id(), keys.get()).verify(assertion)
            instanceof Verification.Verified verified)) {
      return false;
    }
    VerifiedJwt jwt = verified.jwt();
    return store.useAssertion(
        client.id(), digest(jwt.jwtId().orElseThrow()), jwt.expiresAt().plus(SKEW));
  }

  private JwtVerifier verifier(String clientId, JwkSet keys) {
    return prepared
        .compute(
            clientId,
            (id, before) ->
                before != null && before.keys() == keys
                    ? before
                    : new Prepared(keys, build(id, keys)))
        .verifier();
  }

  private JwtVerifier build(String clientId, JwkSet keys) {
    return JwtVerifier.builder()
        .ignoreType()
        .algorithms(KeyText.signatureAlgorithms())
        .keyAlgorithm(JwsAlgorithm.RS256)
        .keys(keys)
        .issuer(clientId)
        .audience(issuer)
        .requireClaims("sub", "jti")
        .clock(clock)
        .check(jwt -> isForUs(jwt, clientId))
        .build();
  }

  private boolean isForUs(VerifiedJwt jwt, String clientId) {
    Instant latest = clock.instant().plus(MAX_LIFETIME).plus(SKEW);
    return jwt.type().map(AssertionVerifier::isType).orElse(true)
        && jwt.subject().filter(clientId::equals).isPresent()
        // One that another server takes too could be used there by us, or here by them.
        && jwt.claims().audience().size() == 1
        && !jwt.expiresAt().isAfter(latest)
        && jwt.jwtId()
            .filter(jti -> !jti.isEmpty() && jti.length() <= MAX_JTI_CHARACTERS)
            .isPresent();
  }

  private static boolean isType(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return TYPES.contains(lower.contains("/") ? lower : "application/" + lower);
  }

  private static String digest(String jti) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(jti.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
