package signet.spring;

import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import signet.bearer.BearerAuthenticator;
import signet.bearer.Challenges;
import signet.bearer.LiveRoles;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.dpop.SenderConstraint;
import signet.bearer.revocation.RevocationFeed;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.TokenVerifier;

/**
 * The parts that verify tokens. Each backs off where the application has its own. Nothing is asked
 * of the authorization server while the application starts, apart from the feed's thread, which
 * nobody waits for.
 */
@AutoConfiguration(
    before = {
      OAuth2ResourceServerAutoConfiguration.class,
      UserDetailsServiceAutoConfiguration.class
    })
@ConditionalOnClass(JwtDecoder.class)
@Conditional(OnIssuer.class)
@EnableConfigurationProperties({SignetProperties.class, OAuth2ResourceServerProperties.class})
public final class SignetAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(SignetAutoConfiguration.class);

  @Bean
  static ResourceServerSettings signetSettings(
      SignetProperties ours, OAuth2ResourceServerProperties standard) {
    return new ResourceServerSettings(ours, standard.getJwt());
  }

  @Bean
  @ConditionalOnMissingBean
  static Challenges signetChallenges(SignetProperties properties) {
    Challenges challenges = Challenges.of(properties.realm());
    URI guide = properties.guide();
    return guide == null ? challenges : challenges.withGuide(guide);
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  static RemoteJwkSet signetKeys(ResourceServerSettings settings) {
    return settings.keys();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  @ConditionalOnProperty("signet.resource-server.client-id")
  static RevocationFeed signetRevocations(ResourceServerSettings settings) {
    return settings.revocations();
  }

  @Bean
  @ConditionalOnMissingBean
  static TokenVerifier signetVerifier(
      ResourceServerSettings settings,
      RemoteJwkSet keys,
      ObjectProvider<RevocationFeed> revocations) {
    RevocationFeed feed = revocations.getIfAvailable();
    if (feed == null) {
      settings.requireNoCredentials();
      LOG.warn(
          "the revocation feed is off: a token counts until it expires, even after a logout; to turn"
              + " it on set signet.resource-server.client-id and client-secret");
    }
    return settings.verifier(keys, feed);
  }

  /** How proofs of possession are checked; an application brings its own for nonces. */
  @Bean
  @ConditionalOnMissingBean
  static DpopVerifier signetProofs() {
    return DpopVerifier.builder().build();
  }

  @Bean
  @ConditionalOnMissingBean
  static SenderConstraint signetSenderConstraint(DpopVerifier proofs) {
    return new SenderConstraint(proofs);
  }

  /** What routes ask for, and how refusals are answered. */
  @Bean
  @ConditionalOnMissingBean
  static BearerAuthenticator signetAuthenticator(
      TokenVerifier verifier,
      Challenges challenges,
      DpopVerifier proofs,
      ResourceServerSettings settings,
      ObjectProvider<RevocationFeed> revocations,
      ObjectProvider<LiveRoles> liveRoles) {
    BearerAuthenticator.Builder builder =
        BearerAuthenticator.builder(verifier, challenges)
            .proofs(proofs)
            .clockSkew(settings.clockSkew());
    revocations.ifAvailable(feed -> builder.freshness(feed::isFresh));
    liveRoles.ifAvailable(builder::liveRoles);
    return builder.build();
  }

  @Bean
  @ConditionalOnMissingBean(JwtDecoder.class)
  static SignetJwtDecoder signetJwtDecoder(
      TokenVerifier verifier,
      SenderConstraint constraint,
      ObjectProvider<OAuth2TokenValidator<Jwt>> validators,
      ObjectProvider<RefusalListener> listeners) {
    List<RefusalListener> all = listeners.orderedStream().toList();
    return new SignetJwtDecoder(
        verifier,
        constraint,
        validators.orderedStream().toList(),
        reason -> all.forEach(listener -> listener.refused(reason)));
  }

  @Bean
  @ConditionalOnMissingBean
  @Conditional(OnOwnAuthorities.class)
  static JwtAuthenticationConverter signetAuthenticationConverter() {
    JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(new TokenAuthorities());
    return converter;
  }

  /** For what is no web request, such as messages. */
  @Bean
  @ConditionalOnMissingBean(AuthenticationManager.class)
  static AuthenticationManager signetAuthenticationManager(
      JwtDecoder decoder, ObjectProvider<JwtAuthenticationConverter> converter) {
    JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
    converter.ifAvailable(provider::setJwtAuthenticationConverter);
    return new ProviderManager(provider);
  }
}
