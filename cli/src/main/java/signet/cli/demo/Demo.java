package signet.cli.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwt.MalformedJwtException;
import signet.jose.jwt.UnverifiedJwt;
import signet.jose.reject.RejectReason;

/** The story itself: each step sends something real and says whether the answer was right. */
final class Demo {
  private final Story story;
  private final Stage stage;
  private final Duration tokenLifetime;
  private final HttpClient http = HttpClient.newHttpClient();

  Demo(Story story, Stage stage, Duration tokenLifetime) {
    this.story = story;
    this.stage = stage;
    this.tokenLifetime = tokenLifetime;
  }

  /** Tells it to the end; true if every answer was the right one. */
  boolean tell() throws IOException, InterruptedException {
    try (http) {
      story.title("Signet: a token is issued, published, verified; forgeries are refused.");
      addUser();
      stage.start(tokenLifetime);
      story.line("");
      story.line("Server   " + stage.issuer());
      story.line("API      " + stage.api() + "   knows the server's published keys only");

      Reply login = logIn();
      String token = new JsonObject(login.body()).getString("access_token");
      callWithToken(token);
      callWithoutToken();
      Forgeries forgeries = new Forgeries(token, publishedKey(token));
      callWithForgeries(forgeries);
      new SessionChapter(story, http, stage.issuer())
          .tell(cookie(login), () -> cookie(logInQuietly()));
      new RevocationChapter(story, http, stage).tell(logInQuietly());
      new GatewayChapter(story, http, stage).tell(logInQuietly());
      new KeyChapter(story, http, stage).tell(this::logInQuietly);
      callWithExpired(token);
    } catch (MalformedJwtException e) {
      throw new IOException("the server's token is none: " + e.getMessage(), e);
    }
    return conclude();
  }

  private void addUser() throws IOException {
    story.step("User alice is added, her password stored as an Argon2id hash.");
    story.sent("signet user add alice --role clerk");
    stage.addUser();
    story.verdict(true, "the data folder has its first user");
  }

  private Reply logIn() throws IOException, InterruptedException {
    story.step("Alice logs in over HTTP.");
    story.sent("POST /session/login " + credentials().replace(Stage.PASSWORD, "…"));
    Reply reply = logInQuietly();
    JsonObject answer = new JsonObject(reply.body());
    story.received(
        "200 access_token "
            + Story.shortened(answer.getString("access_token"))
            + " expires_in "
            + answer.getValue("expires_in")
            + ", refresh token 1 in a cookie");
    story.verdict(true, "an RS256 token for alice, and no session on the API's side");
    return reply;
  }

  private Reply logInQuietly() throws IOException, InterruptedException {
    Reply reply = Reply.toJson(http, stage.issuer().resolve("/session/login"), credentials());
    if (reply.status() != 200) {
      throw new IOException("the login answered " + reply.status() + " " + reply.body());
    }
    return reply;
  }

  private static String credentials() {
    return new JsonObject().put("username", Stage.USER).put("password", Stage.PASSWORD).encode();
  }

  private static String cookie(Reply login) throws IOException {
    return login.cookie().orElseThrow(() -> new IOException("the login set no cookie"));
  }

  /** The key that signed the token, as anybody can fetch it. */
  private PublicJwk publishedKey(String token)
      throws IOException, InterruptedException, MalformedJwtException {
    Reply reply =
        Reply.toBearer(http, stage.issuer().resolve("/.well-known/jwks.json"), Optional.empty());
    String kid = new JsonObject(UnverifiedJwt.parse(token).headerJson()).getString("kid");
    return JwkSet.parsePublished(reply.body()).keys().stream()
        .filter(key -> key.kid().equals(Optional.of(kid)))
        .map(PublicJwk.class::cast)
        .findFirst()
        .orElseThrow(() -> new IOException("the server does not publish the key of its token"));
  }

  private void callWithToken(String token) throws IOException, InterruptedException {
    story.step("She calls the API with the token.");
    Reply reply = call(Optional.of(token));
    story.verdict(
        reply.status() == 200, "verified with the published key, without asking the server");
  }

  private void callWithoutToken() throws IOException, InterruptedException {
    story.step("Somebody calls it without a token.");
    Reply reply = call(Optional.empty());
    story.verdict(
        reply.status() == 401 && reply.challenge().equals(Optional.of("Bearer realm=\"orders\"")),
        "asked for credentials");
  }

  private void callWithForgeries(Forgeries forgeries) throws IOException, InterruptedException {
    story.step("The same claims under alg: none, without a signature.");
    refused(forgeries.unsigned(), RejectReason.ALG_NONE, "there is no code that could accept it");

    story.step("A changed payload: clerk becomes admin, the signature stays.");
    refused(forgeries.promoted(), RejectReason.BAD_SIGNATURE, "the signature covers every byte");

    story.step("HS256, with the public key's text as the secret.");
    refused(
        forgeries.confused(),
        RejectReason.ALG_NOT_ALLOWED,
        "a key has one algorithm, whatever a token says");

    story.step("Signed by another key under our kid.");
    refused(forgeries.foreign(), RejectReason.BAD_SIGNATURE, "a kid is a name, not a proof");
  }

  private void callWithExpired(String token)
      throws IOException, InterruptedException, MalformedJwtException {
    story.step("The genuine token again, once it has expired.");
    Instant expiresAt = UnverifiedJwt.parse(token).unverifiedClaims().instant("exp").orElseThrow();
    long waitMillis = Duration.between(Instant.now(), expiresAt).toMillis() + 50;
    if (waitMillis > 0) {
      story.line("   (waiting for its " + tokenLifetime.toSeconds() + " seconds to pass)");
      Thread.sleep(waitMillis);
    }
    refused(token, RejectReason.EXPIRED, "at exp a token is already over");
  }

  private void refused(String token, RejectReason reason, String meaning)
      throws IOException, InterruptedException {
    Reply reply = call(Optional.of(token));
    String challenge =
        "Bearer realm=\"orders\", error=\"invalid_token\", reason=\"" + reason.word() + "\"";
    story.verdict(
        reply.status() == 401 && reply.challenge().equals(Optional.of(challenge)), meaning);
  }

  private Reply call(Optional<String> token) throws IOException, InterruptedException {
    story.sent(
        "GET /orders"
            + token
                .map(value -> " Authorization: Bearer " + Story.shortened(value) + algorithm(value))
                .orElse(""));
    Reply reply = Reply.toBearer(http, stage.api(), token);
    story.received(
        reply.status()
            + " "
            + reply.challenge().map(value -> "WWW-Authenticate: " + value).orElse(reply.body()));
    return reply;
  }

  private static String algorithm(String token) {
    try {
      return " (alg " + UnverifiedJwt.parse(token).header().get("alg") + ")";
    } catch (MalformedJwtException e) {
      return "";
    }
  }

  private boolean conclude() {
    story.line("");
    if (story.wrong() == 0) {
      story.title(story.steps() + " steps. Every answer was the right one.");
      return true;
    }
    story.title(story.wrong() + " of " + story.steps() + " steps went WRONG; see above.");
    return false;
  }
}
