package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A method has one spelling, by which its route is found; another finds none that is laxer. */
class MethodsIT {

  @RegisterExtension
  static final GatewayWorld world =
      GatewayWorld.of(
          """
          upstreams:
            service: {addresses: [%s]}
          routes:
            - {name: write, path: /orders, methods: [POST, DELETE], policy: required, upstream: service}
            - {name: read, path: /orders, policy: public, upstream: service}
          """
              ::formatted);

  private static String request(String method) {
    return method + " /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "post",
        "Post",
        "POSt",
        "delete",
        "get",
        "trace",
        "connect",
        "TRACe",
        "1POST",
        "-POST",
        "POSTPOSTPOSTPOSTPOSTPOSTPOSTPOSTP",
      })
  void refusesOneThatIsNotInUpperCase(String method) throws IOException {
    assertThat(world.ask(request(method))).startsWith("HTTP/1.1 400 ");
    assertThat(world.upstream().everything()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 401",
    "DELETE, 401",
    "GET, 200",
    "PROPFIND, 200",
    "M-SEARCH, 200",
    "TRACE, 405",
  })
  void findsTheRouteOfOneThatIs(String method, int status) throws IOException {
    assertThat(world.ask(request(method))).startsWith("HTTP/1.1 " + status + " ");
  }
}
