package signet.runtime.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrustedProxiesTest {
  private static TrustedProxies proxies(String header) {
    return new TrustedProxies(
        Stream.of("10.0.0.0/8", "127.0.0.1", "2001:db8::/32").map(AddressRange::parse).toList(),
        header);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 192.0.2.7, 192.0.2.7",
    "127.0.0.1, '198.51.100.1, 192.0.2.7', 192.0.2.7",
    "127.0.0.1, '198.51.100.1, 192.0.2.7, 10.1.2.3', 192.0.2.7",
    "127.0.0.1, '192.0.2.7,10.1.2.3,2001:db8::5', 192.0.2.7",
    "2001:db8:0:0:0:0:0:1, 2001:DB9::7, 2001:db9:0:0:0:0:0:7",
    "127.0.0.1, 10.9.9.9, 10.9.9.9",
    "127.0.0.1, '192.0.2.7, unknown', 127.0.0.1",
    "127.0.0.1, '192.0.2.7, ', 127.0.0.1",
    "127.0.0.1, '192.0.2.7, example.com, 10.0.0.1', 10.0.0.1",
    "127.0.0.1, '', 127.0.0.1",
    "127.0.0.2, 192.0.2.7, 127.0.0.2",
    "192.0.2.99, 192.0.2.7, 192.0.2.99",
  })
  void takesTheLastAddressThatIsNoProxys(String peer, String header, String address) {
    assertThat(proxies("X-Forwarded-For").addressOf(peer, List.of(header))).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "for=192.0.2.7, 192.0.2.7",
    "For=\"192.0.2.7:4711\";proto=https, 192.0.2.7",
    "'for=198.51.100.1, by=10.0.0.1;for=\"[2001:db9::7]:80\"', 2001:db9:0:0:0:0:0:7",
    "'for=192.0.2.7, for=_hidden', 127.0.0.1",
    "proto=https, 127.0.0.1",
    "'for=203.0.113.7;host=\"a,for=198.51.100.3\"', 203.0.113.7",
    "'proto=https;host=\"a;for=198.51.100.1;b\";for=203.0.113.7', 203.0.113.7",
    "'host=\"\\\",for=198.51.100.1\";for=203.0.113.7', 203.0.113.7",
    "'for=198.51.100.1;host=\"a, for=192.0.2.7', 127.0.0.1",
    "'for=192.0.2.7;for=192.0.2.8', 127.0.0.1",
    "'for=192.0.2.7 x', 127.0.0.1",
    "'for=\"192.0.2.7', 127.0.0.1",
    "'for=\"192.0.2.7\\', 127.0.0.1",
    "'xfor=192.0.2.8;;for=192.0.2.7 ; secret=a', 192.0.2.7",
    "'for=192.0.2.7:80', 192.0.2.7",
    "'for=', 127.0.0.1",
  })
  void readsTheHeaderOfRfc7239(String header, String address) {
    assertThat(proxies("Forwarded").addressOf("127.0.0.1", List.of(header))).isEqualTo(address);
  }

  @Test
  void headersThatComeTwiceAreOneList() {
    assertThat(
            proxies("X-Forwarded-For")
                .addressOf("127.0.0.1", List.of("198.51.100.1", "192.0.2.7, 10.0.0.1")))
        .isEqualTo("192.0.2.7");
  }

  @Test
  void aLongListIsNotReadToItsBeginning() {
    String hops = "192.0.2.7" + ", 10.0.0.1".repeat(100);

    assertThat(proxies("X-Forwarded-For").addressOf("127.0.0.1", List.of(hops)))
        .isEqualTo("10.0.0.1");
  }
}
