package signet.benchmarks.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import signet.benchmarks.load.FreePort;
import signet.benchmarks.load.OwnJava;
import signet.benchmarks.load.SecretHash;

/**
 * Everything that runs: PostgreSQL, Redis, two servers, the gateway, a service in Java and one in
 * Node, each a process of its own, and the links between them. Ports stay the same over restarts.
 */
final class Installation implements AutoCloseable {
  static final String TRUST_DOMAIN = "soak.internal";

  /** Of every confidential client: nothing here outlives the run. */
  static final String SECRET = "the-secret-of-every-client-of-the-soak-01234567";

  private static final int COMMAND_SECONDS = 60;

  private final Path launcher;
  private final Path folder;
  private final Map<Part, Integer> ports = new EnumMap<>(Part.class);
  private final Map<Part, TcpLink> links = new EnumMap<>(Part.class);
  private final Map<Part, Restartable> processes = new EnumMap<>(Part.class);
  private final int gatewayManagement;

  private Installation(Path launcher, Path folder) throws IOException {
    this.launcher = launcher;
    this.folder = folder;
    for (Part part : Part.values()) {
      if (!part.isLink()) {
        ports.put(part, FreePort.next());
      }
    }
    gatewayManagement = FreePort.next();
  }

  /**
   * Starts all of it.
   *
   * @param deaf whether the service in Java does not listen to revocations, which the checker must
   *     find out
   */
  static Installation start(Path launcher, Path folder, boolean deaf)
      throws IOException, InterruptedException {
    Installation installation = new Installation(launcher, folder);
    try {
      installation.openLinks();
      installation.run("key", "master", folder.resolve("shared.key").toString());
      installation.prepare(deaf);
      installation.startAll();
      return installation;
    } catch (IOException | InterruptedException e) {
      installation.close();
      throw e;
    }
  }

  private void openLinks() throws IOException {
    int one = port(Part.SERVER_ONE);
    int two = port(Part.SERVER_TWO);
    for (Part part : Part.values()) {
      if (part.isLink()) {
        TcpLink link =
            switch (part) {
              case SQL_ONE, SQL_TWO -> TcpLink.open(port(Part.POSTGRES));
              case REDIS_LINK -> TcpLink.open(port(Part.REDIS));
              case UP_JAVA -> TcpLink.open(port(Part.JAVA_SERVICE));
              case UP_NODE -> TcpLink.open(port(Part.NODE_SERVICE));
              default -> TcpLink.open(one, two);
            };
        links.put(part, link);
        ports.put(part, link.port());
      }
    }
  }

  private void prepare(boolean deaf) throws IOException {
    processes.put(Part.POSTGRES, PostgresProcess.of(folder, port(Part.POSTGRES)));
    processes.put(Part.REDIS, redis());
    processes.put(Part.SERVER_ONE, server("one", Part.SERVER_ONE, Part.SQL_ONE));
    processes.put(Part.SERVER_TWO, server("two", Part.SERVER_TWO, Part.SQL_TWO));
    processes.put(Part.GATEWAY, gateway());
    processes.put(Part.JAVA_SERVICE, javaService(deaf));
    processes.put(Part.NODE_SERVICE, nodeService());
  }

  private void startAll() throws IOException, InterruptedException {
    for (Part part : Part.values()) {
      if (!part.isLink()) {
        Restartable process = process(part);
        process.start(Map.of());
        // One after the other: the first server makes the tables, the others find what they need.
        process.awaitReady();
      }
    }
  }

  private Restartable redis() {
    return new Restartable(
        "redis",
        List.of(
            "redis-server", "--bind", "127.0.0.1", "--save", "", "--port", "" + port(Part.REDIS)),
        Map.of(),
        folder,
        URI.create("tcp://localhost:" + port(Part.REDIS)));
  }

  private Restartable server(String name, Part part, Part sql) throws IOException {
    Path config =
        Files.writeString(
            config(name),
            Settings.server(
                new Settings.Server(
                    name,
                    issuer(),
                    port(part),
                    FreePort.next(),
                    port(sql),
                    port(Part.REDIS_LINK),
                    SecretHash.of(SECRET))));
    return new Restartable(
        name,
        List.of(launcher.toString(), "serve", "--config", config.toString()),
        Map.of("SIGNET_NO_BUILD", "1"),
        folder,
        at(part, "/health/ready"));
  }

  private Path config(String name) {
    return folder.resolve(name + ".yaml");
  }

  private Restartable gateway() throws IOException {
    Path config =
        Files.writeString(
            config("gateway"),
            Settings.gateway(
                new Settings.Gateway(
                    issuer(),
                    port(Part.GATEWAY),
                    gatewayManagement,
                    port(Part.FEED_GATEWAY),
                    port(Part.UP_JAVA),
                    port(Part.UP_NODE))));
    return new Restartable(
        "gateway",
        List.of(launcher.toString(), "gateway", "--config", config.toString()),
        Map.of("SIGNET_NO_BUILD", "1", "SIGNET_GATEWAY_CLIENT_SECRET", SECRET),
        folder,
        URI.create("http://localhost:" + gatewayManagement + "/health/ready"));
  }

  private Restartable javaService(boolean deaf) {
    Map<String, String> settings =
        service("java", Part.JAVA_SERVICE, Part.FEED_JAVA, deaf ? "" : "orders-java");
    return new Restartable(
        "java",
        List.of(
            OwnJava.program("java"),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            OwnJava.jar(),
            "signet.benchmarks.Benchmarks",
            "soak-service"),
        settings,
        folder,
        at(Part.JAVA_SERVICE, "/health"));
  }

  private Restartable nodeService() throws IOException {
    Path script = folder.resolve("service.mjs");
    try (InputStream in = Installation.class.getResourceAsStream("service.mjs")) {
      if (in == null) {
        throw new IOException("the jar lacks service.mjs");
      }
      Files.copy(in, script);
    }
    // Node looks for packages beside the script: the built middleware and Express.
    Path modules = launcher.resolveSibling("express").resolve("node_modules");
    if (!Files.exists(modules.resolve("signet-express/dist/esm/index.js"))) {
      throw new IOException("express is not built: npm ci, then npm run build, in express/");
    }
    Files.createSymbolicLink(folder.resolve("node_modules"), modules);
    return new Restartable(
        "node",
        List.of("node", script.toString()),
        service("node", Part.NODE_SERVICE, Part.FEED_NODE, "orders-node"),
        folder,
        at(Part.NODE_SERVICE, "/health"));
  }

  private Map<String, String> service(String name, Part part, Part feed, String clientId) {
    return Map.of(
        "SOAK_ISSUER",
        issuer(),
        "SOAK_SERVERS",
        "http://localhost:" + port(feed),
        "SOAK_PORT",
        "" + port(part),
        "SOAK_CLIENT_ID",
        clientId,
        "SOAK_CLIENT_SECRET",
        SECRET,
        "SOAK_COPY",
        folder.resolve(name + "-revocations").toString(),
        "SOAK_GATEWAY",
        "http://localhost:" + gatewayManagement,
        "SOAK_TRUST_DOMAIN",
        TRUST_DOMAIN);
  }

  String issuer() {
    return "http://localhost:" + port(Part.FRONT);
  }

  int port(Part part) {
    Integer port = ports.get(part);
    if (port == null) {
      throw new IllegalStateException(part + " has no port yet");
    }
    return port;
  }

  private URI at(Part part, String path) {
    return URI.create("http://localhost:" + port(part) + path);
  }

  Restartable process(Part part) {
    Restartable process = processes.get(part);
    if (process == null) {
      throw new IllegalArgumentException(part + " is no process");
    }
    return process;
  }

  TcpLink link(Part part) {
    TcpLink link = links.get(part);
    if (link == null) {
      throw new IllegalArgumentException(part + " is no link");
    }
    return link;
  }

  /** Those that have ended by themselves. */
  List<Part> dead() {
    List<Part> dead = new ArrayList<>();
    processes.forEach(
        (part, process) -> {
          if (!process.isAlive()) {
            dead.add(part);
          }
        });
    return dead;
  }

  /** Runs a command of {@code signet key} at a server; whether it succeeded. */
  boolean keyCommand(String server, String command, String... more)
      throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(List.of("key", command, "--config", config(server).toString()));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new)) == 0;
  }

  private int run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("commands.log").toFile()));
    builder.environment().put("SIGNET_NO_BUILD", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    processes.values().forEach(Restartable::close);
    links.values().forEach(TcpLink::close);
  }
}
