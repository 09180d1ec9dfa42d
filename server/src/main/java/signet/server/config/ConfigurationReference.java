package signet.server.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import signet.server.client.ClientSettings;

/** The reference of all settings, made from the code so that it cannot say anything else. */
final class ConfigurationReference {
  private static final String HEAD =
      """
      # Configuration of the server

      `signet.yaml` in the working folder, or the file of `--config`; environment variables win over it, options of the command line
      over both. In YAML a dot is a level. `signet serve --check-config` reports every mistake at once. A key that is not known is a
      mistake; a variable that is not known is left alone, with a warning where it looks misspelt.

      Durations are `500ms`, `15s`, `5m`, `2h`, `7d`; sizes `64KiB`, `19MiB`; lists are YAML lists, in the environment separated by
      commas.

      Secrets stand in the environment or in files of their own: `SIGNET_MASTER_KEY` is the master key itself, as `signet key master`
      writes it; `VAULT_ADDR`, `VAULT_TOKEN` and `VAULT_NAMESPACE` are what Vault's own tools take. The master key has one source.

      This page is generated: `mvn -pl server -am test -Dtest=ConfigurationReferenceTest -Dsignet.write-docs=true
      -Dsurefire.failIfNoSpecifiedTests=false`.

      | key | default | variable | what it does |
      |---|---|---|---|
      """;

  private static final String CLIENTS =
      """

      ## Clients

      `clients.NAME.` before each; NAME is the `client_id`. `default` is the built-in browser client, which has the first group only.
      More in [the guide](../guides/clients.md).

      | key | what it does |
      |---|---|
      """;

  /** In the order of the page. */
  static final Map<String, String> OF_CLIENTS = new LinkedHashMap<>();

  static {
    OF_CLIENTS.put(
        ClientSettings.AUDIENCES,
        "What the client may name as `resource` beside the issuer, the default first.");
    OF_CLIENTS.put(ClientSettings.SCOPES, "What the client may ask for.");
    OF_CLIENTS.put(
        ClientSettings.ORIGINS,
        "From which origins browsers may call for the client, beside the issuer's own.");
    OF_CLIENTS.put(
        ClientSettings.ACCESS_LIFETIME, "How long its access tokens are valid, if not the usual.");
    OF_CLIENTS.put(ClientSettings.IDLE, "As `session.idle`, for its sessions.");
    OF_CLIENTS.put(ClientSettings.ABSOLUTE, "As `session.absolute`, for its sessions.");
    OF_CLIENTS.put(
        ClientSettings.CLAIMS_PREFIX + "ATTRIBUTE",
        "The claim in which a user's attribute of that name stands in its access tokens.");
    OF_CLIENTS.put(
        ClientSettings.BOUND,
        "Whether its tokens are bound to a key, so that it has to send proofs (DPoP).");
    OF_CLIENTS.put(
        ClientSettings.ENCRYPTION_KEY,
        "A file with the public key for which its access tokens are encrypted.");
    OF_CLIENTS.put(ClientSettings.ENCRYPTION_ALG, "How the content key is encrypted (JWE `alg`).");
    OF_CLIENTS.put(ClientSettings.ENCRYPTION_ENC, "How the content is encrypted (JWE `enc`).");
    OF_CLIENTS.put(
        ClientSettings.CHANNEL,
        "How it keeps refresh tokens: `browser` (a cookie), `native` (its own storage) or"
            + " `confidential` (a server that authenticates itself).");
    OF_CLIENTS.put(ClientSettings.GRANTS, "The OAuth grants that it may use.");
    OF_CLIENTS.put(
        ClientSettings.SECRET_HASHES, "SHA-256 of its secrets; two at most, during a rotation.");
    OF_CLIENTS.put(
        ClientSettings.KEYS,
        "A file with its public keys (JWK Set or PEM), for `private_key_jwt`.");
    OF_CLIENTS.put(
        ClientSettings.RESOURCE_SERVERS, "The audiences whose tokens it may introspect.");
    OF_CLIENTS.put(ClientSettings.VERIFIER, "Whether it may have the scope `signet:revocations`.");
    OF_CLIENTS.put(ClientSettings.ADMIN, "Whether it may have the scope `signet:admin`.");
  }

  private ConfigurationReference() {}

  /** The page, in Markdown. */
  static String page() {
    return HEAD
        + Settings.ALL.stream()
            .map(ConfigurationReference::row)
            .collect(Collectors.joining("\n", "", "\n"))
        + CLIENTS
        + OF_CLIENTS.entrySet().stream()
            .map(entry -> "| `" + entry.getKey() + "` | " + entry.getValue() + " |")
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(Setting<?> setting) {
    String defaultText = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
    return "| `%s` | %s | `%s` | %s |"
        .formatted(setting.name(), defaultText, setting.environmentName(), setting.description());
  }
}
