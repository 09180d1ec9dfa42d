package signet.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import signet.server.limit.LoginLimits.Decision;

final class LoginLimitsTest {
  private static final String ATTACKER = "192.0.2.1";
  private static final String HOME = "198.51.100.7";

  private final AtomicLong clockMillis = new AtomicLong(1_000_000);
  private final MemoryCounters counters =
      new MemoryCounters(1 << 12, new SecureRandom(), clockMillis::get);
  private final LoginLimits limits =
      new LoginLimits(
          () -> counters,
          new LoginLimits.Rules(
              rule(100, Duration.ofMinutes(1)),
              rule(20, Duration.ofMinutes(1)),
              rule(5, Duration.ofMinutes(15))));

  private static DelayRule rule(int free, Duration most) {
    return new DelayRule(free, Duration.ofSeconds(1), most, Duration.ofHours(1));
  }

  private Decision fail(String account, String address) {
    return limits.attempt(account, address, () -> false);
  }

  private static Duration retryAfter(Decision decision) {
    return ((Decision.Limited) decision).retryAfter();
  }

  @Test
  void oneAddressIsHeldBackFromOneAccountAndNotFromAnother() {
    for (int i = 0; i < 6; i++) {
      assertThat(fail("alice", ATTACKER)).isInstanceOf(Decision.Permitted.class);
    }
    assertThat(retryAfter(fail("alice", ATTACKER))).isEqualTo(Duration.ofSeconds(1));
    assertThat(fail("bob", ATTACKER)).isInstanceOf(Decision.Permitted.class);
    assertThat(fail("alice", HOME)).isInstanceOf(Decision.Permitted.class);
  }

  @Test
  void manyAddressesDoNotLockOutAnOwnerWhoHasComeFromHomeBefore() {
    for (int i = 0; i < 500; i++) {
      fail("alice", "203.0.113." + i % 250);
    }

    Decision stranger = limits.attempt("alice", "192.0.2.99", () -> false);
    Decision owner = limits.attempt("alice", HOME, () -> true);

    assertThat(retryAfter(stranger)).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(owner).isInstanceOf(Decision.Permitted.class);
  }

  @Test
  void aFamiliarAddressIsHeldBackByItsOwnFailures() {
    for (int i = 0; i < 500; i++) {
      fail("alice", "203.0.113." + i % 250);
    }
    for (int i = 0; i < 6; i++) {
      limits.attempt("alice", HOME, () -> true);
    }

    assertThat(limits.attempt("alice", HOME, () -> true)).isInstanceOf(Decision.Limited.class);
  }

  @Test
  void anAddressThatTriesManyAccountsIsHeldBackEvenIfOneIsItsOwn() {
    int permitted = 0;
    for (int i = 0; i < 300; i++) {
      if (fail("victim " + i, ATTACKER) instanceof Decision.Permitted) {
        permitted++;
      }
      // An account of the attacker's own must not clear what the others left.
      if (limits.attempt("mallory", ATTACKER, () -> true) instanceof Decision.Permitted own) {
        own.succeeded();
      }
    }

    assertThat(permitted).isBetween(100, 101);
  }

  @Test
  void addressesOfOneIpv6NetworkAreOne() {
    for (int i = 0; i < 6; i++) {
      fail("alice", "2001:db8:1:2::" + i);
    }

    assertThat(fail("alice", "2001:db8:1:2:ffff::1")).isInstanceOf(Decision.Limited.class);
    assertThat(fail("alice", "2001:db8:1:3::1")).isInstanceOf(Decision.Permitted.class);
  }

  @Test
  void aRightPasswordEndsTheDelayOfItsAddress() {
    for (int i = 0; i < 5; i++) {
      fail("alice", HOME);
    }
    ((Decision.Permitted) fail("alice", HOME)).succeeded();

    for (int i = 0; i < 6; i++) {
      assertThat(fail("alice", HOME)).isInstanceOf(Decision.Permitted.class);
    }
  }

  @Test
  void whatWasNotMadeDoesNotCount() {
    for (int i = 0; i < 1000; i++) {
      ((Decision.Permitted) fail("alice", HOME)).notMade();
    }
  }

  @Test
  void anAttackersDelayOnOneAccountGrowsToAQuarterOfAnHour() {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 30; i++) {
      Decision decision = fail("alice", ATTACKER);
      if (decision instanceof Decision.Limited limited) {
        longest = limited.retryAfter();
        clockMillis.addAndGet(longest.toMillis());
      }
    }
    assertThat(longest).isEqualTo(Duration.ofMinutes(15));
  }
}
