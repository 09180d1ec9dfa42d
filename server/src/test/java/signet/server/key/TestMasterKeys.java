package signet.server.key;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Master keys for tests in other packages. */
public final class TestMasterKeys {
  private TestMasterKeys() {}

  /** The current one and others, each made of that byte. */
  public static MasterKeys of(int current, int... others) {
    return new MasterKeys(
        one(current), IntStream.of(others).mapToObj(TestMasterKeys::one).toList());
  }

  private static MasterKey one(int seed) {
    byte[] secret = new byte[MasterKey.BYTES];
    Arrays.fill(secret, (byte) seed);
    return new MasterKey(secret);
  }
}
