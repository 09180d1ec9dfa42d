package signet.gateway.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {
  private static final RequestHeaders RULES = new RequestHeaders(List.of("X-User", "X-Corp-*"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Txn-Token",
        "TXN-TOKEN",
        "txn_token",
        "Txn_Token",
        "X-Signet-Subject",
        "x_signet_roles",
        "X-Signet-",
        "X-User",
        "x_user",
        "x-corp-id",
        "Forwarded",
        "X-Forwarded-For",
        "X.Signet.Subject",
        "txn~token",
        "x!forwarded_for",
        "X_Forwarded_Proto",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Real-IP",
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "x_method_override",
        "Connection",
        "Keep-Alive",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "transfer_encoding",
        "Upgrade",
        "Proxy-Authorization",
        "Expect",
        "Authorization",
        "DPoP",
        "Cookie",
        "Host",
        "Content-Length",
      })
  void staysBehind(String name) {
    assertThat(RULES.passes(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept",
        "Content-Type",
        "X-User-Agent",
        "X-Use",
        "Txn-Tokens",
        "X-Signe",
        "traceparent",
        "X-Request-Id",
        "X-Corp",
      })
  void passes(String name) {
    assertThat(RULES.passes(name)).isTrue();
  }

  @Test
  void whatConnectionListsIsReadWithoutRegardToCaseAndNeverTakesTheFraming() {
    assertThat(RequestHeaders.listed(List.of("close, X-One", ",x-two ,Content-Length,host")))
        .containsExactlyInAnyOrder("close", "X-One", "x-two");
    assertThat(RequestHeaders.listed(List.of("X-One")).contains("x-ONE")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "NONE",
      delimiter = '|',
      value = {
        "a=b | a=b",
        "a=b; __Host-signet_refresh=x; c=d | a=b; c=d",
        "__Host-signet_refresh=x | NONE",
        "signet_refresh=x;a=b | a=b",
        "__HOST-SIGNET_REFRESH=x; a=b | a=b",
        "__Host-signet_refresh =x; a=b | a=b",
        "a=signet_refresh | a=signet_refresh",
        "=__Host-signet_refresh=x; a=b | a=b",
        "my_signet_refresh=x | my_signet_refresh=x",
      })
  void servicesDoNotSeeTheRefreshCookie(String sent, String passed) {
    assertThat(RefreshCookies.without(sent)).isEqualTo(passed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__Host-signet_refresh=x; Path=/; Secure",
        "__host-signet_refresh=x",
        " signet_refresh = x; HttpOnly",
        "__Secure-signet_refresh=",
        "=__Host-signet_refresh=x; Path=/; Secure",
      })
  void noServiceSetsTheRefreshCookie(String setCookie) {
    assertThat(RefreshCookies.isSet(setCookie)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=signet_refresh; Path=/", "session=x", "a=b; Path=/signet_refresh"})
  void otherCookiesAreSet(String setCookie) {
    assertThat(RefreshCookies.isSet(setCookie)).isFalse();
  }

  @Test
  void answersLoseInternalTokens() {
    assertThat(ResponseHeaders.passes("Txn-Token")).isFalse();
    assertThat(ResponseHeaders.passes("Transfer-Encoding")).isFalse();
    assertThat(ResponseHeaders.passes("Content-Type")).isTrue();
  }
}
