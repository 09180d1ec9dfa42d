package signet.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.bearer.RoutePolicy;
import signet.gateway.mint.MintRule;

class RoutesTest {
  private static Route route(String name, String host, String path, String... methods) {
    return new Route(
        name,
        Set.of(host),
        path,
        Set.of(methods),
        Access.REQUIRED,
        "https://api.example",
        RoutePolicy.token(),
        "orders",
        Propagation.NONE,
        new MintRule(name, Optional.empty(), List.of()),
        false,
        1024,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }

  private static final Routes ROUTES =
      Routes.of(
          List.of(
              route("root", "a.example", "/"),
              route("orders", "a.example", "/orders"),
              route("write", "a.example", "/orders", "POST"),
              route("items", "a.example", "/orders/items"),
              route("other", "b.example", "/orders", "GET"),
              route("lax", "d.example", "/"),
              route("read", "d.example", "/orders", "GET"),
              route("write-there", "d.example", "/orders", "POST", "PUT")));

  @ParameterizedTest
  @CsvSource({
    "a.example, GET, /, root",
    "a.example, GET, /order, root",
    "a.example, GET, /ordersx, root",
    "a.example, GET, /orders, orders",
    "a.example, GET, /orders/, orders",
    "a.example, POST, /orders/1, write",
    "a.example, POST, /orders/items, items",
    "A.EXAMPLE:8421, GET, /orders, orders",
    "a.example., GET, /orders, orders",
    "b.example, GET, /orders, other",
    "d.example, PUT, /orders/1, write-there",
    "d.example, DELETE, /order, lax",
  })
  void finds(String host, String method, String path, String name) {
    assertThat(ROUTES.find(host, method, path)).extracting(Route::name).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "c.example, GET, /orders",
    "b.example, POST, /orders",
    "b.example, GET, /",
    "b.example, GET, /Orders",
    "d.example, DELETE, /orders/1",
    "d.example, HEAD, /orders",
    "a.example.b.example, GET, /orders",
    "'', GET, /orders",
  })
  void findsNone(String host, String method, String path) {
    assertThat(ROUTES.find(host, method, path)).isNull();
  }

  @Test
  void namesAnIpv6HostWithoutItsPort() {
    assertThat(Routes.hostName("[::1]:80")).isEqualTo("[::1]");
    assertThat(Routes.hostName("[::1]")).isEqualTo("[::1]");
  }
}
