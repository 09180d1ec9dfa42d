package signet.server.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.server.client.Client;
import signet.server.session.Channel;
import signet.server.user.User;

final class RequestedScopeTest {
  private static final Client CLIENT =
      Client.of(
          "default",
          Channel.BROWSER,
          List.of("https://api.example.com"),
          Set.of("orders:read", "profile"),
          Set.of());

  @Test
  void grantsAllOfTheClientsWhereNoneIsNamed() {
    assertThat(granted(Optional.empty(), "admin")).containsExactly("orders:read", "profile");
  }

  @Test
  void cutsToWhatTheClientMayHave() {
    assertThat(granted(Optional.of("profile orders:write profile"))).containsExactly("profile");
    assertThat(granted(Optional.of("orders:write"))).isEmpty();
  }

  @Test
  void grantsAdministrationToAdministratorsWhoNameIt() {
    assertThat(granted(Optional.of("profile signet:admin"), "admin"))
        .containsExactly("profile", "signet:admin");
    assertThat(granted(Optional.of("signet:admin"), "auditor")).isEmpty();
  }

  @Test
  void grantsAdministrationInTokensForThisServerAlone() {
    assertThat(granted(false, Optional.of("profile signet:admin"), "admin"))
        .containsExactly("profile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a  b", " a", "a ", "a\tb", "a\"b", "a\\b", "é", "a\n"})
  void rejectsWhatIsNoScope(String scope) {
    assertThat(RequestedScope.parse(Optional.of(scope))).isEmpty();
  }

  @Test
  void rejectsAScopeThatIsTooLong() {
    assertThat(RequestedScope.parse(Optional.of("a".repeat(1024)))).isPresent();
    assertThat(RequestedScope.parse(Optional.of("a".repeat(1025)))).isEmpty();
  }

  private static Set<String> granted(Optional<String> scope, String... roles) {
    return granted(true, scope, roles);
  }

  private static Set<String> granted(
      boolean forThisServer, Optional<String> scope, String... roles) {
    User user = new User("usr_1", "alice", new TreeSet<>(Set.of(roles)), 1, true, Instant.EPOCH);
    return RequestedScope.parse(scope).orElseThrow().grantedTo(CLIENT, user, forThisServer);
  }
}
