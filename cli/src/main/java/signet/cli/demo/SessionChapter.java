package signet.cli.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The chapter about sessions: refresh tokens that survive a lost reply and two tabs, and end the
 * session when a stolen one turns up.
 */
final class SessionChapter {
  /** How long a used refresh token may come again, so that the story has short waits. */
  static final Duration REPEAT_WINDOW = Duration.ofSeconds(3);

  private static final Duration BEYOND_WINDOW = REPEAT_WINDOW.plusMillis(200);

  private final Story story;
  private final HttpClient http;
  private final URI issuer;

  SessionChapter(Story story, HttpClient http, URI issuer) {
    this.story = story;
    this.http = http;
    this.issuer = issuer;
  }

  /**
   * Tells it.
   *
   * @param login the cookie that came with the login
   * @param again logs the user in once more and gives its cookie
   */
  void tell(String login, Login again) throws IOException, InterruptedException {
    story.line("");
    story.title("Sessions: refresh tokens are used once, yet nobody is logged out by accident.");
    waitBeyondWindow();
    refresh(login);
    waitBeyondWindow();
    String afterLoss = loseReply(login);
    waitBeyondWindow();
    String newest = refreshFromTwoTabs(afterLoss);
    waitBeyondWindow();
    steal(login, newest);
    logOut(again.cookie());
  }

  /** Logs in. */
  @FunctionalInterface
  interface Login {
    String cookie() throws IOException, InterruptedException;
  }

  private void refresh(String cookie) throws IOException, InterruptedException {
    story.step("The page refreshes with its cookie.");
    Reply reply = post("refresh", "token 1", cookie);
    story.verdict(
        reply.status() == 200 && isNew(reply, cookie),
        "a new access token, and refresh token 2 in the cookie");
  }

  private String loseReply(String cookie) throws IOException, InterruptedException {
    story.step("That reply never arrived. The page asks again with what it has.");
    Reply reply = post("refresh", "token 1", cookie);
    story.verdict(
        reply.status() == 200 && isNew(reply, cookie),
        "token 3: one lost reply is no theft, and the session goes on");
    return reply.cookie().orElse("");
  }

  private String refreshFromTwoTabs(String cookie) throws IOException, InterruptedException {
    story.step("Two tabs refresh at once, with the same cookie.");
    CompletableFuture<Reply> other = CompletableFuture.supplyAsync(() -> quietly(cookie));
    Reply one = post("refresh", "token 3", cookie);
    Reply two = joined(other);
    received(two);
    story.verdict(
        one.status() == 200
            && two.status() == 200
            && isNew(one, cookie)
            && one.cookie().equals(two.cookie()),
        "both get the same token 4: one successor, and no tab is logged out");
    return one.cookie().orElse("");
  }

  private void steal(String stolen, String newest) throws IOException, InterruptedException {
    story.step("A thief comes with token 1, which he copied in the beginning.");
    Reply thief = post("refresh", "token 1", stolen);
    story.verdict(
        thief.status() == 400 && thief.problem().equals("session-ended"),
        "it was used long ago: the session ends, its revocation is on record");

    story.step("Alice's own newest token, after that.");
    Reply owner = post("refresh", "token 4", newest);
    story.verdict(
        owner.status() == 400 && owner.problem().equals("session-ended"),
        "ended for both, since nobody can tell which of them is Alice");
  }

  private void logOut(String cookie) throws IOException, InterruptedException {
    story.step("She logs in again, and out.");
    Reply logout = post("logout", "her token", cookie);
    Reply late = post("refresh", "the same", cookie);
    story.verdict(
        logout.status() == 204 && late.status() == 400 && late.problem().equals("session-ended"),
        "no refresh after the answer to a logout succeeds");
  }

  private static boolean isNew(Reply reply, String old) {
    return reply.cookie().isPresent() && !reply.cookie().get().equals(old);
  }

  private Reply post(String action, String token, String cookie)
      throws IOException, InterruptedException {
    story.sent("POST /session/" + action + " Cookie: signet_refresh=(" + token + ")");
    Reply reply = send(action, cookie);
    received(reply);
    return reply;
  }

  private void received(Reply reply) {
    story.received(
        reply.status()
            + switch (reply.status()) {
              case 200 -> " access_token … and a cookie";
              case 204 -> "";
              default -> " " + reply.problem();
            });
  }

  private Reply quietly(String cookie) {
    try {
      return send("refresh", cookie);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply joined(CompletableFuture<Reply> reply)
      throws IOException, InterruptedException {
    try {
      return reply.get();
    } catch (ExecutionException e) {
      throw new IOException("the other tab got no answer", e.getCause());
    }
  }

  private Reply send(String action, String cookie) throws IOException, InterruptedException {
    return Reply.toCookie(
        http, issuer.resolve("/session/" + action), cookie, new JsonObject().encode());
  }

  private void waitBeyondWindow() throws InterruptedException {
    story.line("   (" + REPEAT_WINDOW.toSeconds() + " seconds pass)");
    Thread.sleep(BEYOND_WINDOW);
  }
}
