package signet.server.client;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import signet.runtime.setting.SettingSyntax;
import signet.server.audit.AuditEvent;
import signet.server.client.RegistrationException.Reason;
import signet.server.session.Channel;

/**
 * Adds, changes and removes clients of the store, by the rules of {@link ClientSettings}.
 * Thread-safe.
 */
public final class ClientRegistration {
  private static final int MAX_CLIENTS = 10_000;

  private final ClientStore store;
  private final Map<String, Client> configured;
  private final LifetimeCaps caps;
  private final Runnable changed;
  private final RandomGenerator random;
  private final InstantSource clock;

  /**
   * Registration in that store.
   *
   * @param configured whose names nobody else gets
   * @param changed is run after each change
   * @param random cryptographically strong and thread-safe
   */
  public ClientRegistration(
      ClientStore store,
      List<Client> configured,
      LifetimeCaps caps,
      Runnable changed,
      RandomGenerator random,
      InstantSource clock) {
    this.store = store;
    this.configured =
        new TreeMap<>(configured.stream().collect(Collectors.toMap(Client::id, c -> c)));
    this.caps = caps;
    this.changed = changed;
    this.random = random;
    this.clock = clock;
  }

  /**
   * A client just added.
   *
   * @param secret shown this once; empty where it has keys, or can keep no secret
   */
  public record Added(RegisteredClient client, Optional<String> secret) {
    @Override
    public String toString() {
      return "Added[" + client.client().id() + "]";
    }
  }

  /**
   * Adds a client; a confidential one without keys gets a secret.
   *
   * @param texts by the names of {@link ClientSettings}
   * @throws RegistrationException if name or settings are refused
   */
  public Added add(String id, Map<String, String> texts, AuditEvent.Origin origin) {
    if (!ClientSettings.isName(id)) {
      throw new RegistrationException(
          Reason.INVALID_SETTING,
          "a client's name has 1 to 64 small letters, digits and the signs _ -, and does not begin"
              + " with usr_");
    }
    if (texts.containsKey(ClientSettings.SECRET_HASHES)) {
      throw new RegistrationException(
          Reason.INVALID_SETTING, "secrets are made here, and shown once");
    }
    if (store.all().size() >= MAX_CLIENTS) {
      throw new RegistrationException(Reason.INVALID_SETTING, "there are too many clients");
    }
    Map<String, String> settings = new TreeMap<>(texts);
    Optional<String> secret = Optional.empty();
    boolean confidential = Channel.CONFIDENTIAL.word().equals(settings.get(ClientSettings.CHANNEL));
    if (confidential && !settings.containsKey(ClientSettings.KEYS)) {
      secret = Optional.of(SecretHash.nextSecret(random));
      settings.put(ClientSettings.SECRET_HASHES, SecretHash.of(secret.get()).hex());
    }
    Client client = read(id, settings);
    ClientStore.Stored stored =
        new ClientStore.Stored(id, settings, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (configured.containsKey(id)
        || !store.insert(
            stored,
            client.lifetimes().access().orElse(Duration.ZERO),
            new AuditEvent("client-added", origin))) {
      throw new RegistrationException(
          Reason.NAME_TAKEN, "there is a client of that name: choose another one");
    }
    changed.run();
    return new Added(new RegisteredClient(client, Optional.of(stored.createdAt())), secret);
  }

  private Client read(String id, Map<String, String> settings) {
    List<String> problems = new ArrayList<>();
    Client client =
        ClientSettings.read(id, settings, caps, (key, must) -> problems.add(key + " must " + must));
    if (!problems.isEmpty()) {
      throw new RegistrationException(Reason.INVALID_SETTING, String.join("; ", problems));
    }
    return client;
  }

  /** All clients: configured ones, then those of the store, each in the order of their names. */
  public List<RegisteredClient> list() {
    List<RegisteredClient> all = new ArrayList<>();
    configured.values().forEach(c -> all.add(new RegisteredClient(c, Optional.empty())));
    for (ClientStore.Stored row : store.all()) {
      if (!configured.containsKey(row.id())) {
        // Shown even if the configuration has become stricter and it is not served.
        Client client = ClientSettings.read(row.id(), row.settings(), caps, (key, must) -> {});
        all.add(new RegisteredClient(client, Optional.of(row.createdAt())));
      }
    }
    return all;
  }

  /**
   * Removes a client; its own access tokens are revoked and the sessions begun through it ended.
   *
   * @return how many sessions
   * @throws RegistrationException if there is none of that name in the store
   */
  public int remove(String id, AuditEvent.Origin origin) {
    int ended =
        store
            .remove(id, new AuditEvent("client-removed", origin))
            .orElseThrow(() -> noSuchClient(id));
    changed.run();
    return ended;
  }

  /**
   * Gives a client a new secret, shown this once.
   *
   * @param alone whether the one before is refused from now on, instead of being valid beside it
   *     until the next rotation
   * @throws RegistrationException if there is none of that name in the store, or it uses keys
   */
  public String rotateSecret(String id, boolean alone, AuditEvent.Origin origin) {
    String before =
        store.all().stream()
            .filter(row -> row.id().equals(id))
            .findFirst()
            .map(row -> row.settings().getOrDefault(ClientSettings.SECRET_HASHES, ""))
            .orElseThrow(() -> noSuchClient(id));
    List<String> hashes = SettingSyntax.list(before);
    if (hashes.isEmpty()) {
      throw new RegistrationException(
          Reason.INVALID_SETTING,
          "the client has no secret; it is known by its keys, or not at all");
    }
    String secret = SecretHash.nextSecret(random);
    String next = SecretHash.of(secret).hex() + (alone ? "" : "," + hashes.getFirst());
    if (!store.replaceSecrets(id, before, next, new AuditEvent("client-secret-rotated", origin))) {
      throw new RegistrationException(
          Reason.INVALID_SETTING, "somebody else changed the client at the same time: try again");
    }
    changed.run();
    return secret;
  }

  private RegistrationException noSuchClient(String id) {
    return new RegistrationException(
        Reason.NO_SUCH_CLIENT,
        configured.containsKey(id)
            ? "this client is in the configuration: change it there"
            : "there is no client of that name; 'signet client list' shows all");
  }
}
