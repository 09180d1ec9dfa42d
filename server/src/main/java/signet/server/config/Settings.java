package signet.server.config;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import signet.runtime.address.AddressRange;
import signet.runtime.setting.SettingSyntax;

/**
 * Every key that the server's configuration knows, with its default and its bounds: here those of
 * the issuer and of how it is reached and answers, in classes of their own those of the parts.
 */
final class Settings {
  static final Setting<String> ISSUER =
      new Setting<>(
          "issuer",
          "",
          "The issuer of tokens and the address of all endpoints; http://localhost:PORT if absent.",
          Parsers::issuer);
  static final Setting<String> HOST =
      new Setting<>("host", "127.0.0.1", "The address to listen on.", Parsers::host);
  static final Setting<Integer> PORT =
      new Setting<>(
          "port", "8420", "The port to listen on; 0 takes a free one.", Parsers.number(0, 65_535));
  static final Setting<String> TLS_CERTIFICATE =
      new Setting<>(
          "tls.certificate",
          "",
          "A PEM file with the server's certificate and those above it; read again when it changes.",
          Parsers::path);
  static final Setting<String> TLS_KEY =
      new Setting<>(
          "tls.key", "", "The PEM file with the certificate's private key.", Parsers::path);
  static final Setting<String> MANAGEMENT_HOST =
      new Setting<>(
          "management.host",
          "127.0.0.1",
          "The address to listen on for metrics and health.",
          Parsers::host);
  static final Setting<Integer> MANAGEMENT_PORT =
      new Setting<>(
          "management.port",
          "8430",
          "The port to listen on for metrics and health; 0 takes a free one.",
          Parsers.number(0, 65_535));
  static final Setting<String> DATA =
      new Setting<>("data", "signet-data", "The folder that holds the database.", Parsers::path);

  static final Setting<List<AddressRange>> PROXIES =
      new Setting<>(
          "proxies.trusted",
          "",
          "The addresses of proxies in front, such as 10.0.0.0/8; they say who the client is.",
          Parsers::addressRanges);
  static final Setting<String> PROXIES_HEADER =
      new Setting<>(
          "proxies.header",
          "X-Forwarded-For",
          "The header in which they say it: X-Forwarded-For or Forwarded (RFC 7239).",
          Parsers.word("X-Forwarded-For", "Forwarded"));
  static final Setting<Boolean> PROOF_NONCES =
      new Setting<>(
          "dpop.nonces",
          "false",
          "Whether proofs of possession need a nonce of this server (RFC 9449, section 8).",
          SettingSyntax::flag);
  static final Setting<URI> GUIDE =
      new Setting<>(
          "guide",
          "",
          "A page that explains reasons, such as the debugging guide: challenges name its sections.",
          SettingSyntax::guide);
  static final Setting<Boolean> SIGNUP =
      new Setting<>(
          "signup.enabled",
          "false",
          "Whether people may make accounts at /session/signup.",
          SettingSyntax::flag);
  static final Setting<List<String>> SIGNUP_ROLES =
      new Setting<>("signup.roles", "", "The roles of who made an account there.", Parsers::roles);

  /** In the order of the reference. */
  static final List<Setting<?>> ALL =
      Stream.of(
              List.<Setting<?>>of(
                  ISSUER,
                  HOST,
                  PORT,
                  TLS_CERTIFICATE,
                  TLS_KEY,
                  MANAGEMENT_HOST,
                  MANAGEMENT_PORT,
                  DATA),
              MasterKeySettings.ALL,
              Pkcs11Settings.ALL,
              DatabaseSettings.ALL,
              RedisSettings.ALL,
              KeySettings.ALL,
              HashingSettings.ALL,
              LimitSettings.ALL,
              SessionSettings.ALL,
              LoginSettings.ALL,
              List.<Setting<?>>of(
                  PROXIES, PROXIES_HEADER, PROOF_NONCES, GUIDE, SIGNUP, SIGNUP_ROLES),
              ConfiguredClients.OF_DEFAULT)
          .flatMap(List::stream)
          .toList();

  /** Variables that are known by their own names; no file or command line may set these. */
  static final List<Setting<?>> OF_ENVIRONMENT =
      Stream.of(MasterKeySettings.OF_ENVIRONMENT, Pkcs11Settings.OF_ENVIRONMENT)
          .flatMap(List::stream)
          .toList();

  private Settings() {}

  /** Whether there is such a key, be it one of {@link #ALL} or of a client of any name. */
  static boolean isKnown(String name) {
    return ConfiguredClients.clientOf(name).isPresent()
        ? ConfiguredClients.isKnown(name)
        : ALL.stream().anyMatch(setting -> setting.name().equals(name));
  }
}
