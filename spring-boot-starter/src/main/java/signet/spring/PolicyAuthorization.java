package signet.spring;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import signet.bearer.Challenge;
import signet.bearer.Challenges;
import signet.bearer.RoutePolicy;
import signet.jose.jwt.VerifiedJwt;

/** What a route asks for, judged as everywhere at Signet. Immutable. */
final class PolicyAuthorization implements AuthorizationManager<RequestAuthorizationContext> {
  private final RouteJudge judge;
  private final Challenges challenges;
  private final RoutePolicy policy;

  PolicyAuthorization(RouteJudge judge, Challenges challenges, RoutePolicy policy) {
    this.judge = judge;
    this.challenges = challenges;
    this.policy = judge.require(policy);
  }

  /** A refusal that knows how to answer. */
  static final class Refusal extends AuthorizationDecision {
    private final Challenge challenge;

    Refusal(Challenge challenge) {
      super(false);
      this.challenge = challenge;
    }

    Challenge challenge() {
      return challenge;
    }
  }

  @Override
  public AuthorizationResult authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    Authentication known = authentication.get();
    if (known == null || !(known.getPrincipal() instanceof Jwt jwt)) {
      // Whoever came without a token is asked for one, by Spring Security itself.
      return new AuthorizationDecision(policy.isOptional());
    }
    Optional<VerifiedJwt> verified =
        jwt instanceof SignetJwt ours ? ours.verified() : Optional.empty();
    Optional<Challenge> challenge =
        verified.isPresent()
            ? challenge(judge.judge(verified.get(), jwt.getTokenValue(), policy))
            : lacking(known.getAuthorities());
    return challenge.isPresent() ? new Refusal(challenge.get()) : new AuthorizationDecision(true);
  }

  private static Optional<Challenge> challenge(signet.bearer.Authentication outcome) {
    return outcome instanceof Challenge refused ? Optional.of(refused) : Optional.empty();
  }

  /** Of a token that somebody else verified, or a test made, scopes and roles are known alone. */
  private Optional<Challenge> lacking(Collection<? extends GrantedAuthority> authorities) {
    return challenges.lacking(
        policy,
        named(authorities, TokenAuthorities.SCOPE),
        named(authorities, TokenAuthorities.ROLE));
  }

  private static List<String> named(
      Collection<? extends GrantedAuthority> authorities, String prefix) {
    return authorities.stream()
        .map(GrantedAuthority::getAuthority)
        .filter(Objects::nonNull)
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }
}
