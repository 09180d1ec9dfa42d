package signet.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import signet.bearer.Challenges;
import signet.bearer.RoutePolicy;

/**
 * Signet in a filter chain of the application's own. Immutable.
 *
 * <pre>{@code
 * @Bean
 * SecurityFilterChain orders(HttpSecurity http, SignetResourceServer signet) {
 *   return signet.protect(http).authorizeHttpRequests(…).build();
 * }
 * }</pre>
 */
public final class SignetResourceServer {
  private final AuthenticationManager manager;
  private final @Nullable Proofs proofs;
  private final BearerTokenResolver resolver;
  private final AuthenticationEventPublisher events;
  private final ChallengeHandlers handlers;
  private final RouteJudge judge;
  private final Challenges challenges;

  /**
   * How tokens are taken that are bound to a key.
   *
   * @param provider judges them
   * @param origin under which clients see the application
   */
  record Proofs(BoundTokenProvider provider, String origin) {}

  /**
   * A resource server.
   *
   * @param proofs null where tokens that are bound to a key are refused
   * @param judge of {@link #policy}
   */
  SignetResourceServer(
      JwtAuthenticationProvider provider,
      @Nullable Proofs proofs,
      AuthenticationEventPublisher events,
      BearerTokenResolver resolver,
      ChallengeHandlers handlers,
      RouteJudge judge,
      Challenges challenges) {
    this.manager = manager(provider, events);
    this.proofs = proofs;
    this.events = events;
    this.resolver = resolver;
    this.handlers = handlers;
    this.judge = judge;
    this.challenges = challenges;
  }

  /** Without a parent: asked too, it would verify each bad token a second time. */
  private static AuthenticationManager manager(
      AuthenticationProvider provider, AuthenticationEventPublisher events) {
    ProviderManager own = new ProviderManager(provider);
    own.setAuthenticationEventPublisher(events);
    return own;
  }

  /**
   * Everything of a chain but who may do what: tokens as {@link #configure} says, no sessions, and
   * no defence against requests that browsers send by themselves, since they do not so with tokens.
   *
   * @return the same
   */
  public HttpSecurity protect(HttpSecurity http) {
    // Whoever is asked for a token gets no cookie with that.
    return http.sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .oauth2ResourceServer(this::configure);
  }

  /**
   * What a route asks for, judged and answered as everywhere at Signet: scopes and roles, but also
   * a maximum age, fresh revocations, live roles, or no token at all.
   *
   * <pre>{@code
   * requests.requestMatchers("/reports").access(signet.policy(RoutePolicy.token().anyRole("boss")))
   * }</pre>
   *
   * @throws IllegalStateException if the policy asks for what is not there: fresh revocations
   *     without a feed, live roles without a bean of {@code LiveRoles}
   */
  public AuthorizationManager<RequestAuthorizationContext> policy(RoutePolicy policy) {
    return new PolicyAuthorization(judge, challenges, policy);
  }

  /** Verifies tokens by the application's decoder, and answers refusals as Signet does. */
  public void configure(OAuth2ResourceServerConfigurer<HttpSecurity> oauth2) {
    oauth2
        .bearerTokenResolver(resolver)
        .authenticationEntryPoint(handlers)
        .accessDeniedHandler(handlers)
        .jwt(jwt -> jwt.authenticationManager(manager))
        .withObjectPostProcessor(
            new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
              @Override
              public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                return finished(filter);
              }
            });
  }

  // The chain asks for no narrower type than the filter's own.
  @SuppressWarnings("unchecked")
  private <O extends BearerTokenAuthenticationFilter> O finished(O usual) {
    // Its own handler makes 500 of keys that could not be had.
    usual.setAuthenticationFailureHandler(handlers);
    ProofFilter.Bound bound =
        proofs == null
            ? null
            : new ProofFilter.Bound(manager(proofs.provider(), events), proofs.origin());
    BearerTokenAuthenticationFilter filter = new ProofFilter(usual, manager, bound, handlers);
    return (O) filter;
  }
}
