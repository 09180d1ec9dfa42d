package signet.bearer.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.bearer.RoutePolicy;
import signet.bearer.servlet.Routes.Found;

final class RoutesTest {
  private static final RoutePolicy OTHERWISE = RoutePolicy.token();
  private static final RoutePolicy READ = RoutePolicy.token().optional();
  private static final RoutePolicy WRITE = RoutePolicy.token().allScopes("orders:write");
  private static final RoutePolicy ADMIN = RoutePolicy.token().anyRole("admin");

  private final Routes routes = routes();

  private static Routes routes() {
    Routes.Builder builder = new Routes.Builder();
    builder.add("GET", "/orders", Optional.of(READ));
    builder.add("POST", "/orders", Optional.of(WRITE));
    builder.add(Routes.ANY_METHOD, "/admin/*", Optional.of(ADMIN));
    builder.add(Routes.ANY_METHOD, "/admin/login", Optional.empty());
    builder.add("GET", "/admin/help/*", Optional.of(READ));
    return builder.build(OTHERWISE);
  }

  private void assertAsked(String method, String path, RoutePolicy policy) {
    assertThat(routes.find(method, path)).isEqualTo(new Found.Policy(policy));
  }

  @Test
  void aPathAsItIsWrittenGetsWhatIsSaidOfIt() {
    assertAsked("GET", "/orders", READ);
    assertAsked("POST", "/orders", WRITE);
    assertAsked("GET", "/admin/users", ADMIN);
    assertAsked("GET", "/admin/help/1", READ);
    assertThat(routes.find("GET", "/admin/login")).isEqualTo(new Found.Open());
    assertAsked("GET", "/elsewhere", OTHERWISE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/orders/", "/ORDERS", "/Orders/"})
  void anotherSpellingIsRestrictedByItsOwnMethodThoughAnotherMethodIsFree(String path) {
    assertAsked("POST", path, WRITE);
    assertThat(routes.find("DELETE", path))
        .isEqualTo(new Found.OtherMethods(List.of("GET", "POST")));
    assertAsked("GET", path, OTHERWISE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/login/", "/admin/LOGIN", "/ADMIN/login", "/admin/HELP/1"})
  void anotherSpellingOfWhatIsFreeIsRestrictedAsTheFolderAround(String path) {
    assertAsked("GET", path, ADMIN);
  }

  @Test
  void anotherSpellingOfAFreeFolderRefusesTheSameMethods() {
    assertThat(routes.find("PUT", "/admin/HELP/1"))
        .isEqualTo(new Found.OtherMethods(List.of("GET")));
  }
}
