package signet.spring;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ConditionalOnDefaultWebSecurity;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import signet.bearer.Challenges;
import signet.bearer.TransactionAuthenticator;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.dpop.SenderConstraint;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.TokenVerifier;

/**
 * The parts of an application behind a gateway, which takes transaction tokens and no access
 * tokens. Each backs off where the application has its own. Nothing is asked of the gateway while
 * the application starts.
 */
@AutoConfiguration(
    after = SignetAutoConfiguration.class,
    before = {
      OAuth2ResourceServerAutoConfiguration.class,
      UserDetailsServiceAutoConfiguration.class,
      ManagementWebSecurityAutoConfiguration.class,
      ServletWebSecurityAutoConfiguration.class
    })
@ConditionalOnClass(JwtDecoder.class)
@ConditionalOnProperty("signet.transaction-tokens.trust-domain")
@EnableConfigurationProperties(TransactionProperties.class)
public final class SignetTransactionAutoConfiguration {
  private static final String PREFIX = "signet.transaction-tokens.";

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  static RemoteJwkSet signetGatewayKeys(TransactionProperties properties) {
    URI address =
        Optional.ofNullable(properties.jwkSetUri())
            .orElseThrow(
                () ->
                    invalid(
                        "jwk-set-uri",
                        null,
                        "say where the gateway's keys are: /.well-known/jwks.json of its management"
                            + " address"));
    try {
      return RemoteJwkSet.builder(address).build();
    } catch (IllegalArgumentException e) {
      throw invalid(
          "jwk-set-uri",
          address,
          "keys are fetched over https, or over http from this machine only");
    }
  }

  @Bean
  @ConditionalOnMissingBean
  static TransactionTokenVerifier signetTransactionVerifier(
      TransactionProperties properties,
      RemoteJwkSet keys,
      ObjectProvider<ResourceServerSettings> accessTokens) {
    String trustDomain = properties.trustDomain();
    if (trustDomain == null || trustDomain.isBlank()) {
      throw invalid(
          "trust-domain", trustDomain, "say what everything behind the gateway is called");
    }
    if (accessTokens.getIfAvailable() != null) {
      throw invalid(
          "trust-domain",
          trustDomain,
          "an application takes access tokens or transaction tokens: take"
              + " signet.resource-server.issuer away, or this");
    }
    TransactionTokenVerifier.Builder verifier =
        TransactionTokenVerifier.builder(trustDomain).keys(keys).clockSkew(properties.clockSkew());
    Optional.ofNullable(properties.issuer()).ifPresent(verifier::issuer);
    if (properties.cachedTokens() > 0) {
      verifier.cache(properties.cachedTokens());
    }
    return verifier.build();
  }

  @Bean
  @ConditionalOnMissingBean
  static TokenVerifier signetTransactionJwtVerifier(TransactionTokenVerifier verifier) {
    return verifier.jwtVerifier();
  }

  @Bean
  @ConditionalOnMissingBean
  static Challenges signetTransactionChallenges(TransactionProperties properties) {
    Challenges challenges = Challenges.ofTransactions(properties.realm());
    URI guide = properties.guide();
    return guide == null ? challenges : challenges.withGuide(guide);
  }

  /** What routes ask for, and how refusals are answered. */
  @Bean
  @ConditionalOnMissingBean
  static TransactionAuthenticator signetTransactionAuthenticator(
      TransactionTokenVerifier verifier, Challenges challenges) {
    return TransactionAuthenticator.of(verifier, challenges);
  }

  @Bean
  @ConditionalOnMissingBean(JwtDecoder.class)
  static SignetJwtDecoder signetTransactionDecoder(
      TokenVerifier verifier,
      ObjectProvider<OAuth2TokenValidator<Jwt>> validators,
      ObjectProvider<RefusalListener> listeners) {
    List<RefusalListener> all = listeners.orderedStream().toList();
    return new SignetJwtDecoder(
        verifier,
        unbound(),
        validators.orderedStream().toList(),
        reason -> all.forEach(listener -> listener.refused(reason)));
  }

  /** A gateway binds its tokens to nobody's key. */
  private static SenderConstraint unbound() {
    return new SenderConstraint(DpopVerifier.builder().build());
  }

  @Bean
  @ConditionalOnMissingBean
  static JwtAuthenticationConverter signetTransactionConverter() {
    JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(new TransactionAuthorities());
    return converter;
  }

  @Bean
  @ConditionalOnMissingBean(AuthenticationManager.class)
  static AuthenticationManager signetTransactionManager(
      JwtDecoder decoder, JwtAuthenticationConverter converter) {
    return new ProviderManager(provider(decoder, converter));
  }

  private static JwtAuthenticationProvider provider(
      JwtDecoder decoder, JwtAuthenticationConverter converter) {
    JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
    provider.setJwtAuthenticationConverter(converter);
    return provider;
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static BearerTokenResolver signetTransactionResolver() {
    return new TransactionTokenResolver();
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static SignetResourceServer signetTransactionServer(
      JwtDecoder decoder,
      JwtAuthenticationConverter converter,
      ObjectProvider<AuthenticationEventPublisher> events,
      BearerTokenResolver resolver,
      TransactionAuthenticator authenticator) {
    return new SignetResourceServer(
        provider(decoder, converter),
        null,
        events.getIfAvailable(DefaultAuthenticationEventPublisher::new),
        resolver,
        new ChallengeHandlers(authenticator.challenges(), unbound()),
        new RouteJudge.OfTransactionTokens(authenticator),
        authenticator.challenges());
  }

  /** A valid transaction token for everything, where the application says nothing. */
  @Bean
  @ConditionalOnDefaultWebSecurity
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static SecurityFilterChain signetTransactionFilterChain(
      HttpSecurity http, SignetResourceServer signet) {
    return SignetWebAutoConfiguration.chain(http, signet);
  }

  private static InvalidConfigurationPropertyValueException invalid(
      String property, @Nullable Object value, String reason) {
    return new InvalidConfigurationPropertyValueException(PREFIX + property, value, reason);
  }
}
