package signet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static signet.bearer.CaseParts.texts;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import signet.bearer.CaseParts;
import signet.bearer.RoutePolicy;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.StalePolicy;
import signet.jose.jwt.JwtVerifier;
import signet.testkit.json.Json;

/**
 * The cases that every verifier judges alike, through the chain that the starter makes. They differ
 * nowhere.
 */
@SpringBootTest(
    classes = CaseFileTest.Application.class,
    properties = {
      "signet.resource-server.issuer=https://id.example",
      "signet.resource-server.audience=https://orders.example"
    })
final class CaseFileTest {
  private static final String PASSED = "passed";
  private static final StaticListableBeanFactory NOTHING = new StaticListableBeanFactory();
  private static final ResolvableType VALIDATOR =
      ResolvableType.forClassWithGenerics(OAuth2TokenValidator.class, Jwt.class);

  @TempDir Path folder;

  @Autowired private ApplicationContext context;

  /** Of the case that is tried; one runs at a time. */
  private Optional<Filter> filter = Optional.empty();

  private Optional<JwtDecoder> decoder = Optional.empty();

  /** For access tokens, and for those of transactions. */
  private final Map<Boolean, Filter> shared = new HashMap<>();

  private final MockMvc mvc =
      MockMvcBuilders.standaloneSetup(new Orders())
          .addFilters(
              (request, response, chain) -> filter.orElseThrow().doFilter(request, response, chain))
          .build();

  /** Gives each case the parts of Spring Security. */
  @SpringBootApplication(scanBasePackageClasses = {})
  static class Application {}

  /** What is protected. */
  @RestController
  static class Orders {
    @GetMapping("/orders")
    String orders() {
      return PASSED;
    }
  }

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    return CaseParts.cases().stream()
        .map(one -> DynamicTest.dynamicTest(one.text("name"), () -> check(one)))
        .toList();
  }

  private void check(Json one) throws Exception {
    try (RevocationFeed feed = CaseParts.feed(one, folder)) {
      filter = Optional.of(filter(one, feed));
      MvcResult result = mvc.perform(asked(one)).andReturn();
      MockHttpServletResponse answer = result.getResponse();
      Json expect = one.at("expect");
      assertThat(answer.getStatus()).isEqualTo(Integer.parseInt(expect.at("status").toString()));
      assertThat(answer.getContentAsString())
          .isEqualTo(expect.find("body").map(Json::text).orElse(PASSED));
      List<String> told = new ArrayList<>();
      for (String name : List.of("WWW-Authenticate", "DPoP-Nonce", "Retry-After")) {
        answer.getHeaders(name).forEach(value -> told.add(name + ": " + value));
      }
      assertThat(told)
          .isEqualTo(
              expect.at("headers").items().stream()
                  .map(header -> String.join(": ", texts(header)))
                  .toList());
      if (answer.getStatus() != 200) {
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(answer.getHeaders("Cache-Control")).containsExactly("no-store");
      }
      assertThat(result.getRequest().getSession(false)).isNull();
    }
  }

  /** Cases that ask for nothing but a token share their chain, since to make one takes its time. */
  private Filter filter(Json one, RevocationFeed feed) {
    SignetJwtDecoder own = decoder(one, feed);
    decoder = Optional.of(own);
    if (one.has("proof") || one.has("guide") || !one.at("route").members().isEmpty()) {
      return new FilterChainProxy(chain(server(one, own, feed), one));
    }
    return shared.computeIfAbsent(
        one.has("transaction"),
        kind ->
            new FilterChainProxy(
                chain(server(one, token -> decoder.orElseThrow().decode(token), feed), one)));
  }

  private SecurityFilterChain chain(SignetResourceServer server, Json one) {
    // One for each chain.
    HttpSecurity http = context.getBean(HttpSecurity.class);
    if (one.at("route").members().isEmpty()) {
      return SignetWebAutoConfiguration.chain(http, server);
    }
    RoutePolicy route = CaseParts.route(one);
    return server
        .protect(http)
        .authorizeHttpRequests(requests -> requests.anyRequest().access(server.policy(route)))
        .build();
  }

  private static SignetJwtDecoder decoder(Json one, RevocationFeed feed) {
    return one.has("transaction")
        ? SignetTransactionAutoConfiguration.signetTransactionDecoder(
            CaseParts.transactionVerifier(one).jwtVerifier(),
            NOTHING.getBeanProvider(VALIDATOR),
            NOTHING.getBeanProvider(RefusalListener.class))
        : SignetAutoConfiguration.signetJwtDecoder(
            CaseParts.verifier(one, feed),
            SignetAutoConfiguration.signetSenderConstraint(CaseParts.proofs(one)),
            NOTHING.getBeanProvider(VALIDATOR),
            NOTHING.getBeanProvider(RefusalListener.class));
  }

  private static SignetResourceServer server(Json one, JwtDecoder decoder, RevocationFeed feed) {
    if (one.has("transaction")) {
      return SignetTransactionAutoConfiguration.signetTransactionServer(
          decoder,
          SignetTransactionAutoConfiguration.signetTransactionConverter(),
          NOTHING.getBeanProvider(AuthenticationEventPublisher.class),
          SignetTransactionAutoConfiguration.signetTransactionResolver(),
          CaseParts.transactionAuthenticator(one));
    }
    return SignetWebAutoConfiguration.signetResourceServer(
        decoder,
        NOTHING.getBeanProvider(JwtAuthenticationConverter.class),
        NOTHING.getBeanProvider(AuthenticationEventPublisher.class),
        SignetWebAutoConfiguration.signetBearerTokenResolver(),
        settings(one),
        SignetAutoConfiguration.signetSenderConstraint(CaseParts.proofs(one)),
        CaseParts.authenticator(one, feed));
  }

  /** What an application says of itself. */
  private static ResourceServerSettings settings(Json one) {
    String origin =
        one.find("proof")
            .map(proof -> proof.text("target").replaceAll("/orders$", ""))
            .orElse(null);
    SignetProperties properties =
        new SignetProperties(
            one.text("issuer"),
            List.of(one.text("audience")),
            null,
            List.of("ES256"),
            JwtVerifier.DEFAULT_CLOCK_SKEW,
            one.text("realm"),
            null,
            0,
            origin,
            null,
            null,
            new SignetProperties.Revocations(
                null, null, null, Duration.ofSeconds(30), StalePolicy.ACCEPT_UNTIL_EXPIRY));
    return new ResourceServerSettings(properties, new OAuth2ResourceServerProperties.Jwt());
  }

  private static MockHttpServletRequestBuilder asked(Json one) {
    String method = one.find("proof").map(proof -> proof.text("method")).orElse("GET");
    MockHttpServletRequestBuilder asked = request(HttpMethod.valueOf(method), "/orders");
    texts(one.at("authorization")).forEach(value -> asked.header("Authorization", value));
    one.find("transaction")
        .ifPresent(values -> texts(values).forEach(value -> asked.header("Txn-Token", value)));
    one.find("proof")
        .ifPresent(
            proof -> texts(proof.at("proofs")).forEach(value -> asked.header("DPoP", value)));
    return asked;
  }
}
