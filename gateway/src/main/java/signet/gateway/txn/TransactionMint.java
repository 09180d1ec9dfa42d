package signet.gateway.txn;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.bearer.txn.TransactionVerification;
import signet.gateway.mint.MintRule;
import signet.gateway.mint.TransactionRequest;
import signet.gateway.mint.TransactionSettings;
import signet.gateway.mint.TransactionToken;
import signet.gateway.mint.TransactionTokens;
import signet.gateway.mint.TransactionTokensUnavailableException;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.VerifiedJwt;

/**
 * Mints transaction tokens (draft-ietf-oauth-transaction-tokens): for the trust domain, never
 * beyond the access token in time or scope. A token is used again for the same access token, rule
 * and client address until 80 % of its life are over, so {@code txn} names what one client did at
 * one route in that time. Safe for use by many threads.
 */
public final class TransactionMint implements TransactionTokens {
  private static final int TXN_BYTES = 16;
  private static final int MAX_CACHED_TOKENS = 8192;
  private static final String ADDRESS = "req_ip";

  private final TransactionKeys keys;
  private final TransactionSettings settings;
  private final InstantSource clock;
  private final TransactionTokenVerifier incoming;
  private final SecureRandom random = new SecureRandom();
  private final MintCache cache = new MintCache(MAX_CACHED_TOKENS);

  TransactionMint(TransactionKeys keys, TransactionSettings settings, InstantSource clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
    this.incoming =
        TransactionTokenVerifier.builder(settings.trustDomain())
            .keys(keys::published)
            .clock(clock)
            .build();
  }

  /** A mint that signs with those keys, by the system's clock. */
  public TransactionMint(TransactionKeys keys, TransactionSettings settings) {
    this(keys, settings, InstantSource.system());
  }

  @Override
  public TransactionToken mint(TransactionRequest request) {
    JwtSigner signer =
        keys.signer()
            .orElseThrow(
                () ->
                    new TransactionTokensUnavailableException(
                        "the keys of transaction tokens cannot be had"));
    if (request.incoming().isPresent()) {
      return mint(request, signer, continued(request.incoming().get()).orElseGet(this::newTxn));
    }
    TransactionToken held = cache.find(request, clock.millis());
    return held != null ? held : mint(request, signer, newTxn());
  }

  /** The transaction of a peer's own token, if that holds; a bad one begins nothing and ends it. */
  private Optional<String> continued(String token) {
    return incoming.verify(token) instanceof TransactionVerification.Verified verified
        ? Optional.of(verified.token().txn())
        : Optional.empty();
  }

  private String newTxn() {
    byte[] txn = new byte[TXN_BYTES];
    random.nextBytes(txn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(txn);
  }

  private TransactionToken mint(TransactionRequest request, JwtSigner signer, String txn) {
    Instant now = clock.instant();
    Instant latest = request.accessToken().expiresAt();
    Instant end = now.plus(settings.lifetime());
    Instant expiresAt = latest.isBefore(end) ? latest : end;
    // An access token that is accepted by the clock skew alone: no token ends before it begins.
    Instant issuedAt = expiresAt.isAfter(now) ? now : expiresAt.minusSeconds(1);
    JwtClaims claims = claims(request, txn, issuedAt, expiresAt);
    if (signer.signedBytes(claims) > JwtSigner.MAX_SIGNED_BYTES) {
      throw new TransactionTokensUnavailableException(
          "the claims that a route passes on are above 4 KiB: name fewer in its transaction claims");
    }
    TransactionToken minted = new TransactionToken(signer.sign(claims), txn);
    if (request.incoming().isEmpty()) {
      cache.add(request, minted, issuedAt.toEpochMilli(), expiresAt.toEpochMilli());
    }
    return minted;
  }

  private JwtClaims claims(
      TransactionRequest request, String txn, Instant issuedAt, Instant expiresAt) {
    VerifiedJwt access = request.accessToken();
    JwtClaims.Builder claims =
        JwtClaims.builder()
            .issuedAt(issuedAt)
            .expiresAt(expiresAt)
            .audience(settings.trustDomain())
            .claim(ClaimNames.TRANSACTION, txn)
            .subject(access.subject().orElseThrow())
            .claim(ClaimNames.SCOPE, scope(request.rule(), access.scopes()))
            .claim(ClaimNames.REQUESTING_WORKLOAD, settings.workload());
    Map<String, Object> context = transactionContext(request.rule(), access.claims());
    if (!context.isEmpty()) {
      claims.claim(ClaimNames.TRANSACTION_CONTEXT, context);
    }
    return claims.claim(ClaimNames.REQUESTER_CONTEXT, requesterContext(request)).build();
  }

  /** What of the access token's scope the route lets through, in the token's order. */
  private static String scope(MintRule rule, List<String> scopes) {
    return String.join(
        " ",
        rule.scopes().isEmpty()
            ? scopes
            : scopes.stream().filter(rule.scopes().get()::contains).toList());
  }

  private static Map<String, Object> transactionContext(MintRule rule, JwtClaims access) {
    Map<String, Object> context = new LinkedHashMap<>();
    for (String name : rule.claims()) {
      access.value(name).ifPresent(value -> context.put(name, value));
    }
    return context;
  }

  private static Map<String, Object> requesterContext(TransactionRequest request) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put(ADDRESS, request.clientAddress());
    OptionalLong authTime = request.accessToken().claims().integer(ClaimNames.AUTH_TIME);
    if (authTime.isPresent()) {
      context.put(ClaimNames.AUTH_TIME, authTime.getAsLong());
    }
    return context;
  }
}
