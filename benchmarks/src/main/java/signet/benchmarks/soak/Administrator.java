package signet.benchmarks.soak;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.benchmarks.soak.Outcome.Kind;
import signet.benchmarks.soak.UserRecord.Account;

/** Makes users, and changes their roles and status, one after the other. */
final class Administrator {
  private static final String ROLE = "clerk";
  private static final Duration TOKEN_KEPT = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofSeconds(3);
  private static final Duration DISABLED = Duration.ofSeconds(4);
  private static final int DISABLE_ONE_IN = 4;

  private final Traffic traffic;
  private final Random random;
  private @Nullable String token;
  private long tokenNanos;

  Administrator(Traffic traffic, Random random) {
    this.traffic = traffic;
    this.random = random;
  }

  /** Makes users before anything goes wrong. */
  List<UserRecord> makeUsers(String prefix, int count) throws IOException, InterruptedException {
    List<UserRecord> users = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = prefix + i;
      JsonObject body = new JsonObject().put("name", name).put("password", Traffic.PASSWORD);
      Wire.Answer answer =
          send("POST", "/admin/users", body.put("roles", new JsonArray()), Part.SERVER_ONE);
      if (!answer.asked().outcome().is(Kind.OK)) {
        throw new IOException("no user could be made: " + answer.asked().outcome());
      }
      String id = answer.body().getString("id");
      users.add(new UserRecord(name, id, new Account(Set.of(), true)));
    }
    return users;
  }

  /** Changes one after the other until it is over. */
  void live(List<UserRecord> users) throws InterruptedException {
    while (!traffic.isOver()) {
      Thread.sleep(BETWEEN);
      UserRecord user = users.get(random.nextInt(users.size()));
      if (random.nextInt(DISABLE_ONE_IN) == 0) {
        setStatus(user, false);
        Thread.sleep(DISABLED);
        setStatus(user, true);
      } else {
        turnRole(user);
      }
    }
  }

  private void turnRole(UserRecord user) throws InterruptedException {
    boolean had = user.latest().roles().contains(ROLE);
    change(
        "roles",
        user,
        new Account(had ? Set.of() : Set.of(ROLE), true),
        new JsonObject().put(had ? "remove_roles" : "add_roles", new JsonArray().add(ROLE)));
  }

  private void setStatus(UserRecord user, boolean enabled) throws InterruptedException {
    change(
        enabled ? "enable" : "disable",
        user,
        new Account(user.latest().roles(), enabled),
        new JsonObject().put("status", enabled ? "enabled" : "disabled"));
  }

  /** Until it is acknowledged: what is in doubt is sent again. */
  private void change(String what, UserRecord user, Account after, JsonObject body)
      throws InterruptedException {
    Change change = user.willBecome(what, after, System.nanoTime());
    while (!traffic.isOver()) {
      Wire.Answer answer = send("PATCH", "/admin/users/" + user.id(), body, Traffic.server(random));
      traffic.checker().plain(answer.asked());
      if (answer.asked().outcome().is(Kind.OK)) {
        change.acknowledge(answer.asked().answeredNanos());
        return;
      }
      if (answer.asked().outcome().is(Kind.REFUSED)) {
        // The administrator's own token went with a leaked key, or a clock.
        token = null;
      }
      Traffic.pauseBeforeRetry();
    }
  }

  private Wire.Answer send(String method, String path, JsonObject body, Part server)
      throws InterruptedException {
    String bearer = token(server);
    HttpRequest request =
        Wire.at(traffic.installation().port(server), path)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + bearer)
            .method(method, BodyPublishers.ofString(body.encode()))
            .build();
    return traffic.send("administration", server, request);
  }

  private String token(Part server) throws InterruptedException {
    String held = token;
    if (held != null && System.nanoTime() - tokenNanos < TOKEN_KEPT.toNanos()) {
      return held;
    }
    String pair =
        Base64.getEncoder()
            .encodeToString(("root:" + Installation.SECRET).getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        Wire.at(traffic.installation().port(server), "/oauth2/token")
            .header("Authorization", "Basic " + pair)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=signet:admin"))
            .build();
    Wire.Answer answer = traffic.send("client credentials", server, request);
    traffic.checker().plain(answer.asked());
    String fresh = answer.body().getString("access_token", "");
    token = fresh.isEmpty() ? null : fresh;
    tokenNanos = System.nanoTime();
    return fresh;
  }
}
