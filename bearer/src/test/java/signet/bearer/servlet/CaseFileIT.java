package signet.bearer.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.bearer.CaseParts.texts;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.CaseParts;
import signet.bearer.revocation.RevocationFeed;
import signet.testkit.json.Json;

/** The cases that every verifier judges alike, through the filter in Tomcat, over real sockets. */
final class CaseFileIT {
  private static final String PASSED = "passed";

  /** Of the case that is tried; one runs at a time. */
  private static volatile Optional<Filter> filter = Optional.empty();

  private static final Container TOMCAT =
      Container.tomcat(
          "",
          context -> {
            FilterRegistration.Dynamic cases =
                context.addFilter(
                    "cases",
                    (Filter)
                        (request, response, chain) ->
                            filter.orElseThrow().doFilter(request, response, chain));
            cases.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            context.addServlet("orders", new Orders()).addMapping("/*");
          });

  @TempDir static Path folder;

  /** What is protected. */
  private static final class Orders extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().write(PASSED);
    }
  }

  @AfterAll
  static void stop() {
    TOMCAT.close();
  }

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    return CaseParts.cases().stream()
        .map(one -> DynamicTest.dynamicTest(one.text("name"), () -> check(one)))
        .toList();
  }

  private static void check(Json one) throws IOException {
    try (RevocationFeed feed = CaseParts.feed(one, folder)) {
      filter = Optional.of(filter(one, feed));
      RawHttp.Answer answer = RawHttp.send(TOMCAT.port(), method(one), "/orders", lines(one));
      Json expect = one.at("expect");
      assertThat(answer.status()).isEqualTo(Integer.parseInt(expect.at("status").toString()));
      assertThat(answer.body()).isEqualTo(expect.find("body").map(Json::text).orElse(PASSED));
      List<String> told = new ArrayList<>();
      for (String name : List.of("WWW-Authenticate", "DPoP-Nonce", "Retry-After")) {
        answer.values(name).forEach(value -> told.add(name + ": " + value));
      }
      assertThat(told)
          .isEqualTo(
              expect.at("headers").items().stream()
                  .map(header -> String.join(": ", texts(header)))
                  .toList());
      if (answer.status() != 200) {
        assertThat(answer.values("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.values("Cache-Control")).containsExactly("no-store");
      }
    }
  }

  private static SignetFilter filter(Json one, RevocationFeed feed) {
    SignetFilter.Builder builder =
        one.has("transaction")
            ? SignetFilter.builder(CaseParts.transactionAuthenticator(one))
            : SignetFilter.builder(CaseParts.authenticator(one, feed));
    one.find("proof")
        .ifPresent(proof -> builder.proofsFor(proof.text("target").substring(0, originEnd(proof))));
    return builder.otherwise(CaseParts.route(one)).build();
  }

  /** All targets are of the path that is asked for here. */
  private static int originEnd(Json proof) {
    assertThat(proof.text("target")).endsWith("/orders");
    return proof.text("target").length() - "/orders".length();
  }

  private static String method(Json one) {
    return one.find("proof").map(proof -> proof.text("method")).orElse("GET");
  }

  private static String[] lines(Json one) {
    List<String> lines = new ArrayList<>();
    texts(one.at("authorization")).forEach(value -> lines.add("Authorization: " + value));
    one.find("transaction")
        .ifPresent(values -> texts(values).forEach(value -> lines.add("Txn-Token: " + value)));
    one.find("proof")
        .ifPresent(
            proof -> texts(proof.at("proofs")).forEach(value -> lines.add("DPoP: " + value)));
    return lines.toArray(new String[0]);
  }
}
