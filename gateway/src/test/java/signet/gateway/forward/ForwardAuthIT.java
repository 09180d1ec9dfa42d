package signet.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.bearer.txn.TransactionToken;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.bearer.txn.TransactionVerification;
import signet.jose.jwks.RemoteJwkSet;

/** What proxies are told, asked as they ask, with raw bytes. */
final class ForwardAuthIT {
  private static final String MISSING = "Bearer realm=\"api\"";

  @TempDir private static Path folder;
  private static ForwardWorld world;
  private static RemoteJwkSet keys;

  @BeforeAll
  static void start() throws Exception {
    world = new ForwardWorld(folder);
    keys = RemoteJwkSet.builder(world.management.resolve("/.well-known/jwks.json")).build();
  }

  @AfterAll
  static void stop() {
    keys.close();
    world.close();
  }

  /** An answer: its status, header lines and body. */
  private record Answer(int status, List<String> head, String body) {
    List<String> values(String name) {
      return head.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }

    List<String> names() {
      return head.stream().map(line -> line.replaceFirst(":.*", "")).toList();
    }
  }

  private static Answer get(String path, List<String> headers) throws IOException {
    URI at = world.management;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.getPort())) {
      socket.setSoTimeout(30_000);
      String request =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
              + String.join("", headers.stream().map(line -> line + "\r\n").toList())
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int end = answer.indexOf("\r\n\r\n");
      List<String> head = Arrays.asList(answer.substring(0, end).split("\r\n"));
      return new Answer(
          Integer.parseInt(head.get(0).substring(9, 12)),
          head.subList(1, head.size()),
          answer.substring(end + 4));
    }
  }

  private static List<String> about(String family, String method, String uri, String... more) {
    List<String> headers = new ArrayList<>();
    headers.add(family + "Method: " + method);
    headers.add(family + "Uri: " + uri);
    headers.add(family + "Host: api.example.com");
    headers.addAll(List.of(more));
    return headers;
  }

  private static Answer verify(String uri, String... more) throws IOException {
    return get("/verify", about("X-Original-", "GET", uri, more));
  }

  private static String bearer() {
    return "Authorization: Bearer " + world.accessToken();
  }

  private static TransactionToken transaction(Answer answer) {
    TransactionVerification verification =
        TransactionTokenVerifier.builder(ForwardWorld.DOMAIN)
            .keys(keys)
            .build()
            .verify(answer.values("Txn-Token").get(0));
    assertThat(verification).isInstanceOf(TransactionVerification.Verified.class);
    return ((TransactionVerification.Verified) verification).token();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-", "X-Original-", "x-forwarded-"})
  void tellsWhoAsks(String family) throws IOException {
    Answer answer = get("/verify", about(family, "GET", "/orders/1?x=%2f", bearer()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.values("X-Signet-Subject")).containsExactly("usr_1");
    assertThat(answer.values("X-Signet-Client")).containsExactly("web");
    assertThat(answer.values("X-Signet-Scope")).containsExactly("orders:read profile");
    assertThat(answer.values("X-Signet-Roles")).containsExactly("clerk,auditor");
    assertThat(answer.values("X-Signet-Session")).containsExactly("s-1");
    assertThat(answer.values("Cache-Control")).containsExactly("no-store");
    assertThat(answer.body()).isEmpty();
    TransactionToken token = transaction(answer);
    assertThat(token.subject()).isEqualTo("usr_1");
    assertThat(token.scopes()).containsExactly("orders:read");
    assertThat(token.clientAddress()).contains("127.0.0.1");
  }

  @Test
  void refusesWithTheChallenge() throws IOException {
    Answer none = verify("/orders");
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.values("WWW-Authenticate")).containsExactly(MISSING);
    assertThat(none.body()).contains("\"status\":401");
    Answer bad = verify("/orders", "Authorization: Bearer x");
    assertThat(bad.status()).isEqualTo(401);
    assertThat(bad.values("WWW-Authenticate"))
        .containsExactly(
            MISSING + ", error=\"invalid_token\", reason=\"malformed\"" + guide("malformed"));
    Answer scope = verify("/admin", bearer());
    assertThat(scope.status()).isEqualTo(403);
    assertThat(scope.values("WWW-Authenticate"))
        .containsExactly(
            MISSING
                + ", error=\"insufficient_scope\", scope=\"orders:admin\""
                + guide("insufficient_scope"));
    Answer twice = verify("/orders", bearer(), bearer());
    assertThat(twice.status()).isEqualTo(403);
    assertThat(twice.values("WWW-Authenticate"))
        .containsExactly(MISSING + ", error=\"invalid_request\"" + guide("invalid_request"));
    for (Answer answer : List.of(none, bad, scope, twice)) {
      assertThat(answer.names()).noneMatch(name -> name.matches("(?i)txn-token|x-signet-.*"));
    }
  }

  @Test
  void letsPassWithoutIdentityWhereNoneIsAskedFor() throws IOException {
    for (Answer answer : List.of(verify("/open", bearer()), verify("/greeting"))) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.names()).noneMatch(name -> name.matches("(?i)txn-token|x-signet-.*"));
    }
    assertThat(verify("/greeting", "Authorization: Bearer x").status()).isEqualTo(401);
    assertThat(transaction(verify("/greeting", bearer())).subject()).isEqualTo("usr_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Method", "Uri", "Host"})
  void whatIsMissingOrRepeatedIsForbidden(String part) throws IOException {
    List<String> whole = about("X-Original-", "GET", "/open");
    List<String> less = new ArrayList<>(whole);
    less.removeIf(line -> line.startsWith("X-Original-" + part));
    assertForbidden(less);
    String repeated = whole.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    assertForbidden(with(whole, repeated));
    assertForbidden(with(whole, repeated.toLowerCase(Locale.ROOT)));
    // Of the other family one is enough: it may be the client's.
    assertForbidden(with(whole, repeated.replace("Original", "Forwarded")));
    assertForbidden(with(less, repeated.replace("Original", "Forwarded")));
    assertThat(get("/verify", whole).status()).isEqualTo(200);
  }

  private static List<String> with(List<String> headers, String one) {
    List<String> more = new ArrayList<>(headers);
    more.add(one);
    return more;
  }

  private static void assertForbidden(List<String> headers) throws IOException {
    Answer answer = get("/verify", headers);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.values("WWW-Authenticate")).isEmpty();
  }

  @Test
  void bothFamiliesAreForbiddenEvenWhereTheyAgree() throws IOException {
    List<String> both = about("X-Original-", "GET", "/open");
    both.addAll(about("X-Forwarded-", "GET", "/open"));
    assertForbidden(both);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-HTTP-Method-Override: DELETE",
        "x_http_method_override: DELETE",
        "X-HTTP-Method: DELETE",
        "X-Method-Override: DELETE",
        "X-Original-URL: /admin",
        "X-Original-Url: /open",
        "X-Rewrite-URL: /admin",
      })
  void whatOverridesMethodOrPathIsForbidden(String header) throws IOException {
    assertForbidden(about("X-Original-", "GET", "/open", header));
    assertForbidden(about("X-Forwarded-", "GET", "/open", header));
  }

  @Test
  void nothingAtAllIsForbidden() throws IOException {
    assertForbidden(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/open/../orders",
        "/open/%2e%2e/orders",
        "/open%2forders",
        "//open",
        "/open\\x",
        "open",
        "http://api.example.com/open",
        "/open#x",
        "/%6fpen/%00",
        "",
        "/elsewhere"
      })
  void anAddressThatCanBeReadInTwoWaysOrHasNoRouteIsForbidden(String uri) throws IOException {
    assertForbidden(about("X-Original-", "GET", uri));
  }

  @Test
  void hostsAndMethodsThatNobodyMeansAreForbidden() throws IOException {
    for (String host : List.of("evil.example", "", "api.example.com, evil.example", "a@b")) {
      assertForbidden(
          List.of("X-Original-Method: GET", "X-Original-Uri: /open", "X-Original-Host: " + host));
    }
    for (String method : List.of("", "get", "GET, POST", "G T")) {
      assertForbidden(
          List.of(
              "X-Original-Method: " + method,
              "X-Original-Uri: /open",
              "X-Original-Host: api.example.com"));
    }
    assertThat(
            get(
                    "/verify",
                    List.of(
                        "X-Original-Method: GET",
                        "X-Original-Uri: /open",
                        "X-Original-Host: API.example.com:8443"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void clientAddressIsWhatTheProxyHasSeen() throws IOException {
    for (String[] told :
        new String[][] {
          {"192.0.2.1", "192.0.2.1"},
          {"203.0.113.66, 192.0.2.1", "192.0.2.1"},
          // A proxy before the one that asks, which is listed.
          {"203.0.113.66, 192.0.2.1, 198.51.100.9", "192.0.2.1"},
          {"no address", "127.0.0.1"}
        }) {
      Answer answer = verify("/orders", bearer(), "X-Forwarded-For: " + told[0]);
      assertThat(transaction(answer).clientAddress()).isEqualTo(Optional.of(told[1]));
    }
  }

  @Test
  void transactionIsContinuedForAListedPeerAlone() throws IOException {
    Answer first = verify("/orders", bearer());
    String begun = transaction(first).txn();
    String sent = "Txn-Token: " + first.values("Txn-Token").get(0);
    String listed = "X-Forwarded-For: 192.0.2.7";
    String other = "X-Forwarded-For: 192.0.2.8";
    assertThat(transaction(verify("/orders", bearer(), sent, listed)).txn()).isEqualTo(begun);
    assertThat(transaction(verify("/orders", bearer(), sent, other)).txn()).isNotEqualTo(begun);
    assertThat(transaction(verify("/orders", bearer(), sent, sent, listed)).txn())
        .isNotEqualTo(begun);
  }

  @Test
  void keysArePublishedWithTheTimeThatTheyMayBeKept() throws IOException {
    Answer answer = get("/.well-known/jwks.json", List.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.values("Content-Type")).containsExactly("application/jwk-set+json");
    assertThat(answer.values("Cache-Control")).containsExactly("public, max-age=300");
    assertThat(answer.body()).contains("\"kid\"").doesNotContain("\"d\"");
    String etag = answer.values("ETag").get(0);
    Answer same = get("/.well-known/jwks.json", List.of("If-None-Match: W/" + etag));
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(get("/.well-known/jwks.json", List.of("If-None-Match: \"x\"")).status())
        .isEqualTo(200);
  }

  private static String guide(String word) {
    return ", error_uri=\"" + ForwardWorld.GUIDE + "#" + word + "\"";
  }
}
