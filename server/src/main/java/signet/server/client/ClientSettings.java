package signet.server.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import signet.jose.jwe.JweEncrypter;
import signet.runtime.setting.SettingSyntax;
import signet.server.session.Channel;
import signet.server.user.UserId;

/**
 * From texts to a {@link Client}: the same words and rules in the configuration, on the command
 * line, in {@code /admin/clients} and in the store.
 */
public final class ClientSettings {
  public static final String CHANNEL = "channel";
  public static final String GRANTS = "grants";
  public static final String AUDIENCES = "audiences";
  public static final String SCOPES = "scopes";
  public static final String ORIGINS = "allowed-origins";
  public static final String ACCESS_LIFETIME = "access-lifetime";
  public static final String IDLE = "session-idle";
  public static final String ABSOLUTE = "session-absolute";
  public static final String SECRET_HASHES = "secret-hashes";
  public static final String KEYS = "keys";
  public static final String RESOURCE_SERVERS = "resource-servers";
  public static final String VERIFIER = "verifier";
  public static final String ADMIN = "admin";
  public static final String BOUND = "bound-tokens";
  public static final String CLAIMS_PREFIX = "claims.";
  public static final String ENCRYPTION_KEY = "encryption.key";
  public static final String ENCRYPTION_ALG = "encryption.alg";
  public static final String ENCRYPTION_ENC = "encryption.enc";

  /** What every client can have. */
  public static final List<String> COMMON =
      List.of(
          AUDIENCES,
          SCOPES,
          ORIGINS,
          ACCESS_LIFETIME,
          IDLE,
          ABSOLUTE,
          BOUND,
          ENCRYPTION_KEY,
          ENCRYPTION_ALG,
          ENCRYPTION_ENC);

  /** What every client but the built-in one can have. */
  public static final List<String> OWN =
      List.of(CHANNEL, GRANTS, SECRET_HASHES, KEYS, RESOURCE_SERVERS, VERIFIER, ADMIN);

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final int MAX_CLAIMS = 32;
  private static final int MAX_SECRETS = 2;

  private final Map<String, String> texts;
  private final LifetimeCaps caps;
  private final BiConsumer<String, String> problems;

  private ClientSettings(
      Map<String, String> texts, LifetimeCaps caps, BiConsumer<String, String> problems) {
    this.texts = texts;
    this.caps = caps;
    this.problems = problems;
  }

  /** Whether a client may be called that: never as a user's subject is. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.startsWith(UserId.PREFIX);
  }

  /** Whether there is such a setting. */
  public static boolean isKnown(String key) {
    return COMMON.contains(key) || OWN.contains(key) || key.startsWith(CLAIMS_PREFIX);
  }

  /**
   * The client of that name. What is wrong is told as key and what it must be; the client is not to
   * be used then.
   */
  public static Client read(
      String id,
      Map<String, String> texts,
      LifetimeCaps caps,
      BiConsumer<String, String> problems) {
    return new ClientSettings(texts, caps, problems).read(id);
  }

  private Client read(String id) {
    Channel channel = value(CHANNEL, ClientSettings::channel).orElse(Channel.BROWSER);
    Client client =
        new Client(
            id,
            channel,
            value(GRANTS, ClientSettings::grants).orElse(Client.usualGrants(channel)),
            value(AUDIENCES, SettingSyntax::audiences).orElse(List.of()),
            Set.copyOf(value(SCOPES, SettingSyntax::scopes).orElse(List.of())),
            Set.copyOf(value(ORIGINS, SettingSyntax::origins).orElse(List.of())),
            lifetimes(),
            new ClientKeys(
                value(SECRET_HASHES, ClientSettings::secretHashes).orElse(List.of()),
                value(KEYS, KeyText::forAssertions)),
            new Client.Powers(
                value(VERIFIER, SettingSyntax::flag).orElse(false),
                value(ADMIN, SettingSyntax::flag).orElse(false),
                Set.copyOf(value(RESOURCE_SERVERS, SettingSyntax::audiences).orElse(List.of()))),
            claims(),
            value(BOUND, SettingSyntax::flag).orElse(false),
            encryption());
    checkWhole(client);
    return client;
  }

  private <T> Optional<T> value(String key, Function<String, T> parser) {
    String text = texts.get(key);
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text.strip()));
    } catch (IllegalArgumentException e) {
      problems.accept(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Channel channel(String text) {
    for (Channel channel : Channel.values()) {
      if (channel.word().equals(text)) {
        return channel;
      }
    }
    throw new IllegalArgumentException("be browser, native or confidential, not \"" + text + "\"");
  }

  private static Set<GrantType> grants(String text) {
    Set<GrantType> grants = EnumSet.noneOf(GrantType.class);
    for (String word : SettingSyntax.list(text)) {
      grants.add(
          GrantType.ofWord(word)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "name refresh_token or client_credentials, not \"" + word + "\"")));
    }
    return grants;
  }

  private static List<SecretHash> secretHashes(String text) {
    List<SecretHash> hashes = new ArrayList<>();
    for (String word : SettingSyntax.list(text)) {
      // Nothing of the text is quoted: somebody may have written the secret itself there.
      hashes.add(
          SecretHash.parse(word)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "be SHA-256 hashes of secrets, 64 hexadecimal digits each, as sha256sum"
                              + " prints them")));
    }
    if (hashes.size() > MAX_SECRETS) {
      throw new IllegalArgumentException("be two hashes at most");
    }
    return hashes;
  }

  private Client.Lifetimes lifetimes() {
    return new Client.Lifetimes(
        value(ACCESS_LIFETIME, text -> SettingSyntax.duration(text, LEAST, caps.access())),
        value(IDLE, text -> SettingSyntax.duration(text, LEAST, caps.session())),
        value(ABSOLUTE, text -> SettingSyntax.duration(text, LEAST, caps.session())));
  }

  private Map<String, String> claims() {
    Map<String, String> claims = new HashMap<>();
    Set<String> seen = new TreeSet<>();
    for (String key : new TreeSet<>(texts.keySet())) {
      if (!key.startsWith(CLAIMS_PREFIX)) {
        continue;
      }
      String attribute = key.substring(CLAIMS_PREFIX.length());
      Optional<String> claim =
          value(
              key,
              text -> {
                ClaimMapping.attribute(attribute);
                return ClaimMapping.claim(text);
              });
      if (claim.isPresent() && !seen.add(claim.get())) {
        problems.accept(key, "name a claim that no other attribute has");
      }
      claim.ifPresent(name -> claims.put(attribute, name));
    }
    if (claims.size() > MAX_CLAIMS) {
      problems.accept("claims", "map " + MAX_CLAIMS + " attributes at most");
    }
    return claims;
  }

  private Optional<JweEncrypter> encryption() {
    Optional<String> alg = value(ENCRYPTION_ALG, text -> text);
    Optional<String> enc = value(ENCRYPTION_ENC, text -> text);
    Optional<JweEncrypter> encrypter =
        value(ENCRYPTION_KEY, text -> KeyText.encrypter(text, alg, enc));
    if (!texts.containsKey(ENCRYPTION_KEY) && (alg.isPresent() || enc.isPresent())) {
      problems.accept(ENCRYPTION_KEY, "name the key, where alg or enc stands");
    }
    return encrypter;
  }

  /** What single settings cannot tell. */
  private void checkWhole(Client client) {
    boolean confidential = client.channel() == Channel.CONFIDENTIAL;
    if (confidential && !texts.containsKey(SECRET_HASHES) && !texts.containsKey(KEYS)) {
      problems.accept(KEYS, "be given, or " + SECRET_HASHES + ", for a confidential client");
    }
    if (!confidential) {
      for (String key : List.of(SECRET_HASHES, KEYS, RESOURCE_SERVERS, VERIFIER, ADMIN)) {
        if (texts.containsKey(key)) {
          problems.accept(key, "not be given: only a confidential client can keep a secret");
        }
      }
      if (client.may(GrantType.CLIENT_CREDENTIALS)) {
        problems.accept(GRANTS, "not name client_credentials but for a confidential client");
      }
    }
    Optional<Duration> absolute = client.lifetimes().absolute();
    if (absolute.isPresent()
        && client.lifetimes().idle().filter(i -> i.compareTo(absolute.get()) > 0).isPresent()) {
      problems.accept(IDLE, "not be longer than " + ABSOLUTE);
    }
  }
}
