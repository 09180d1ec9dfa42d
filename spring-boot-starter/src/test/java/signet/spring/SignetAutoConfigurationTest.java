package signet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import signet.bearer.LiveRoles;
import signet.bearer.RoutePolicy;
import signet.bearer.revocation.RevocationFeed;
import signet.jose.jwt.TokenVerifier;
import signet.jose.reject.RejectReason;

/** What is there for which properties, and what backs off. */
final class SignetAutoConfigurationTest {
  private static final IssuingServer SERVER = new IssuingServer();
  private static final String OURS = "signet.resource-server.";
  private static final String STANDARD = "spring.security.oauth2.resourceserver.jwt.";

  private final WebApplicationContextRunner runner =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  SignetAutoConfiguration.class,
                  SignetWebAutoConfiguration.class,
                  SignetHealthAutoConfiguration.class,
                  SignetMetricsAutoConfiguration.class,
                  OAuth2ResourceServerAutoConfiguration.class,
                  ServletWebSecurityAutoConfiguration.class,
                  UserDetailsServiceAutoConfiguration.class,
                  SecurityAutoConfiguration.class))
          .withUserConfiguration(Mvc.class);
  private final WebApplicationContextRunner enough =
      runner.withPropertyValues(
          OURS + "issuer=" + SERVER.issuer(), OURS + "audience=" + IssuingServer.AUDIENCE);

  @Configuration
  @EnableWebMvc
  static class Mvc {}

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void isNotThereWhereNobodySaysWhoIssuesTokens() {
    runner.run(context -> assertThat(context).doesNotHaveBean(ResourceServerSettings.class));
  }

  @Test
  void verifiesByIssuerAndAudienceAloneAndAsksNobodyAtTheStart() {
    int before = SERVER.requests.get();
    enough.run(
        context -> {
          assertThat(context)
              .hasSingleBean(JwtDecoder.class)
              .hasSingleBean(SecurityFilterChain.class);
          assertThat(context).hasSingleBean(AuthenticationManager.class);
          assertThat(context).doesNotHaveBean(RevocationFeed.class);
          assertThat(SERVER.requests.get()).isEqualTo(before);
          Jwt jwt = context.getBean(JwtDecoder.class).decode(SERVER.token().sign());
          assertThat(jwt.getSubject()).isEqualTo("alice");
          assertThat(jwt.getAudience()).containsExactly(IssuingServer.AUDIENCE);
          assertThat(jwt.getExpiresAt()).isAfter(jwt.getIssuedAt());
          assertThat(jwt.getHeaders()).containsEntry("kid", "key-1").containsEntry("alg", "ES256");
          assertThat(context.getBean(SignetHealthIndicator.class).health().getDetails())
              .containsKeys("keyset_id", "kids", "fetched_at")
              .extractingByKey("revocations")
              .asString()
              .startsWith("{state=off");
        });
  }

  @Test
  void givesScopesAndRolesAsAuthorities() {
    enough.run(
        context ->
            assertThat(
                    context
                        .getBean(AuthenticationManager.class)
                        .authenticate(new BearerTokenAuthenticationToken(SERVER.token().sign()))
                        .getAuthorities())
                .extracting("authority")
                .contains("SCOPE_orders:read", "SCOPE_orders:list", "ROLE_clerk"));
  }

  @Test
  void readsRolesAsTheVerifierDoes() {
    enough.run(
        context -> {
          assertThat(authorities(context, "boss")).contains("ROLE_boss");
          assertThat(authorities(context, List.of("boss", 1))).doesNotContain("ROLE_boss");
        });
  }

  private static List<String> authorities(ApplicationContext context, Object roles) {
    return context
        .getBean(AuthenticationManager.class)
        .authenticate(new BearerTokenAuthenticationToken(SERVER.token("roles", roles)))
        .getAuthorities()
        .stream()
        .map(GrantedAuthority::getAuthority)
        .toList();
  }

  @Test
  void asksAtTheStartForWhatRoutesNeed() {
    enough.run(
        context ->
            assertThatIllegalStateException()
                .isThrownBy(
                    () ->
                        context
                            .getBean(SignetResourceServer.class)
                            .policy(RoutePolicy.token().liveRoles()))
                .withMessageContaining("liveRoles"));
    enough
        .withBean(LiveRoles.class, () -> (jwt, token) -> Optional.of(List.of("clerk")))
        .run(
            context ->
                assertThat(
                        context
                            .getBean(SignetResourceServer.class)
                            .policy(RoutePolicy.token().liveRoles()))
                    .isNotNull());
  }

  @Test
  void honoursTheStandardProperties() {
    runner
        .withPropertyValues(
            STANDARD + "issuer-uri=" + SERVER.issuer(),
            STANDARD + "jwk-set-uri=" + SERVER.issuer() + "/.well-known/jwks.json",
            STANDARD + "audiences=https://other.example," + IssuingServer.AUDIENCE,
            STANDARD + "authority-prefix=MAY_")
        .run(
            context -> {
              assertThat(context).hasSingleBean(SignetJwtDecoder.class);
              assertThat(
                      context
                          .getBean(JwtAuthenticationConverter.class)
                          .convert(context.getBean(JwtDecoder.class).decode(SERVER.token().sign()))
                          .getAuthorities())
                  .extracting("authority")
                  .contains("MAY_orders:read");
            });
  }

  @Test
  void followsTheFeedWhereThereAreCredentials() {
    enough
        .withPropertyValues(OURS + "client-id=orders", OURS + "client-secret=s3cret")
        .run(
            context -> {
              assertThat(context).hasSingleBean(RevocationFeed.class);
              assertThat(context.getBean(SignetProperties.class).toString())
                  .doesNotContain("s3cret");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "audience, '', audience",
    "issuer, http://id.example, issuer",
    "jwk-set-uri, http://id.example/keys, jwk-set-uri",
    "algorithms, HS256, algorithms",
    "algorithms, none, algorithms",
    "client-id, orders, client-secret",
    "client-secret, s3cret, client-id",
  })
  void saysWhichPropertyIsWrong(String property, String value, String blamed) {
    enough
        .withPropertyValues(OURS + property + "=" + value)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOfSatisfying(
                        InvalidConfigurationPropertyValueException.class,
                        e -> assertThat(e.getName()).isEqualTo(OURS + blamed)));
  }

  @Test
  void refusesToGuessWhomTokensAreFor() {
    runner
        .withPropertyValues(STANDARD + "issuer-uri=" + SERVER.issuer())
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("audience"));
  }

  @Test
  void backsOffWhereTheApplicationHasItsOwn() {
    enough
        .withUserConfiguration(Own.class)
        .run(
            context -> {
              assertThat(context).hasSingleBean(JwtDecoder.class);
              assertThat(context).doesNotHaveBean(SignetJwtDecoder.class);
              assertThat(context).hasSingleBean(AuthenticationManager.class);
              assertThat(context.getBean(AuthenticationManager.class)).isSameAs(Own.MANAGER);
            });
  }

  @Configuration
  static class Own {
    static final AuthenticationManager MANAGER = authentication -> authentication;

    @Bean
    JwtDecoder ownDecoder() {
      return token -> {
        throw new UnsupportedOperationException();
      };
    }

    @Bean
    AuthenticationManager ownManager() {
      return MANAGER;
    }
  }

  @Test
  void addsTheApplicationsOwnChecks() {
    enough
        .withBean(
            OAuth2TokenValidator.class,
            () ->
                jwt ->
                    OAuth2TokenValidatorResult.failure(
                        new OAuth2Error("invalid_token", "no", null)))
        .run(
            context ->
                assertRejected(
                    context.getBean(JwtDecoder.class),
                    SERVER.token().sign(),
                    RejectReason.CUSTOM_CHECK));
  }

  @Test
  void saysWhyProofsCannotBeTaken() {
    enough
        .withPropertyValues("signet.resource-server.proofs-for=https://api.example/orders")
        .run(
            context -> assertThat(context).getFailure().rootCause().hasMessageContaining("origin"));
    enough
        .withPropertyValues("signet.resource-server.proofs-for=https://api.example")
        .withBean(JwtDecoder.class, () -> token -> null)
        .run(
            context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining("JwtDecoder"));
  }

  @Test
  void refusesWithTheVerifiersReasons() {
    enough.run(
        context -> {
          JwtDecoder decoder = context.getBean(JwtDecoder.class);
          assertThat(context).hasSingleBean(TokenVerifier.class);
          assertRejected(decoder, "a.b", RejectReason.MALFORMED);
          assertRejected(decoder, SERVER.token("aud", "other"), RejectReason.WRONG_AUDIENCE);
          assertRejected(decoder, SERVER.token("exp", 1), RejectReason.EXPIRED);
          assertThatExceptionOfType(UnprovenJwtException.class)
              .isThrownBy(() -> decoder.decode(SERVER.token("cnf", java.util.Map.of("jkt", "x"))))
              .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.DPOP_MISSING));
          assertThat(List.of(context.getBeanDefinitionNames())).contains("signetMetrics");
        });
  }

  private static void assertRejected(JwtDecoder decoder, String token, RejectReason reason) {
    assertThatExceptionOfType(RejectedJwtException.class)
        .isThrownBy(() -> decoder.decode(token))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
