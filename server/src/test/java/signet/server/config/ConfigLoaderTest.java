package signet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.runtime.address.AddressRange;
import signet.runtime.start.StartupException;
import signet.server.client.Client;
import signet.server.client.LifetimeCaps;
import signet.server.key.KeyRules;
import signet.server.key.MasterKeyFile;
import signet.server.key.VaultMasterKey;
import signet.server.session.Channel;
import signet.server.session.RefreshRules;
import signet.server.session.RotationLimit;
import signet.server.session.SessionRules;

final class ConfigLoaderTest {
  /** What cannot stand beside the setting that says the same in another way. */
  private static final Set<String> ALTERNATIVES =
      Set.of(
          "master-key.vault.path",
          "master-key.vault.field",
          "master-key.vault.address",
          "master-key.vault.token-file",
          "database.password-file",
          "redis.password-file");

  @TempDir Path folder;

  @Test
  void hasTheStatedDefaults() {
    ServerConfig config = flags(Map.of());

    assertThat(config.issuer()).isEmpty();
    assertThat(config.listen())
        .isEqualTo(new ServerConfig.Listen("127.0.0.1", 8420, Optional.empty()));
    assertThat(config.management()).isEqualTo(new ServerConfig.Management("127.0.0.1", 8430));
    assertThat(config.storage().dataFolder()).isEqualTo(Path.of("signet-data"));
    assertThat(config.storage().masterKey()).hasToString("the file signet-data.key");
    assertThat(config.accessTokens().algorithm()).isEqualTo(JwsAlgorithm.RS256);
    assertThat(config.accessTokens().lifetime()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.keys()).isEqualTo(KeyRules.of(JwsAlgorithm.RS256));
    assertThat(config.passwordHashing().memoryKib()).isEqualTo(19 * 1024);
    assertThat(config.passwordHashing().iterations()).isEqualTo(2);
    assertThat(config.passwordHashing().parallelism()).isEqualTo(1);
    assertThat(config.passwordHashing().threads())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.limits().requestBodyBytes()).isEqualTo(64 * 1024);
    assertThat(config.limits().shutdownGrace()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.clients())
        .containsExactly(Client.of("default", Channel.BROWSER, List.of(), Set.of(), Set.of()));
    assertThat(config.sessions())
        .isEqualTo(
            new SessionRules(
                Duration.ofDays(7),
                Duration.ofDays(30),
                new RefreshRules(Duration.ofSeconds(15), false, false),
                new RotationLimit(60, 20)));
  }

  @Test
  void aKeyMayBeWrittenWithDots() throws IOException {
    ServerConfig config = yaml("tokens.access.lifetime: 5m\nclients.default.scopes: [orders]\n");
    assertThat(config.accessTokens().lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.clients().getFirst().scopes()).containsExactly("orders");
  }

  @Test
  void aKeyThatStandsTwiceInTwoFormsIsRefused() {
    assertThatThrownBy(
            () -> yaml("tokens.access.lifetime: 5m\ntokens:\n  access:\n    lifetime: 6m\n"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("tokens.access.lifetime stands twice");
  }

  @Test
  void everyKeyCanBeSetInYaml() throws IOException {
    String yaml =
        """
        issuer: https://auth.example.com
        host: 0.0.0.0
        port: 9000
        tls:
          certificate: /etc/signet/tls.crt
          key: /run/secrets/tls.key
        management:
          host: 127.0.0.2
          port: 9001
        data: /var/lib/signet
        master-key:
          file: /run/secrets/signet
          others: [/run/secrets/next]
        database:
          url: postgresql://db.example.com:5433/signet?sslmode=verify-full
          user: signet
          password: of-the-database
          connections: 17
          listen: false
          keep-ended: 30d
        audit:
          keep: 90d
        redis:
          url: rediss://redis.example.com:6380/2
          user: signet
          password: of-redis
          certificate: /etc/signet/redis.crt
          timeout: 100ms
        tokens:
          access:
            algorithm: ES256
            lifetime: 5m
          unsafe-long-lifetimes: true
        password:
          hashing:
            memory: 64MiB
            iterations: 3
            parallelism: 2
            threads: 7
            queue: 9
        limits:
          requests-in-flight: 11
          request-body: 32KiB
          request-body-time: 3s
          connections: 13
          shutdown-grace: 500ms
        clients:
          default:
            audiences: [https://api.example.com, https://other.example.com]
            scopes:
              - orders:read
              - orders:write
            allowed-origins: [https://app.example.com]
          phone:
            channel: native
            scopes: [orders:read]
        session:
          repeat-window: 3s
          idle: 1h
          absolute: 2h
          lost-reply: strict
          on-rollback: refuse
          rotations-per-hour: 17
          rotation-burst: 5
        keys:
          rotation: 3d
          eddsa-name: EdDSA
          max-age: 1m
          margin: 31s
          lease: 20s
          pkcs11:
            library: /usr/lib/pkcs11.so
            token: signet
            pin-file: %s
        login:
          limits:
            here: 19
            account: 23
            address: 29
        proxies:
          trusted: [10.0.0.0/8, "2001:db8::1"]
          header: Forwarded
        dpop:
          nonces: true
        guide: https://docs.example/debugging
        signup:
          enabled: true
          roles: [guest, trial]
        """
            .formatted(secretFile("pin", "1234"));

    assertThat(namesIn(yaml))
        .containsExactlyInAnyOrderElementsOf(
            Settings.ALL.stream()
                .map(Setting::name)
                .filter(name -> !ALTERNATIVES.contains(name))
                .toList());
    assertThat(yaml(yaml))
        .isEqualTo(
            new ServerConfig(
                Optional.of("https://auth.example.com"),
                new ServerConfig.Listen(
                    "0.0.0.0",
                    9000,
                    Optional.of(
                        new ServerConfig.Tls(
                            Path.of("/etc/signet/tls.crt"), Path.of("/run/secrets/tls.key")))),
                new ServerConfig.Management("127.0.0.2", 9001),
                new ServerConfig.Storage(
                    Path.of("/var/lib/signet"),
                    MasterKeyFile.shared(Path.of("/run/secrets/signet")),
                    List.of(MasterKeyFile.shared(Path.of("/run/secrets/next"))),
                    Optional.of(
                        new ServerConfig.Pkcs11(Path.of("/usr/lib/pkcs11.so"), "signet", "1234")),
                    true,
                    Optional.of(
                        new ServerConfig.Postgres(
                            "jdbc:postgresql://db.example.com:5433/signet?sslmode=verify-full",
                            Optional.of("signet"),
                            Optional.of("of-the-database"),
                            17,
                            false)),
                    Duration.ofDays(30),
                    Duration.ofDays(90)),
                new ServerConfig.AccessTokens(
                    JwsAlgorithm.ES256, Duration.ofMinutes(5), LifetimeCaps.UNSAFE),
                new KeyRules(
                    JwsAlgorithm.ES256,
                    Duration.ofDays(3),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(31),
                    KeyRules.SKEW,
                    Duration.ofSeconds(20)),
                new ServerConfig.PasswordHashing(64 * 1024, 3, 2, 7, 9),
                new ServerConfig.Limits(
                    11, 32 * 1024, Duration.ofSeconds(3), 13, Duration.ofMillis(500)),
                new SessionRules(
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    new RefreshRules(Duration.ofSeconds(3), true, true),
                    new RotationLimit(17, 5)),
                Optional.of(
                    new ServerConfig.Redis(
                        new RedisUrl(true, "redis.example.com", 6380, 2),
                        Optional.of("signet"),
                        Optional.of("of-redis"),
                        Optional.of(Path.of("/etc/signet/redis.crt")),
                        Duration.ofMillis(100))),
                new ServerConfig.LoginLimits(19, 23, 29),
                new ServerConfig.Proxies(
                    List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("2001:db8::1")),
                    "Forwarded"),
                true,
                Optional.of(URI.create("https://docs.example/debugging")),
                new ServerConfig.SignUp(true, List.of("guest", "trial")),
                List.of(
                    Client.of(
                        "default",
                        Channel.BROWSER,
                        List.of("https://api.example.com", "https://other.example.com"),
                        Set.of("orders:read", "orders:write"),
                        Set.of("https://app.example.com")),
                    Client.of(
                        "phone", Channel.NATIVE, List.of(), Set.of("orders:read"), Set.of()))));
  }

  @Test
  void everyAlternativeCanBeSetInYaml() throws IOException {
    String yaml =
        """
        master-key:
          vault:
            path: secret/signet
            field: key-of-signet
            address: https://vault.example.com:8200
            token-file: /run/secrets/vault
        database:
          url: postgresql://db.example.com/signet
          password-file: %s
        redis:
          url: redis://redis.example.com
          password-file: %s
        """
            .formatted(
                secretFile("database", "of-the-database"), secretFile("redis", "of-redis"));

    assertThat(namesIn(yaml)).containsAll(ALTERNATIVES);
    ServerConfig config = yaml(yaml);
    assertThat(config.storage().masterKey())
        .usingRecursiveComparison()
        .isEqualTo(
            new VaultMasterKey(
                URI.create("https://vault.example.com:8200"),
                Optional.empty(),
                "secret/signet",
                "key-of-signet",
                new VaultMasterKey.TokenFile(Path.of("/run/secrets/vault"))));
    assertThat(config.storage().postgres().orElseThrow().password()).contains("of-the-database");
    assertThat(config.redis().orElseThrow().password()).contains("of-redis");
  }

  /** The settings that stand in a file, as the loader sees them, but for those of other clients. */
  private static Set<String> namesIn(String yaml) {
    return new YamlConfigSource("signet.yaml", yaml, 0)
        .getPropertyNames().stream()
            .map(name -> name.replaceAll("\\[\\d+\\]", ""))
            .filter(name -> !name.startsWith("clients.phone."))
            .collect(Collectors.toSet());
  }

  private Path secretFile(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void environmentWinsOverYamlAndFlagsOverBoth() throws IOException {
    Path file = write("port: 1000\nhost: 127.0.0.2\ntokens: {access: {lifetime: 1m}}\n");
    Map<String, String> environment =
        Map.of("SIGNET_PORT", "2000", "SIGNET_TOKENS_ACCESS_LIFETIME", "2m");

    ServerConfig config = ConfigLoader.load(Optional.of(file), environment, Map.of("port", "3000"));

    assertThat(config.listen())
        .isEqualTo(new ServerConfig.Listen("127.0.0.2", 3000, Optional.empty()));
    assertThat(config.accessTokens().lifetime()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aCertificateWithoutItsKeyIsRefused() {
    assertThatThrownBy(() -> flags(Map.of("tls.certificate", "tls.crt")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("tls.certificate and tls.key must be set together");
  }

  @Test
  void masterKeyLiesBesideTheDataFolder() {
    assertThat(flags(Map.of("data", "/srv/a/b")).storage().masterKey())
        .hasToString("the file /srv/a/b.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "a/..", "./"})
  void masterKeyLiesBesideTheWorkingFolderWhereThatHoldsTheData(String data) {
    Path working = Path.of("").toAbsolutePath();

    assertThat(flags(Map.of("data", data)).storage().masterKey())
        .hasToString("the file " + working.resolveSibling(working.getFileName() + ".key"));
  }

  @Test
  void variablesOfOthersAreIgnored() {
    Map<String, String> environment = Map.of("SIGNET_SERVICE_HOST", "10.0.0.1", "PORT", "1");

    assertThat(ConfigLoader.load(Optional.empty(), environment, Map.of()).listen().port())
        .isEqualTo(8420);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    List<String> problems =
        problems(
            Map.of("port", "70000", "tokens.access.lifetime", "2h", "issuer", "nonsense", "x", ""));

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "unknown setting x in the command line: remove it",
            "issuer must be an absolute URI, not \"nonsense\" (set in the command line)",
            "port must be a whole number from 0 to 65535, not \"70000\" (set in the command line)",
            "tokens.access.lifetime must be a time from 1s to 3600s, such as 30s, 15m or 1h, not"
                + " \"2h\" (set in the command line)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://auth.example.com",
        "http://localhost.example.com",
        "ftp://localhost",
        "https://auth.example.com/",
        "https://auth.example.com/a//b",
        "https://auth.example.com/..",
        "https://auth.example.com/:tenant",
        "https://auth.example.com/*",
        "https://auth.example.com/a%2fb",
        "https://auth.example.com?a=b",
        "https://auth.example.com#a",
        "https://user@auth.example.com",
        "https:",
        "/relative",
      })
  void rejectsIssuer(String issuer) {
    assertThat(problems(Map.of("issuer", issuer))).hasSize(1).first().asString().contains("issuer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://auth.example.com",
        "https://auth.example.com/tenant",
        "http://localhost:8420",
        "http://127.0.0.1:1",
        "http://[::1]:1",
      })
  void takesIssuer(String issuer) {
    assertThat(flags(Map.of("issuer", issuer)).issuer()).contains(issuer);
  }

  @Test
  void secretsAreRotatedWeeklyAndForASingleService() {
    assertThat(flags(Map.of("tokens.access.algorithm", "HS256")).keys().rotation())
        .isEqualTo(Duration.ofDays(7));
    assertThat(
            problems(
                Map.of(
                    "tokens.access.algorithm",
                    "HS256",
                    "clients.default.audiences",
                    "https://a.example.com,https://b.example.com")))
        .singleElement()
        .asString()
        .contains("HS256, which is for a single service", "take RS256 or ES256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS512", "none", "rs256", "ES257"})
  void rejectsAlgorithm(String algorithm) {
    assertThat(problems(Map.of("tokens.access.algorithm", algorithm)))
        .hasSize(1)
        .first()
        .asString()
        .contains("must be one of HS256", "RS256", "ES256", "Ed25519")
        .doesNotContain("HS384");
  }

  @ParameterizedTest
  @CsvSource({
    "tokens.access.lifetime, 0s",
    "tokens.access.lifetime, 61m",
    "tokens.access.lifetime, 15",
    "port, -1",
    "port, eighty",
    "password.hashing.memory, 4KiB",
    "password.hashing.memory, 19MB",
    "password.hashing.queue, 0",
    "limits.request-body, 2MiB",
    "host, no such host",
    "login.limits.here, 0",
    "proxies.trusted, 10.0.0.0/33",
    "proxies.trusted, proxy.example.com",
    "proxies.header, X-Real-IP",
    "signup.enabled, yes",
    "signup.roles, admin",
    "signup.roles, no role",
    "clients.default.scopes, signet:admin",
    "clients.default.scopes, two words",
    "clients.default.audiences, relative",
    "clients.default.audiences, https://api.example.com#fragment",
  })
  void rejectsValue(String key, String value) {
    assertThat(problems(Map.of(key, value))).hasSize(1).first().asString().startsWith(key);
  }

  @Test
  void rejectsMemoryTooSmallForTheLanes() {
    Map<String, String> flags =
        Map.of("password.hashing.memory", "8KiB", "password.hashing.parallelism", "2");

    assertThat(problems(flags))
        .containsExactly(
            "password.hashing.memory must be at least 8KiB times password.hashing.parallelism");
  }

  @Test
  void rejectsMasterKeyInsideTheDataFolder() {
    assertThat(problems(Map.of("data", "d", "master-key.file", "d/../d/key")))
        .containsExactly(
            "master-key.file must lie outside the data folder d: name a file elsewhere, such as"
                + " d.key");
  }

  @Test
  void rejectsNamedFileThatIsMissing() {
    assertThat(problems(Optional.of(folder.resolve("none.yaml")), Map.of(), Map.of()))
        .hasSize(1)
        .first()
        .asString()
        .contains("none.yaml cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port: 1\nsecret-value",
        "port: 1\nport: secret-value\n",
        "- secret-value",
        "port: *x"
      })
  void rejectsBadYamlWithoutQuotingIt(String yaml) throws IOException {
    assertThat(problems(Optional.of(write(yaml)), Map.of(), Map.of()))
        .hasSize(1)
        .first()
        .asString()
        .contains("signet.yaml")
        .doesNotContain("secret-value");
  }

  @Test
  void everySettingHasADescriptionAndAVariableOfItsOwn() {
    assertThat(Settings.ALL).allSatisfy(s -> assertThat(s.description()).endsWith("."));
    assertThat(Settings.ALL.stream().map(Setting::environmentName)).doesNotHaveDuplicates();
  }

  @Test
  void configurationProblemsEndWithTwo() {
    assertThat(failure(Optional.empty(), Map.of(), Map.of("port", "x")).exitCode()).isEqualTo(2);
  }

  private static ServerConfig flags(Map<String, String> flags) {
    return ConfigLoader.load(Optional.empty(), Map.of(), flags);
  }

  private ServerConfig yaml(String text) throws IOException {
    return ConfigLoader.load(Optional.of(write(text)), Map.of(), Map.of());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("signet.yaml"), text);
  }

  private static List<String> problems(Map<String, String> flags) {
    return problems(Optional.empty(), Map.of(), flags);
  }

  private static List<String> problems(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    return failure(file, environment, flags).problems();
  }

  private static StartupException failure(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    return catchThrowableOfType(
        StartupException.class, () -> ConfigLoader.load(file, environment, flags));
  }
}
