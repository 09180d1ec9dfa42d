package signet.server.config;

import static org.assertj.core.api.Assertions.assertThat;

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
import signet.jose.jwa.JwsAlgorithm;
import signet.runtime.address.AddressRange;
import signet.server.client.Client;
import signet.server.client.LifetimeCaps;
import signet.server.key.KeyRules;
import signet.server.key.MasterKeyFile;
import signet.server.key.VaultMasterKey;
import signet.server.session.Channel;
import signet.server.session.RefreshRules;
import signet.server.session.RotationLimit;
import signet.server.session.SessionRules;

/** Settings as a whole: their defaults, that each can be set, what each is described by. */
final class EverySettingTest {
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
    ServerConfig config = ConfigLoader.load(Optional.empty(), Map.of(), Map.of());

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
            .formatted(secretFile("database", "of-the-database"), secretFile("redis", "of-redis"));

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

  private ServerConfig yaml(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("signet.yaml"), text);
    return ConfigLoader.load(Optional.of(file), Map.of(), Map.of());
  }

  @Test
  void everySettingHasADescriptionAndAVariableOfItsOwn() {
    assertThat(Settings.ALL).allSatisfy(s -> assertThat(s.description()).endsWith("."));
    assertThat(Settings.ALL.stream().map(Setting::environmentName)).doesNotHaveDuplicates();
  }
}
