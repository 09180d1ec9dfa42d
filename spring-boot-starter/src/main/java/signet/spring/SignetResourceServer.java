package signet.spring;

import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import signet.bearer.Challenges;

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
  private final BearerTokenResolver resolver;
  private final ChallengeHandlers handlers;

  SignetResourceServer(
      JwtAuthenticationProvider provider,
      AuthenticationEventPublisher events,
      BearerTokenResolver resolver,
      Challenges challenges) {
    // Without a parent: asked too, it would verify each bad token a second time.
    ProviderManager own = new ProviderManager(provider);
    own.setAuthenticationEventPublisher(events);
    this.manager = own;
    this.resolver = resolver;
    this.handlers = new ChallengeHandlers(challenges);
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
                // Its own handler makes 500 of keys that could not be had.
                filter.setAuthenticationFailureHandler(handlers);
                return filter;
              }
            });
  }
}
