package signet.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.server.audit.AuditEvent;
import signet.server.password.Password;
import signet.server.password.PasswordHasher;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserChange;
import signet.server.user.UserName;
import signet.server.user.UserStore;

final class AuthenticatorTest {
  private static final Password RIGHT = Password.presented("right");

  private final AtomicInteger computations = new AtomicInteger();
  private final ThreeUsers users = new ThreeUsers();
  private final Authenticator authenticator = new Authenticator(users, new Counting());

  @Test
  void findsTheUserByThePassword() {
    assertThat(authenticator.authenticate("Alice", RIGHT))
        .isEqualTo(new Authentication.Known(users.users.getFirst()));
    assertThat(computations).hasValue(1);
    assertThat(users.rehashed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "alice, wrong, WRONG_PASSWORD",
    "old, wrong, WRONG_PASSWORD",
    "nobody, right, UNKNOWN_USER",
    "disabled, right, USER_DISABLED",
    "disabled, wrong, WRONG_PASSWORD",
    "not a name, right, UNKNOWN_USER",
    "'', '', UNKNOWN_USER"
  })
  void refusesAllOthersAtTheSameCost(String name, String password, Authentication.Reason reason) {
    Password presented = password.equals("right") ? RIGHT : Password.presented(password);

    Optional<String> user =
        reason == Authentication.Reason.UNKNOWN_USER
            ? Optional.empty()
            : Optional.of("usr_" + name);
    assertThat(authenticator.authenticate(name, presented))
        .isEqualTo(new Authentication.Refused(reason, user));
    assertThat(computations).hasValue(1);
    assertThat(users.rehashed).isEmpty();
  }

  @Test
  void replacesAHashThatIsNotAsNewOnesAre() {
    Authentication known = authenticator.authenticate("old", RIGHT);

    assertThat(known).isInstanceOf(Authentication.Known.class);
    assertThat(((Authentication.Known) known).stored().passwordHash()).isEqualTo("new hash");
    assertThat(users.rehashed).containsExactly("usr_old: old hash of right -> new hash");
  }

  private static final class ThreeUsers implements UserStore {
    private final List<StoredUser> users =
        List.of(
            user("alice", true, "hash of right"),
            user("disabled", false, "hash of right"),
            user("old", true, "old hash of right"));
    private final List<String> rehashed = new ArrayList<>();

    private static StoredUser user(String name, boolean enabled, String hash) {
      return new StoredUser(
          new User("usr_" + name, name, new TreeSet<>(Set.of()), 1, enabled, Instant.EPOCH), hash);
    }

    @Override
    public Optional<StoredUser> findByName(UserName name) {
      return users.stream().filter(stored -> stored.user().name().equals(name.key())).findFirst();
    }

    @Override
    public Optional<User> findById(String id) {
      return Optional.empty();
    }

    @Override
    public boolean insert(UserName name, StoredUser user, AuditEvent event) {
      return false;
    }

    @Override
    public Optional<UserChange.Result> change(String id, UserChange change) {
      return Optional.empty();
    }

    @Override
    public void rehash(String id, String from, String to) {
      rehashed.add(id + ": " + from + " -> " + to);
    }

    @Override
    public boolean isFamiliar(UserName name, String address) {
      return false;
    }

    @Override
    public List<User> list(Optional<UserName> after, int limit) {
      return List.of();
    }
  }

  /** Knows one password, and counts. */
  private final class Counting implements PasswordHasher {
    @Override
    public String hash(Password password) {
      computations.incrementAndGet();
      return "new hash";
    }

    @Override
    public boolean verify(String encoded, Password password) {
      computations.incrementAndGet();
      return encoded.endsWith("hash of right") && password == RIGHT;
    }

    @Override
    public boolean isCurrent(String encoded) {
      return !encoded.startsWith("old");
    }

    @Override
    public String decoy() {
      return "decoy";
    }
  }
}
