package signet.server.config;

import java.util.List;

/** The keys of the configuration that are about a PKCS#11 token. */
final class Pkcs11Settings {
  static final Setting<String> LIBRARY =
      new Setting<>(
          "keys.pkcs11.library",
          "",
          "The library of a PKCS#11 token (HSM) in which signing keys are made and stay.",
          Parsers::path);
  static final Setting<String> TOKEN =
      new Setting<>("keys.pkcs11.token", "", "The label of the token.", Parsers::tokenLabel);
  static final Setting<String> PIN_FILE =
      new Setting<>(
          "keys.pkcs11.pin-file",
          "",
          "A file of mode 0600 with its PIN on one line; SIGNET_PKCS11_PIN if absent.",
          Parsers::path);

  /** In the environment alone, as it must not stand in files of settings or on command lines. */
  static final Setting<String> PIN = new Setting<>("SIGNET_PKCS11_PIN", "", "", text -> text);

  /** In the order of the reference. */
  static final List<Setting<?>> ALL = List.of(LIBRARY, TOKEN, PIN_FILE);

  static final List<Setting<?>> OF_ENVIRONMENT = List.of(PIN);

  private Pkcs11Settings() {}
}
