package signet.benchmarks.soak;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL as a process that can be killed. The embedded one makes the cluster; what runs then is
 * its binary with the settings that keep what was committed, which the embedded one turns off.
 */
final class PostgresProcess {
  private PostgresProcess() {}

  @SuppressWarnings("try") // It is there to be looked at from outside.
  static Restartable of(Path folder, int port) throws IOException {
    Path data = folder.resolve("postgres");
    Path binary;
    try (EmbeddedPostgres maker =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start()) {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      binary = Path.of("/proc", pid, "exe").toRealPath();
    }
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name", "").equals("root")) {
      // PostgreSQL refuses to run as root; in a namespace of its own it does not see that it is.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(binary.toString(), "-D", data.toString()));
    for (String setting :
        List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1,::1",
            "unix_socket_directories=",
            "max_connections=100",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "timezone=UTC")) {
      command.add("-c");
      command.add(setting);
    }
    return new Restartable(
        "postgres", command, Map.of(), folder, URI.create("tcp://localhost:" + port));
  }
}
