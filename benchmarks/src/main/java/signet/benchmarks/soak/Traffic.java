package signet.benchmarks.soak;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import signet.benchmarks.soak.Outcome.Kind;

/**
 * What all actors share: where everything is, how it is asked, who judges, and whether it is over.
 * Safe for use by many threads.
 */
final class Traffic {
  static final String PASSWORD = "a passphrase for the soak";
  static final String NATIVE_CLIENT = "phone";

  private static final int RETRY_MILLIS = 300;

  private final Installation installation;
  private final Wire wire;
  private final Checker checker;
  private final FaultTimeline timeline;
  private final Ghosts ghosts;
  private final AtomicBoolean over = new AtomicBoolean();

  Traffic(Installation installation, Wire wire, Checker checker, FaultTimeline timeline) {
    this.installation = installation;
    this.wire = wire;
    this.checker = checker;
    this.timeline = timeline;
    this.ghosts = new Ghosts(this);
  }

  Installation installation() {
    return installation;
  }

  Wire wire() {
    return wire;
  }

  Checker checker() {
    return checker;
  }

  Ghosts ghosts() {
    return ghosts;
  }

  boolean isOver() {
    return over.get();
  }

  void end() {
    over.set(true);
  }

  /** One of the servers. */
  static Part server(Random random) {
    return random.nextBoolean() ? Part.SERVER_ONE : Part.SERVER_TWO;
  }

  /** What has to work for an answer of a server, or of either by the front. */
  static Set<Part> uses(Part server) {
    EnumSet<Part> uses = EnumSet.of(server, Part.POSTGRES);
    switch (server) {
      case SERVER_ONE -> uses.add(Part.SQL_ONE);
      case SERVER_TWO -> uses.add(Part.SQL_TWO);
      default -> uses.addAll(Part.SERVERS);
    }
    return uses;
  }

  Wire.Answer post(String what, Part server, String path, JsonObject body)
      throws InterruptedException {
    return send(what, server, Wire.json(installation.port(server), path, body).build());
  }

  Wire.Answer send(String what, Part server, HttpRequest request) throws InterruptedException {
    return wire.send(what, uses(server), request);
  }

  /** After an answer that says nothing, before the next attempt. */
  static boolean isOpen(Wire.Answer answer) {
    Outcome outcome = answer.asked().outcome();
    return outcome.is(Kind.UNAVAILABLE) || outcome.is(Kind.CUT) || outcome.is(Kind.WRONG);
  }

  static void pauseBeforeRetry() throws InterruptedException {
    Thread.sleep(RETRY_MILLIS);
  }

  /** Logs in until it is decided; empty if the account is disabled, or it is over. */
  Optional<Login> logIn(UserRecord user, Optional<String> clientId, Random random)
      throws InterruptedException {
    JsonObject body = new JsonObject().put("username", user.name()).put("password", PASSWORD);
    clientId.ifPresent(id -> body.put("client_id", id));
    while (!isOver()) {
      Part server = clientId.isPresent() ? server(random) : Part.FRONT;
      Wire.Answer answer = post("login", server, "/session/login", body);
      checker.login(user, answer.asked());
      Asked asked = answer.asked();
      if (asked.outcome().is(Kind.OK)) {
        SessionRecord session = new SessionRecord(user, asked.sentNanos(), asked.answeredNanos());
        return Optional.of(new Login(session, token(answer, session), answer));
      }
      if (asked.outcome().is(Kind.REFUSED)) {
        return Optional.empty();
      }
      pauseBeforeRetry();
    }
    return Optional.empty();
  }

  /** A session that began, its first token and the answer that has the refresh token. */
  record Login(SessionRecord session, AccessToken token, Wire.Answer answer) {}

  /** Sends a logout once, of this session or of all. */
  interface Logout {
    Wire.Answer send(String what, String scope) throws InterruptedException;
  }

  /** Logs out until that is decided; whether it was answered. */
  boolean logOut(SessionRecord session, boolean everywhere, Logout logout)
      throws InterruptedException {
    long now = System.nanoTime();
    Change change =
        everywhere ? session.user().willLogOutEverywhere(now) : session.willEnd("logout", now);
    while (!isOver()) {
      Wire.Answer answer =
          everywhere ? logout.send("logout everywhere", "all") : logout.send("logout", "this");
      checker.logout(session, change, answer.asked());
      if (answer.asked().outcome().is(Kind.OK)) {
        change.acknowledge(answer.asked().answeredNanos());
        return true;
      }
      if (!isOpen(answer)) {
        return false;
      }
      pauseBeforeRetry();
    }
    return false;
  }

  /** The access token of a good answer. */
  AccessToken token(Wire.Answer answer, SessionRecord session) {
    Asked asked = answer.asked();
    boolean wrongClock =
        timeline.any(
            asked.sentNanos(),
            asked.answeredNanos(),
            fault -> fault.kind() == FaultKind.WRONG_CLOCK && fault.part().isServer());
    AccessToken token =
        AccessToken.read(answer.body().getString("access_token"), session, asked, wrongClock);
    checker.issued(token, asked);
    return token;
  }

  /** Calls a service. */
  Outcome call(AccessToken token, Route route) throws InterruptedException {
    Part part =
        switch (route) {
          case EDGE_JAVA, EDGE_NODE, EDGE_STRICT -> Part.GATEWAY;
          case JAVA, JAVA_STRICT -> Part.JAVA_SERVICE;
          case NODE, NODE_STRICT -> Part.NODE_SERVICE;
        };
    long sentMillis = System.currentTimeMillis();
    HttpRequest request =
        Wire.at(installation.port(part), route.path())
            .header("Authorization", "Bearer " + token.text())
            .build();
    Wire.Answer answer = wire.send("call " + route, route.uses(), request);
    checker.call(token, route, answer.asked(), sentMillis);
    return answer.asked().outcome();
  }
}
