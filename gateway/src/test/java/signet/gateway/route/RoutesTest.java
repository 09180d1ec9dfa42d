package signet.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
    "a.example, GET, /Ordersx, root",
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
    "a.example, GET, /Orders",
    "a.example, GET, /ORDERS/1",
    "a.example, POST, /orderS/",
    "a.example, GET, /orders/Items",
    "a.example, GET, /Orders/items/1",
    "d.example, GET, /Orders",
    "d.example, DELETE, /orders/1",
    "d.example, HEAD, /orders",
    "a.example.b.example, GET, /orders",
    "'', GET, /orders",
  })
  void findsNone(String host, String method, String path) {
    assertThat(ROUTES.find(host, method, path)).isNull();
  }

  /** Some take the Kelvin sign for a k, and a dotless i for an i. */
  @Test
  void findsNoneByLettersThatAreTheSameInAnotherCase() {
    Routes routes =
        Routes.of(List.of(route("root", "a.example", "/"), route("kit", "a.example", "/kit")));

    assertThat(routes.find("a.example", "GET", "/\u212ait")).isNull();
    assertThat(routes.find("a.example", "GET", "/k\u0131t")).isNull();
    assertThat(routes.find("a.example", "GET", "/kat")).isNotNull();
  }

  @Test
  void refusesPathsThatDifferInCaseAlone() {
    Route orders = route("orders", "a.example", "/orders");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Routes.of(List.of(orders, route("Orders", "a.example", "/Orders"))))
        .withMessageContaining("orders and Orders")
        .withMessageStartingWith("have paths that differ in more than case");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Routes.of(List.of(orders, route("w", "a.example", "/ORDERS", "POST"))));
    assertThat(Routes.of(List.of(orders, route("o", "b.example", "/Orders"))).all()).hasSize(2);
    assertThat(Routes.of(List.of(orders, route("r", "a.example", "/orders", "GET"))).all())
        .hasSize(2);
  }

  @Test
  void namesAnIpv6HostWithoutItsPort() {
    assertThat(Routes.hostName("[::1]:80")).isEqualTo("[::1]");
    assertThat(Routes.hostName("[::1]")).isEqualTo("[::1]");
  }
}
