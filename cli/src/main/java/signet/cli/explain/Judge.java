package signet.cli.explain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import signet.bearer.BearerAuthenticator;
import signet.bearer.BearerRequest;
import signet.bearer.RoutePolicy;
import signet.bearer.dpop.DpopVerifier;
import signet.jose.jws.PrintableKid;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.RevocationCheck;

/**
 * A service's decision, taken by the very classes that services use, at a time of one's choice.
 * Immutable; it does no I/O.
 *
 * @param policy a fresh builder each time, with keys and all that tokens must be but the clock and
 *     revocation
 * @param route what the place asks for
 * @param clockSkew how far clocks may be apart
 * @param revocation what is known to be revoked; empty where that is not looked at
 * @param isFresh whether that is known lately, for routes that ask for it
 */
public record Judge(
    Supplier<JwtVerifier.Builder> policy,
    RoutePolicy route,
    Duration clockSkew,
    Optional<RevocationCheck> revocation,
    BooleanSupplier isFresh) {

  /** Decides about a request. */
  public Verdict decide(BearerRequest request, Instant now) {
    InstantSource clock = InstantSource.fixed(now);
    JwtVerifier.Builder builder = policy.get().clock(clock);
    revocation.ifPresent(builder::revocation);
    BearerAuthenticator authenticator =
        BearerAuthenticator.builder(builder.build(), "signet")
            .freshness(isFresh)
            .proofs(DpopVerifier.builder().clock(clock).build())
            .clock(clock)
            .clockSkew(clockSkew)
            .build();
    return Verdict.of(authenticator.authenticate(request, route));
  }

  /** As {@link #decide} about a token by itself, where nothing but a token is asked for. */
  Verdict decide(String token, Instant now) {
    return new Judge(policy, RoutePolicy.token(), clockSkew, revocation, isFresh)
        .decide(BearerRequest.of(List.of("Bearer " + token)), now);
  }

  Judge withoutRevocation() {
    return new Judge(policy, route, clockSkew, Optional.empty(), () -> true);
  }

  /** A kid as it may be shown. */
  static String shown(String kid) {
    return "'" + PrintableKid.of(kid) + "'";
  }
}
