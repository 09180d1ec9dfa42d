package signet.cli.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import signet.jose.jwt.MalformedJwtException;
import signet.jose.jwt.UnverifiedJwt;
import signet.jose.reject.RejectReason;
import signet.server.admin.AdministrationException;
import signet.server.admin.Refusal;

/**
 * The chapter about keys: a rotation in the middle of it that refuses nobody, and a leak after
 * which old tokens are refused and the next refresh works.
 */
final class KeyChapter {
  /** How long the API may keep the keys, and how long a new one is published before it signs. */
  static final Duration MAX_AGE = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Story story;
  private final HttpClient http;
  private final Stage stage;

  KeyChapter(Story story, HttpClient http, Stage stage) {
    this.story = story;
    this.http = http;
    this.stage = stage;
  }

  /** Logs in. */
  @FunctionalInterface
  interface Login {
    Reply reply() throws IOException, InterruptedException;
  }

  /** Tells it. */
  void tell(Login login) throws IOException, InterruptedException, MalformedJwtException {
    story.line("");
    story.title("Keys: they follow one another by themselves, and survive a leak.");
    rotate(accessToken(login.reply()));
    Reply session = login.reply();
    String token = accessToken(session);
    callWithNewKey(token);
    leak(token);
    refresh(session);
  }

  private static String accessToken(Reply reply) {
    return new JsonObject(reply.body()).getString("access_token");
  }

  private void rotate(String token) throws IOException, InterruptedException {
    story.step("The next key signs now, while tokens of the old one are out.");
    story.sent("signet key rotate");
    String active = rotated();
    story.received("now signs: " + active);
    Reply reply = call(token, "the old key");
    story.verdict(reply.status() == 200, "its tokens stay good: it is published until they end");
  }

  /** Every verifier must have had time to learn of the next key; it was published at the start. */
  private String rotated() throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return stage.operate(keys -> keys.rotate(false)).activeKid();
      } catch (AdministrationException e) {
        if (e.refusal() != Refusal.KEY_NOT_READY || System.nanoTime() > deadlineNanos) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private void callWithNewKey(String token) throws IOException, InterruptedException {
    story.step("A login after that.");
    Reply reply = call(token, "the new key");
    story.verdict(reply.status() == 200, "the API knew the new key before it first signed");
  }

  private void leak(String token) throws IOException, InterruptedException, MalformedJwtException {
    story.step("The new key leaks. It is withdrawn, and another signs at once.");
    String kid = new JsonObject(UnverifiedJwt.parse(token).headerJson()).getString("kid");
    story.sent("signet key compromise " + kid);
    String active = stage.operate(keys -> keys.compromise(kid, false)).activeKid();
    story.received("withdrawn; now signs: " + active);
    story.line("   (the API fetches the keys every " + MAX_AGE.toSeconds() + " seconds)");
    Reply reply = refusedInTheEnd(token);
    received(reply, "the leaked key");
    story.verdict(isUnknownKid(reply), "whatever that key signed counts no more, genuine or not");
  }

  private Reply refusedInTheEnd(String token) throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    Reply reply = Reply.toBearer(http, stage.api(), Optional.of(token));
    while (!isUnknownKid(reply) && System.nanoTime() < deadlineNanos) {
      Thread.sleep(PAUSE);
      reply = Reply.toBearer(http, stage.api(), Optional.of(token));
    }
    return reply;
  }

  private static boolean isUnknownKid(Reply reply) {
    String reason = "reason=\"" + RejectReason.UNKNOWN_KID.word() + "\"";
    return reply.status() == 401 && reply.challenge().filter(c -> c.contains(reason)).isPresent();
  }

  private void refresh(Reply session) throws IOException, InterruptedException {
    story.step("Alice's page refreshes and calls again. She has not been logged out.");
    story.sent("POST /session/refresh Cookie: signet_refresh=(her token)");
    Reply refreshed =
        Reply.toCookie(
            http,
            stage.issuer().resolve("/session/refresh"),
            session.cookie().orElse(""),
            new JsonObject().encode());
    story.received(refreshed.status() + " access_token … and a cookie");
    Reply reply = call(accessToken(refreshed), "the third key");
    story.verdict(
        refreshed.status() == 200 && reply.status() == 200,
        "sessions do not depend on keys that sign");
  }

  private Reply call(String token, String key) throws IOException, InterruptedException {
    Reply reply = Reply.toBearer(http, stage.api(), Optional.of(token));
    received(reply, key);
    return reply;
  }

  private void received(Reply reply, String key) {
    story.sent("GET /orders Authorization: Bearer (a token of " + key + ")");
    story.received(
        reply.status()
            + " "
            + reply.challenge().map(value -> "WWW-Authenticate: " + value).orElse(reply.body()));
  }
}
