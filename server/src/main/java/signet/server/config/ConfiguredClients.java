package signet.server.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.runtime.setting.SettingSyntax;
import signet.server.client.ClientSettings;

/** The keys of the configuration that are about clients, {@code clients.NAME.} before each. */
final class ConfiguredClients {
  /** The name of the built-in browser client. */
  static final String DEFAULT = "default";

  /** Of the built-in client, in the order of the reference. */
  static final List<Setting<?>> OF_DEFAULT =
      List.of(
          ofDefault(
              ClientSettings.AUDIENCES,
              "What the client may name as resource beside the issuer, the default first.",
              SettingSyntax::audiences),
          ofDefault(ClientSettings.SCOPES, "What the client may ask for.", SettingSyntax::scopes),
          ofDefault(
              ClientSettings.ORIGINS,
              "From which origins browsers may call for the client, beside the issuer's own.",
              SettingSyntax::origins));

  private static final Pattern KEY = Pattern.compile("clients\\.([a-z0-9_-]+)\\.(.+)");

  private ConfiguredClients() {}

  /** Whether a key that is about a client is one that such a client has. */
  static boolean isKnown(String name) {
    Matcher client = KEY.matcher(name);
    if (!client.matches()) {
      return false;
    }
    String key = client.group(2);
    return ClientSettings.isName(client.group(1))
        && ClientSettings.isKnown(key)
        && !(client.group(1).equals(DEFAULT) && ClientSettings.OWN.contains(key));
  }

  /** The client that a key is about; empty where it is about none. */
  static Optional<String> clientOf(String name) {
    Matcher client = KEY.matcher(name);
    return client.matches() ? Optional.of(client.group(1)) : Optional.empty();
  }

  /** The key of a setting of a client. */
  static String key(String id, String setting) {
    return "clients." + id + "." + setting;
  }

  private static Setting<List<String>> ofDefault(
      String setting, String description, Function<String, List<String>> parser) {
    return new Setting<>(key(DEFAULT, setting), "", description, parser);
  }
}
