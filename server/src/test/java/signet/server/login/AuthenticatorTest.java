package signet.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.server.password.Password;
import signet.server.password.PasswordHasher;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserName;
import signet.server.user.UserStore;

final class AuthenticatorTest {
  private static final Password RIGHT = Password.presented("right");

  private final AtomicInteger computations = new AtomicInteger();
  private final Authenticator authenticator = new Authenticator(new TwoUsers(), new Counting());

  @Test
  void findsTheUserByThePassword() {
    assertThat(authenticator.authenticate("Alice", RIGHT)).map(User::name).contains("alice");
    assertThat(computations).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({"alice, wrong", "nobody, right", "disabled, right", "not a name, right", "'', ''"})
  void refusesAllOthersAtTheSameCost(String name, String password) {
    Password presented = password.equals("right") ? RIGHT : Password.presented(password);

    assertThat(authenticator.authenticate(name, presented)).isEmpty();
    assertThat(computations).hasValue(1);
  }

  private static final class TwoUsers implements UserStore {
    private final List<StoredUser> users = List.of(user("alice", true), user("disabled", false));

    private static StoredUser user(String name, boolean enabled) {
      return new StoredUser(
          new User("usr_" + name, name, new TreeSet<>(Set.of()), 1, enabled, Instant.EPOCH),
          "hash of right");
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
    public boolean insert(UserName name, StoredUser user) {
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
      return "";
    }

    @Override
    public boolean verify(String encoded, Password password) {
      computations.incrementAndGet();
      return encoded.equals("hash of right") && password == RIGHT;
    }

    @Override
    public String decoy() {
      return "decoy";
    }
  }
}
