package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.runtime.start.StartupException;
import signet.server.admin.Administration;
import signet.server.admin.ServedAdministration;
import signet.server.key.MasterKeyFile;
import signet.server.key.Rewrap;

/** The master key is changed while two servers run and users are logged in. */
@Timeout(300)
final class MasterKeyChangeIT {
  @TempDir Path folder;
  private SharedDatabase shared;
  private final Map<String, RunningServer> nodes = new LinkedHashMap<>();
  private final List<String> tokens = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.values().forEach(RunningServer::close);
  }

  private void restart(String name, Path masterKey, String... others) {
    if (nodes.containsKey(name)) {
      nodes.get(name).close();
    }
    List<String> settings = new ArrayList<>(Arrays.asList(shared.settings()));
    int file = settings.indexOf("master-key.file") + 1;
    settings.set(file, masterKey.toString());
    settings.addAll(
        List.of(
            "issuer", "https://auth.example.com",
            "clients.phone.channel", "native",
            "session.rotations-per-hour", "0",
            "session.repeat-window", "0s"));
    if (others.length > 0) {
      settings.addAll(List.of("master-key.others", String.join(",", others)));
    }
    nodes.put(name, RunningServer.start(folder.resolve(name), settings.toArray(new String[0])));
  }

  /** Everybody refreshes at every node, and somebody more logs in there. */
  private void useEveryNode() throws Exception {
    for (RunningServer node : nodes.values()) {
      for (int i = 0; i < tokens.size(); i++) {
        HttpResponse<String> refreshed =
            node.post(
                "/session/refresh",
                new JsonObject()
                    .put("client_id", "phone")
                    .put("refresh_token", tokens.get(i))
                    .encode());
        assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
        tokens.set(i, new JsonObject(refreshed.body()).getString("refresh_token"));
      }
      HttpResponse<String> login =
          node.login("alice", RunningServer.PASSWORD, "client_id", "phone");
      assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
      tokens.add(new JsonObject(login.body()).getString("refresh_token"));
    }
  }

  private Rewrap.Report rewrap() {
    try (Administration administration =
        LocalAdministration.open(RunningServer.config(folder.resolve("one"), shared.settings()))) {
      assertThat(administration).isInstanceOf(ServedAdministration.class);
      return administration.masterKeys().rewrap();
    }
  }

  @Test
  void nobodyIsLoggedOutAndNothingStopsOverTwoNodes() throws Exception {
    shared = new SharedDatabase(folder);
    Path before = folder.resolve("shared.key");
    Path after = folder.resolve("after.key");
    restart("one", before);
    restart("two", before);
    nodes.get("one").addUser("alice");
    String keys = nodes.get("one").get("/health/keys").body();
    useEveryNode();

    new MasterKeyFile(after).makeNew(new SecureRandom());
    for (String node : List.of("one", "two")) {
      restart(node, before, after.toString());
      useEveryNode();
    }
    for (String node : List.of("one", "two")) {
      restart(node, after, before.toString());
      useEveryNode();
    }
    Rewrap.Report first = rewrap();
    assertThat(first.rewrapped()).isPositive();
    useEveryNode();
    useEveryNode();
    Rewrap.Report second = rewrap();
    assertThat(second.rewrapped()).isZero();
    assertThat(second.needed()).isEmpty();

    for (String node : List.of("one", "two")) {
      restart(node, after);
      useEveryNode();
    }
    assertThat(nodes.get("two").get("/health/keys").body()).isEqualTo(keys);
    nodes.remove("two").close();
    assertThat(catchThrowableOfType(StartupException.class, () -> restart("two", before)))
        .hasMessageContaining("is not the one that sealed the signing keys");
  }
}
