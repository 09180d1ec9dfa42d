package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A path in another case than its route finds no route, rather than one that is laxer. */
class PathsIT {
  @RegisterExtension
  static final GatewayWorld world =
      GatewayWorld.of(
          """
          upstreams:
            service: {addresses: [%s]}
          routes:
            - {path: /admin, policy: required, any-role: [admin], upstream: service}
            - {name: site, path: /, policy: public, upstream: service}
          """
              ::formatted);

  private static String verify(String path) throws IOException {
    try (RawClient client = new RawClient(world.managementUrl())) {
      return client
          .send(
              get(
                  "/verify",
                  "X-Original-Method: GET",
                  "X-Original-Uri: " + path,
                  "X-Original-Host: localhost"))
          .answer();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/Admin", "/ADMIN/users", "/admiN?x=y", "/%41dmin/users", "/adm%C4%B1n/users"})
  void anotherCaseOfWhatIsRestrictedReachesNobody(String path) throws IOException {
    assertThat(world.ask(get(path))).startsWith("HTTP/1.1 404 ");
    assertThat(verify(path)).startsWith("HTTP/1.1 403 ").contains("\"type\":\"no-route\"");
    assertThat(world.upstream().everything()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/admin/users, 401", "/administration, 200", "/Administration, 200", "/x, 200"})
  void othersFindTheirRoute(String path, int status) throws IOException {
    assertThat(world.ask(get(path))).startsWith("HTTP/1.1 " + status + " ");
    assertThat(verify(path)).startsWith("HTTP/1.1 " + status + " ");
  }
}
