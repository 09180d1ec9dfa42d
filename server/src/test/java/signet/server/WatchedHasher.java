package signet.server;

import signet.server.password.Password;
import signet.server.password.PasswordHasher;

/** Does something before each computation of another hasher. */
final class WatchedHasher implements PasswordHasher {
  private final PasswordHasher hasher;
  private final Runnable before;

  WatchedHasher(PasswordHasher hasher, Runnable before) {
    this.hasher = hasher;
    this.before = before;
  }

  @Override
  public String hash(Password password) {
    before.run();
    return hasher.hash(password);
  }

  @Override
  public boolean verify(String encoded, Password password) {
    before.run();
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
