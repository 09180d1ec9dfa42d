package signet.benchmarks.load;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;

/**
 * Compares the gateway with nginx and Spring Cloud Gateway, all in front of one nginx that answers
 * at once, each with one worker: as a bare proxy, verifying 200 tokens of RS256, and asked by
 * nginx. Needs {@code nginx}, {@code wrk} and {@code h2load}.
 */
public final class GatewayRun {
  private static final int TOKENS = 200;
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 5;
  private static final int SECONDS = 6;
  private static final int WARM_UP_SECONDS = 10;
  private static final int STEADY_SECONDS = 10;
  private static final int STEADY_CONNECTIONS = 16;
  private static final int ANSWER_BYTES = 1_000;
  private static final int SECONDS_A_MINUTE = 60;
  private static final int MAX_MINUTES = 120;
  private static final Duration TOKEN_LIFE = Duration.ofHours(3);
  private static final String AUDIENCE = "https://api.example";

  private final Path results;
  private final Path launcher;
  private final Optional<Path> spring;
  private final int origin;
  private final int proxy;
  private final int asking;
  private final int gateway;
  private final int management;
  private final int springPort;

  /**
   * A run of a gateway that the launcher starts.
   *
   * @param spring the jar that {@code peers/spring-cloud-gateway} makes
   */
  public GatewayRun(Path results, Path launcher, Optional<Path> spring) throws IOException {
    this.results = results;
    this.launcher = launcher.toAbsolutePath().normalize();
    this.spring = spring.map(path -> path.toAbsolutePath().normalize());
    this.springPort = FreePort.next();
    this.origin = FreePort.next();
    this.proxy = FreePort.next();
    this.asking = FreePort.next();
    this.gateway = FreePort.next();
    this.management = FreePort.next();
  }

  /** Runs all of it, which takes some five minutes. */
  @SuppressWarnings("try") // The processes are there to be asked over the network.
  public void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("signet-gateway-");
    PrivateJwk key =
        PrivateJwk.generate(JwsAlgorithm.RS256).withAlgorithm(JwsAlgorithm.RS256).withKid("load");
    HttpServer issuer = issuer(key);
    String name = "http://localhost:" + issuer.getAddress().getPort();
    List<String> tokens = tokens(key, name);
    Files.write(folder.resolve("tokens"), tokens);
    Path yaml = Files.writeString(folder.resolve("gateway.yaml"), gatewayYaml(name));
    try (ServerProcess upstream = nginx(folder, "origin", originConf(), origin);
        ServerProcess gatewayProcess = gateway(folder, yaml);
        ServerProcess plain = nginx(folder, "proxy", proxyConf(), proxy);
        ServerProcess withRequest = nginx(folder, "asking", askingConf(), asking)) {
      JsonObject all =
          spring.isPresent()
              ? besideSpring(folder, name, tokens.get(0), spring.get())
              : measure(folder, tokens.get(0));
      all.put("gateway_resident_kib", gatewayProcess.residentKib());
      System.out.println(all.encodePrettily());
      Files.createDirectories(results);
      Files.writeString(results.resolve("gateway.json"), all.encodePrettily() + "\n");
    } finally {
      issuer.stop(0);
    }
  }

  /**
   * Full load on the gateway alone, verifying and making transaction tokens, with its resident
   * memory after each minute.
   *
   * @param minutes 120 at most
   */
  @SuppressWarnings("try") // The processes are there to be asked over the network.
  public void memory(int minutes) throws IOException, InterruptedException {
    if (minutes < 2 || minutes > MAX_MINUTES) {
      throw new IllegalArgumentException("from 2 to " + MAX_MINUTES + " minutes");
    }
    Path folder = Files.createTempDirectory("signet-gateway-");
    PrivateJwk key =
        PrivateJwk.generate(JwsAlgorithm.RS256).withAlgorithm(JwsAlgorithm.RS256).withKid("load");
    HttpServer issuer = issuer(key);
    String name = "http://localhost:" + issuer.getAddress().getPort();
    // They live longer than the run.
    Files.write(folder.resolve("tokens"), tokens(key, name));
    Path yaml = Files.writeString(folder.resolve("gateway.yaml"), gatewayYaml(name));
    JsonArray eachMinute = new JsonArray();
    try (ServerProcess upstream = nginx(folder, "origin", originConf(), origin);
        ServerProcess process = gateway(folder, yaml)) {
      for (int minute = 1; minute <= minutes; minute++) {
        Wrk load = Wrk.run(folder, at(gateway, "/minted/x"), CONNECTIONS, SECONDS_A_MINUTE);
        JsonObject line =
            new JsonObject()
                .put("minute", minute)
                .put("requests_per_second", load.perSecond())
                .put("resident_kib", process.residentKib());
        System.out.println(line.encode());
        eachMinute.add(line);
      }
    } finally {
      issuer.stop(0);
    }
    Files.createDirectories(results);
    Files.writeString(
        results.resolve("gateway-memory.json"),
        new JsonObject().put("heap", "256m").put("minutes", eachMinute).encodePrettily() + "\n");
  }

  /** With one thread for its connections, as the others have, and the same heap. */
  private JsonObject besideSpring(Path folder, String issuer, String token, Path jar)
      throws IOException, InterruptedException {
    try (ServerProcess process =
        ServerProcess.start(
            List.of(
                OwnJava.program("java"),
                "-Xmx256m",
                "-Dreactor.netty.ioWorkerCount=1",
                "-jar",
                jar.toString(),
                "--server.port=" + springPort,
                "--peer.origin=" + origin,
                "--peer.issuer=" + issuer,
                "--peer.audience=" + AUDIENCE),
            Map.of(),
            folder,
            folder.resolve("spring.log"),
            URI.create(at(springPort, "/ready")))) {
      return measure(folder, token).put("spring_resident_kib", process.residentKib());
    }
  }

  /** What is measured, and what was measured of it. */
  private record Contender(String name, String address, List<Wrk> rounds) {
    Contender(String name, String address) {
      this(name, address, new ArrayList<>());
    }

    JsonObject json() {
      return Wrk.medians(rounds);
    }
  }

  private JsonObject measure(Path folder, String token) throws IOException, InterruptedException {
    Contender nginx = new Contender("nginx", at(proxy, "/api/x"));
    Contender bare = new Contender("gateway_bare", at(gateway, "/open/x"));
    Contender verifying = new Contender("gateway_verifying", at(gateway, "/api/x"));
    List<Contender> contenders = new ArrayList<>(List.of(nginx, bare, verifying));
    contenders.add(new Contender("gateway_minting", at(gateway, "/minted/x")));
    contenders.add(new Contender("nginx_auth_request", at(asking, "/api/x")));
    if (spring.isPresent()) {
      contenders.add(new Contender("spring_cloud_gateway", at(springPort, "/api/x")));
    }
    for (Contender contender : contenders) {
      Wrk.run(folder, contender.address(), CONNECTIONS, WARM_UP_SECONDS);
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (Contender contender : contenders) {
        contender.rounds().add(Wrk.run(folder, contender.address(), CONNECTIONS, SECONDS));
      }
    }
    JsonObject full = new JsonObject();
    contenders.forEach(contender -> full.put(contender.name(), contender.json()));
    int half = (int) (verifying.json().getDouble("requests_per_second") / 2);
    JsonObject steady = new JsonObject().put("requests_per_second", half);
    for (Contender contender : List.of(nginx, bare, verifying)) {
      steady.put(contender.name(), steady(folder, contender.address(), token, half));
    }
    return new JsonObject()
        .put("connections", CONNECTIONS)
        .put("rounds", ROUNDS)
        .put("seconds", SECONDS)
        .put("full_load", full)
        .put("half_load", steady);
  }

  private static String at(int port, String path) {
    return "http://localhost:" + port + path;
  }

  /** Times at a stated rate, in milliseconds. */
  private static JsonObject steady(Path folder, String address, String token, int rate)
      throws IOException, InterruptedException {
    Path log = folder.resolve("h2load.tsv");
    Files.deleteIfExists(log);
    String out =
        Command.output(
            folder,
            "h2load",
            "--h1",
            "-t1",
            "-c" + STEADY_CONNECTIONS,
            "--rps=" + Math.max(1, rate / STEADY_CONNECTIONS),
            "-D" + STEADY_SECONDS,
            "--log-file=" + log,
            "-HAuthorization: Bearer " + token,
            address);
    long[] micros;
    try (var lines = Files.lines(log)) {
      micros =
          lines
              .map(line -> line.split("\t", -1))
              .filter(columns -> columns.length == 3 && columns[1].equals("200"))
              .mapToLong(columns -> Long.parseLong(columns[2]))
              .sorted()
              .toArray();
    }
    if (micros.length == 0) {
      throw new IOException("h2load at " + address + " said:\n" + out);
    }
    return new JsonObject()
        .put("requests", micros.length)
        .put("p50_ms", micros[micros.length / 2] / 1000.0)
        .put("p99_ms", micros[(int) (micros.length * 0.99)] / 1000.0);
  }

  private static HttpServer issuer(PrivateJwk key) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] set = JwkSet.of(key.toPublic()).toJson().getBytes(StandardCharsets.UTF_8);
    http.createContext(
        "/.well-known/jwks.json",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, set.length);
          exchange.getResponseBody().write(set);
          exchange.close();
        });
    http.start();
    return http;
  }

  private static List<String> tokens(PrivateJwk key, String issuer) {
    JwtSigner signer = JwtSigner.of(SigningKey.of(key), "at+jwt");
    Instant now = Instant.now();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(
          signer.sign(
              JwtClaims.builder()
                  .issuer(issuer)
                  .subject("usr_" + i)
                  .audience(AUDIENCE)
                  .issuedAt(now)
                  .expiresAt(now.plus(TOKEN_LIFE))
                  .jwtId("j-" + i)
                  .claim("client_id", "load")
                  .claim("scope", "orders:read orders:write")
                  .claim("sid", "s-" + i)
                  .build()));
    }
    return tokens;
  }

  private static ServerProcess nginx(Path folder, String name, String server, int port)
      throws IOException, InterruptedException {
    Path conf = folder.resolve(name + ".conf");
    Files.writeString(
        conf,
        """
        worker_processes 1;
        daemon off;
        pid %s.pid;
        error_log %s.log error;
        events { worker_connections 4096; }
        http {
          access_log off;
          keepalive_requests 1000000000;
        %s}
        """
            .formatted(folder.resolve(name), folder.resolve(name), server));
    return ServerProcess.start(
        List.of("nginx", "-p", folder.toString(), "-c", conf.toString()),
        Map.of(),
        folder,
        folder.resolve(name + ".out"),
        URI.create("http://localhost:" + port + "/ready"));
  }

  private String originConf() {
    return """
          server {
            listen 127.0.0.1:%d;
            location / { return 200 "%s"; }
          }
        """
        .formatted(origin, "x".repeat(ANSWER_BYTES));
  }

  private String proxyConf() {
    return """
          upstream origin { server 127.0.0.1:%d; keepalive 128; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:%d;
            location / {
              proxy_pass http://origin;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $host;
            }
          }
        """
        .formatted(origin, proxy);
  }

  private String askingConf() {
    return """
          upstream origin { server 127.0.0.1:%d; keepalive 128; keepalive_requests 1000000000; }
          upstream verify { server 127.0.0.1:%d; keepalive 128; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:%d;
            location = /ready { return 200; }
            location / {
              auth_request /_verify;
              proxy_pass http://origin;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $host;
            }
            location = /_verify {
              internal;
              proxy_pass http://verify/verify;
              proxy_http_version 1.1;
              proxy_pass_request_body off;
              proxy_set_header Connection "";
              proxy_set_header Content-Length "";
              proxy_set_header X-Original-Method $request_method;
              proxy_set_header X-Original-Uri $request_uri;
              proxy_set_header X-Original-Host localhost;
            }
          }
        """
        .formatted(origin, management, asking);
  }

  private ServerProcess gateway(Path folder, Path yaml) throws IOException, InterruptedException {
    return ServerProcess.start(
        List.of(launcher.toString(), "gateway", "--config", yaml.toString()),
        Map.of("SIGNET_NO_BUILD", "1", "JAVA_TOOL_OPTIONS", "-Xmx256m"),
        folder,
        folder.resolve("gateway.log"),
        URI.create("http://localhost:" + management + "/health/ready"));
  }

  private String gatewayYaml(String issuer) {
    return """
        issuer: %s
        hosts: [localhost]
        audience: %s
        port: %d
        workers: 1
        management: {port: %d}
        access-log: {enabled: false}
        transaction-tokens: {trust-domain: load.example}
        upstreams:
          origin:
            addresses: ["http://127.0.0.1:%d"]
        routes:
          - {path: /open, policy: public, upstream: origin}
          - {path: /api, policy: required, propagate: none, upstream: origin}
          - {path: /minted, policy: required, upstream: origin}
        """
        .formatted(issuer, AUDIENCE, gateway, management, origin);
  }
}
