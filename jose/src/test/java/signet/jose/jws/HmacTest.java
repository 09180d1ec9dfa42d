package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signet.jose.jwa.JwsAlgorithm;

class HmacTest {
  private static final int LONGEST_KEY = 300;
  private static final int LONGEST_DATA = 600;

  @ParameterizedTest
  @EnumSource(names = {"HS256", "HS384", "HS512"})
  void isTheCodeOfTheJdk(JwsAlgorithm algorithm) throws GeneralSecurityException {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] secret = bytes(random, algorithm.hashBytes() + random.nextInt(LONGEST_KEY));
      byte[] data = bytes(random, random.nextInt(LONGEST_DATA));
      int offset = random.nextInt(data.length + 1);
      int length = random.nextInt(data.length - offset + 1);

      byte[] code = new Hmac(algorithm, secret).of(data, offset, length);

      assertThat(code).isEqualTo(jdk(algorithm, secret, data, offset, length));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HS256", "HS384", "HS512"})
  void servesManyThreadsAtOnce(JwsAlgorithm algorithm) throws GeneralSecurityException {
    byte[] secret = bytes(new Random(8), 64);
    byte[] data = bytes(new Random(9), LONGEST_DATA);
    byte[] expected = jdk(algorithm, secret, data, 0, data.length);
    Hmac hmac = new Hmac(algorithm, secret);

    boolean same =
        IntStream.range(0, 20_000)
            .parallel()
            .allMatch(i -> Arrays.equals(hmac.of(data, 0, data.length), expected));

    assertThat(same).isTrue();
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] jdk(
      JwsAlgorithm algorithm, byte[] secret, byte[] data, int offset, int length)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm.jcaName());
    mac.init(new SecretKeySpec(secret, algorithm.jcaName()));
    mac.update(data, offset, length);
    return mac.doFinal();
  }
}
