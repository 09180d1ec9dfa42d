package signet.server.user;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Makes subjects for users. */
public final class UserId {
  /** No client's identifier may begin like this. */
  public static final String PREFIX = "usr_";

  private static final int RANDOM_BYTES = 16;

  private UserId() {}

  /** A new one, never used before. */
  public static String next(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
