package signet.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ConditionalOnDefaultWebSecurity;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import signet.bearer.BearerAuthenticator;
import signet.bearer.dpop.SenderConstraint;

/**
 * The parts in front of a Servlet application. Each backs off where the application has its own.
 */
@AutoConfiguration(
    after = SignetAutoConfiguration.class,
    before = {
      OAuth2ResourceServerAutoConfiguration.class,
      ManagementWebSecurityAutoConfiguration.class,
      ServletWebSecurityAutoConfiguration.class
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(ResourceServerSettings.class)
public final class SignetWebAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  static BearerTokenResolver signetBearerTokenResolver() {
    return new StrictBearerTokenResolver();
  }

  @Bean
  @ConditionalOnMissingBean
  static SignetResourceServer signetResourceServer(
      JwtDecoder decoder,
      ObjectProvider<JwtAuthenticationConverter> converter,
      ObjectProvider<AuthenticationEventPublisher> events,
      BearerTokenResolver resolver,
      ResourceServerSettings settings,
      SenderConstraint constraint,
      BearerAuthenticator authenticator) {
    JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
    converter.ifAvailable(provider::setJwtAuthenticationConverter);
    return new SignetResourceServer(
        provider,
        settings.proofs(decoder, converter.getIfAvailable()),
        events.getIfAvailable(DefaultAuthenticationEventPublisher::new),
        resolver,
        new ChallengeHandlers(authenticator.challenges(), constraint),
        new RouteJudge.OfAccessTokens(authenticator),
        authenticator.challenges());
  }

  /** A valid token for everything, where the application says nothing. */
  @Bean
  @ConditionalOnDefaultWebSecurity
  static SecurityFilterChain signetFilterChain(HttpSecurity http, SignetResourceServer signet) {
    return chain(http, signet);
  }

  static SecurityFilterChain chain(HttpSecurity http, SignetResourceServer signet) {
    return signet
        .protect(http)
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .build();
  }
}
