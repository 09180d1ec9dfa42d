package signet.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/a/b?c=/../d, /a/b",
    "/a/, /a/",
    "/%61dmin, /admin",
    "/a%20b, /a b",
    "/caf%C3%A9/%F0%9F%98%80, /café/😀",
    "/..a/b..c/.d, /..a/b..c/.d",
    "/a?x=%2F%00%25, /a",
  })
  void routesByTheDecodedPath(String raw, String routed) {
    RequestTarget target = RequestTarget.parse(raw);

    assertThat(target).isNotNull();
    assertThat(target.routedPath()).isEqualTo(routed);
    assertThat(target.raw()).isEqualTo(raw);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "a",
        "http://a.example/",
        "/a/../b",
        "/a/./b",
        "/a/..",
        "/.",
        "/%2e%2e/b",
        "/a/%2E",
        "/a/.%2e/b",
        "//a",
        "/a//b",
        "/%c0%ae%c0%ae/b",
        "/a%c0%afb",
        "/a%e0%80%af",
        "/caf%e9",
        "/a%ed%a0%80",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a\\b",
        "/a%00",
        "/a%0d%0aX",
        "/a%252fb",
        "/a%25",
        "/a%2",
        "/a%zz",
        "/a;b=c/d",
        "/a%3bb",
        "/a#b",
        "/a b",
        "/a\u0000",
        "/\u00e4",
        "/a%3f",
        "/a?b#c",
      })
  void refusesWhatServersReadInTwoWays(String raw) {
    assertThat(RequestTarget.parse(raw)).isNull();
  }
}
