package signet.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;

/**
 * Signet in a filter chain of the application's own. Immutable.
 *
 * <pre>{@code
 * @Bean
 * SecurityFilterChain orders(HttpSecurity http, SignetResourceServer signet) {
 *   return http.authorizeHttpRequests(…).oauth2ResourceServer(signet::configure).build();
 * }
 * }</pre>
 */
public final class SignetResourceServer {
  private final AuthenticationManager manager;
  private final @Nullable Proofs proofs;
  private final BearerTokenResolver resolver;
  private final AuthenticationEventPublisher events;
  private final ChallengeHandlers handlers;

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
   */
  SignetResourceServer(
      JwtAuthenticationProvider provider,
      @Nullable Proofs proofs,
      AuthenticationEventPublisher events,
      BearerTokenResolver resolver,
      ChallengeHandlers handlers) {
    this.manager = manager(provider, events);
    this.proofs = proofs;
    this.events = events;
    this.resolver = resolver;
    this.handlers = handlers;
  }

  /** Without a parent: asked too, it would verify each bad token a second time. */
  private static AuthenticationManager manager(
      AuthenticationProvider provider, AuthenticationEventPublisher events) {
    ProviderManager own = new ProviderManager(provider);
    own.setAuthenticationEventPublisher(events);
    return own;
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
    BearerTokenAuthenticationFilter filter = usual;
    if (proofs != null) {
      filter =
          new ProofFilter(
              manager, resolver, manager(proofs.provider(), events), proofs.origin(), handlers);
      filter.setAuthenticationEntryPoint(handlers);
    }
    // Its own handler makes 500 of keys that could not be had.
    filter.setAuthenticationFailureHandler(handlers);
    return (O) filter;
  }
}
