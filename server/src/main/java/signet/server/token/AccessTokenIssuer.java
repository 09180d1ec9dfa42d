package signet.server.token;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.server.key.SigningKeys;

/** Makes access tokens as RFC 9068 says. Thread-safe. */
public final class AccessTokenIssuer {
  private static final Logger LOG = LoggerFactory.getLogger(AccessTokenIssuer.class);

  /** RFC 9068 §2.1. */
  static final String TYPE = "at+jwt";

  // As long as every other one, until the year 2286.
  private static final Instant A_TIME = Instant.ofEpochSecond(1_000_000_000);
  private static final int JTI_BYTES = 16;
  private static final int WARN_BYTES = 2 * 1024;
  private static final long LOG_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private final SigningKeys keys;
  private final String issuer;
  private final Duration lifetime;
  private final RandomGenerator random;
  // Of the key that signed last: made anew when another one signs, by whoever sees it first.
  private volatile JwtSigner signer;
  // When it was last said of which client; as many entries as there ever were such clients here.
  private final Map<String, Long> warned = new ConcurrentHashMap<>();
  private final Map<String, Long> refused = new ConcurrentHashMap<>();

  /**
   * An issuer of access tokens.
   *
   * @param issuer their {@code iss}
   * @param lifetime of those whose client has none of its own
   * @param random cryptographically strong and thread-safe
   */
  public AccessTokenIssuer(
      SigningKeys keys, String issuer, Duration lifetime, RandomGenerator random) {
    this.keys = keys;
    this.signer = JwtSigner.of(keys.view().active(), TYPE);
    this.issuer = issuer;
    this.lifetime = lifetime;
    this.random = random;
  }

  /**
   * A token issued at that time, which is cut to seconds.
   *
   * @throws TokenTooLargeException if header and claims pass {@link JwtSigner#MAX_SIGNED_BYTES}
   * @throws signet.server.outage.OutageException if no key may sign at this moment
   */
  public AccessToken issue(AccessTokenRequest request, Instant now) {
    JwtSigner current = signer();
    Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
    Duration itsLifetime = request.form().lifetime().orElse(lifetime);
    String jti = nextJti();
    JwtClaims claims = claims(request, issuedAt, itsLifetime, jti);
    int bytes = current.signedBytes(claims);
    requireFit(request, bytes);
    warn(request, bytes);
    String signed = current.sign(claims);
    current.key().kid().ifPresent(keys::countSignature);
    // This server reads tokens made for itself, and has no key to decrypt them.
    String value =
        request.audience().equals(issuer)
            ? signed
            : request.form().encryption().map(e -> e.encryptNested(signed)).orElse(signed);
    return new AccessToken(value, jti, itsLifetime, request.form().boundTo().isPresent());
  }

  /**
   * Checks, before anything is begun for it, that a token will not be too large.
   *
   * @param request with any {@code sid} of the usual length
   * @throws TokenTooLargeException if it will be
   * @throws signet.server.outage.OutageException if no key may sign at this moment
   */
  public void check(AccessTokenRequest request) {
    requireFit(request, signer().signedBytes(claims(request, A_TIME, lifetime, nextJti())));
  }

  /**
   * Checks, before anything is begun for a token, that a key may sign at this moment.
   *
   * @throws signet.server.outage.OutageException if none may
   */
  public void requireKey() {
    keys.active();
  }

  private JwtSigner signer() {
    SigningKey active = keys.active();
    JwtSigner current = signer;
    if (current.key() != active) {
      current = JwtSigner.of(active, TYPE);
      signer = current;
    }
    return current;
  }

  private JwtClaims claims(
      AccessTokenRequest request, Instant issuedAt, Duration itsLifetime, String jti) {
    JwtClaims.Builder claims = JwtClaims.builder();
    // First, so that what the server says itself counts, whatever they are called.
    request.login().ifPresent(login -> login.claims().forEach(claims::claim));
    claims
        .issuer(issuer)
        .subject(request.subject())
        .audience(request.audience())
        .expiresAt(issuedAt.plus(itsLifetime))
        .issuedAt(issuedAt)
        .jwtId(jti)
        .claim(Claim.CLIENT_ID, request.clientId());
    request
        .login()
        .ifPresent(
            login ->
                claims
                    .claim(Claim.SID, login.sid())
                    .claim(Claim.AUTH_TIME, login.authTime().getEpochSecond())
                    .claim(Claim.ROLES, List.copyOf(login.roles()))
                    .claim(Claim.AUTHZ_VERSION, login.authzVersion()));
    request
        .form()
        .boundTo()
        .ifPresent(key -> claims.claim(Claim.CONFIRMATION, Map.of(Claim.KEY_THUMBPRINT, key)));
    // RFC 6749 §3.3: a scope is never empty, so without one the claim is left out.
    if (!request.scopes().isEmpty()) {
      claims.claim(Claim.SCOPE, String.join(" ", request.scopes()));
    }
    return claims.build();
  }

  private void warn(AccessTokenRequest request, int bytes) {
    if (bytes > WARN_BYTES && isDue(warned, request.clientId())) {
      LOG.atWarn()
          .addKeyValue("client_id", request.clientId())
          .addKeyValue("bytes", bytes)
          .log("header and claims of an access token pass 2 KiB; above 4 KiB it is refused");
    }
  }

  private void requireFit(AccessTokenRequest request, int bytes) {
    if (bytes <= JwtSigner.MAX_SIGNED_BYTES) {
      return;
    }
    if (isDue(refused, request.clientId())) {
      LOG.atError()
          .addKeyValue("client_id", request.clientId())
          .addKeyValue("sub", request.subject())
          .addKeyValue("bytes", bytes)
          .log(
              "access tokens are refused: header and claims pass 4 KiB; map fewer attributes to"
                  + " claims, or give the user fewer roles");
    }
    throw new TokenTooLargeException();
  }

  /** Once a minute for each client, however many requests there are. */
  private static boolean isDue(Map<String, Long> said, String clientId) {
    long now = System.nanoTime();
    Long last = said.get(clientId);
    return last == null
        ? said.putIfAbsent(clientId, now) == null
        : now - last >= LOG_EVERY_NANOS && said.replace(clientId, last, now);
  }

  private String nextJti() {
    byte[] jti = new byte[JTI_BYTES];
    random.nextBytes(jti);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(jti);
  }
}
