package signet.server.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Decides whether a password may be tried now. Thread-safe; costs no hashing.
 *
 * <p>Failures count three times: for the address, for the account, and for both together. Delays
 * for both together grow long; those for the account as a whole stay short and do not hold for
 * addresses from which its owner has come before, so that nobody can lock an owner out.
 */
public final class LoginLimits {
  private static final String ADDRESS = "address";
  private static final String ACCOUNT = "account";
  private static final String BOTH = "both";

  private final Supplier<FailureCounters> counters;
  private final Rules rules;

  /** A rule for each counter. */
  public record Rules(DelayRule address, DelayRule account, DelayRule both) {}

  /** An attempt that may be made now, or how long to wait. */
  public sealed interface Decision {
    /** Make it; say {@link #succeeded} or {@link #notMade} afterwards, or nothing if it failed. */
    final class Permitted implements Decision {
      private final FailureCounters counters;
      private final List<Charge> charges;

      private Permitted(FailureCounters counters, List<Charge> charges) {
        this.counters = counters;
        this.charges = charges;
      }

      /**
       * The password was right: what failed before from here is forgotten. For the address and the
       * account as a whole only this attempt is, or an attacker with an account of his own, and an
       * owner who comes and goes, would reset them.
       */
      public void succeeded() {
        for (Charge charge : charges) {
          if (charge.kind().equals(BOTH)) {
            counters.forget(charge);
          } else {
            counters.giveBack(charge);
          }
        }
      }

      /** Nothing was tried. */
      public void notMade() {
        charges.forEach(counters::giveBack);
      }
    }

    /** Wait. */
    record Limited(Duration retryAfter) implements Decision {}
  }

  /**
   * Limits by those rules.
   *
   * @param counters those of an attempt: what is charged to them is given back to them
   */
  public LoginLimits(Supplier<FailureCounters> counters, Rules rules) {
    this.counters = counters;
    this.rules = rules;
  }

  /**
   * Limits by the usual rules: delays double from a second on, up to a quarter of an hour for one
   * account from one address, and up to a minute otherwise.
   *
   * @param counters those of an attempt
   * @param here failures without delay for one account from one address
   * @param account for one account from everywhere
   * @param address for all accounts from one address
   */
  public static LoginLimits usual(
      Supplier<FailureCounters> counters, int here, int account, int address) {
    return new LoginLimits(
        counters,
        new Rules(
            delays(address, Duration.ofMinutes(1)),
            delays(account, Duration.ofMinutes(1)),
            delays(here, Duration.ofMinutes(15))));
  }

  private static DelayRule delays(int free, Duration most) {
    return new DelayRule(free, Duration.ofSeconds(1), most, Duration.ofHours(1));
  }

  /**
   * Whether a password of that account may be tried from that address.
   *
   * @param account as names are compared, whether there is such a user or not
   * @param familiar whether the account's owner has come from there before; asked only where it
   *     matters, and may block
   */
  public Decision attempt(String account, String address, BooleanSupplier familiar) {
    String place = AddressBlock.of(address);
    Charge ofAddress = new Charge(ADDRESS, place, rules.address());
    Charge ofBoth = new Charge(BOTH, place + " " + account, rules.both());
    Charge ofAccount = new Charge(ACCOUNT, account, rules.account());
    List<Charge> all = List.of(ofAddress, ofBoth, ofAccount);
    FailureCounters own = counters.get();
    Optional<FailureCounters.Wait> wait = own.charge(all);
    if (wait.isPresent() && wait.get().charge().equals(ofAccount) && familiar.getAsBoolean()) {
      return charge(List.of(ofAddress, ofBoth));
    }
    return decision(own, wait, all);
  }

  /** Whether somebody may try something from that address that is about no account there is. */
  public Decision attempt(String address) {
    return charge(List.of(new Charge(ADDRESS, AddressBlock.of(address), rules.address())));
  }

  private Decision charge(List<Charge> charges) {
    FailureCounters own = counters.get();
    return decision(own, own.charge(charges), charges);
  }

  private static Decision decision(
      FailureCounters counters, Optional<FailureCounters.Wait> wait, List<Charge> charges) {
    return wait.isEmpty()
        ? new Decision.Permitted(counters, charges)
        : new Decision.Limited(wait.get().duration());
  }
}
