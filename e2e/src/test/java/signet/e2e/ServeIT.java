package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code signet serve} and {@code signet user} as real processes on one data folder. */
final class ServeIT {
  private static final Pattern READY = Pattern.compile("ready (http://localhost:\\d+)");
  private static final String PASSWORD = "correct horse battery";

  @TempDir private Path folder;

  private SignetProcess serve(String... more) throws Exception {
    return serveOn(0, more);
  }

  private SignetProcess serveOn(int port, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("serve", "--port", Integer.toString(port), "--management-port", "0"));
    arguments.addAll(List.of(more));
    return SignetProcess.start(folder, "", arguments.toArray(new String[0]));
  }

  private static URI ready(SignetProcess server) throws Exception {
    Matcher line = READY.matcher(server.nextLine());
    assertThat(line.matches()).as("first line " + line).isTrue();
    return URI.create(line.group(1));
  }

  private SignetProcess run(String input, String... arguments) throws Exception {
    SignetProcess process = SignetProcess.start(folder, input, arguments);
    process.exitStatus();
    return process;
  }

  @Test
  void issuesTokensThatTheCommandLineVerifies() throws Exception {
    assertThat(run(PASSWORD + "\n", "user", "add", "alice").exitStatus()).isZero();
    try (SignetProcess server = serve()) {
      URI issuer = ready(server);
      // Administration goes through the running server's socket now.
      SignetProcess added = run(PASSWORD + "\n", "user", "add", "bob", "--role", "clerk");
      assertThat(added.exitStatus()).as(added.err()).isZero();
      assertThat(run("", "user", "list").out()).contains("alice").contains("bob").contains("clerk");

      String token = login(issuer, "bob");
      SignetProcess verified =
          run(
              token + "\n",
              "token",
              "verify",
              "--jwks",
              issuer + "/.well-known/jwks.json",
              "--issuer",
              issuer.toString(),
              "--audience",
              issuer.toString(),
              "--typ",
              "at+jwt",
              "--json");
      assertThat(verified.exitStatus()).as(verified.out() + verified.err()).isZero();
      assertThat(verified.out())
          .startsWith("{\"valid\":true,\"alg\":\"RS256\"")
          .contains("\"roles\":[\"clerk\"]")
          .endsWith("\"not_checked\":[]}\n");
    }
  }

  private static String login(URI issuer, String user) throws Exception {
    String body = "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD + "\"}";
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(issuer.resolve("/session/login"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(response.body());
      assertThat(token.find()).isTrue();
      return token.group(1);
    }
  }

  @Test
  void stopsGracefullyOnSigterm() throws Exception {
    try (SignetProcess server = serve()) {
      ready(server);
      assertThat(folder.resolve("signet-data/admin.sock")).exists();
      server.terminate();
      // 143 is what a shell and systemd expect of a process that obeyed SIGTERM.
      assertThat(server.exitStatus()).isEqualTo(143);
      assertThat(folder.resolve("signet-data/admin.sock")).doesNotExist();
      assertThat(server.err()).doesNotContain("Exception");
    }
    try (SignetProcess again = serve()) {
      ready(again);
    }
  }

  @Test
  void refusesASecondServerOnTheSameFolder() throws Exception {
    try (SignetProcess first = serve()) {
      ready(first);
      try (SignetProcess second = serve()) {
        assertThat(second.exitStatus()).isEqualTo(1);
        assertThat(second.out()).isEmpty();
        assertThat(second.err().lines()).hasSize(1);
        assertThat(second.err()).contains("signet-data").startsWith("signet: ");
      }
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void saysWhatToDoWhenThePortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SignetProcess server = serveOn(taken.getLocalPort())) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(server.out()).isEmpty();
      // The log, which is JSON, may have lines of its own before it.
      assertThat(server.err().lines().filter(line -> !line.startsWith("{")))
          .singleElement()
          .asString()
          .startsWith("signet: ")
          .contains(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void refusesAFolderThatItCannotMake() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    try (SignetProcess server = serve("--data", file.resolve("data").toString())) {
      assertThat(server.exitStatus()).isIn(1, 2);
      assertThat(server.err().lines()).hasSize(1);
      assertThat(server.err()).startsWith("signet: ").contains(file.toString());
    }
  }

  @Test
  void refusesAnUnknownConfigurationKey() throws Exception {
    Path config = Files.writeString(folder.resolve("other.yaml"), "prot: 1\n");
    try (SignetProcess server = serve("--config", config.toString())) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.err()).startsWith("signet: ").contains("prot").contains("port");
      assertThat(server.err().lines()).hasSize(1);
    }
  }
}
