package signet.server;

import java.util.concurrent.atomic.AtomicInteger;
import signet.server.password.Password;
import signet.server.password.PasswordHasher;

/** Counts what another hasher computes. */
final class CountingHasher implements PasswordHasher {
  private final PasswordHasher hasher;
  private final AtomicInteger computations;

  CountingHasher(PasswordHasher hasher, AtomicInteger computations) {
    this.hasher = hasher;
    this.computations = computations;
  }

  @Override
  public String hash(Password password) {
    computations.incrementAndGet();
    return hasher.hash(password);
  }

  @Override
  public boolean verify(String encoded, Password password) {
    computations.incrementAndGet();
    return hasher.verify(encoded, password);
  }

  @Override
  public boolean isCurrent(String encoded) {
    return hasher.isCurrent(encoded);
  }

  @Override
  public String decoy() {
    return hasher.decoy();
  }
}
