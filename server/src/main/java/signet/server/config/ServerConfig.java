package signet.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;
import signet.runtime.address.AddressRange;
import signet.server.client.Client;
import signet.server.client.LifetimeCaps;
import signet.server.key.KeyRules;
import signet.server.key.MasterKeySource;
import signet.server.session.SessionRules;

/**
 * Everything an operator can decide about the server. Immutable; every value has been checked by
 * {@link ConfigLoader}.
 *
 * @param issuer the {@code iss} of tokens and the address of all endpoints; empty means {@code
 *     http://localhost:PORT} with the port that was bound
 * @param listen where to listen
 * @param management where to listen for those who watch over the server
 * @param storage where data and master key lie
 * @param accessTokens how access tokens are made
 * @param keys how signing keys follow one another
 * @param passwordHashing the cost of Argon2id and how much of it may run at once
 * @param limits bounds on what the server takes on
 * @param sessions how long sessions live and how they are refreshed
 * @param redis what servers share beside the database; empty where they share nothing else
 * @param loginLimits how many wrong passwords are free of delay
 * @param proxies who may say from where a request came
 * @param proofNonces whether proofs of possession need a nonce (RFC 9449 §8)
 * @param guide the page on reasons that challenges name; empty where they name none
 * @param signUp whether people may make accounts
 * @param clients the built-in first-party client, then the configured ones
 */
public record ServerConfig(
    Optional<String> issuer,
    Listen listen,
    Management management,
    Storage storage,
    AccessTokens accessTokens,
    KeyRules keys,
    PasswordHashing passwordHashing,
    Limits limits,
    SessionRules sessions,
    Optional<Redis> redis,
    LoginLimits loginLimits,
    Proxies proxies,
    boolean proofNonces,
    Optional<URI> guide,
    SignUp signUp,
    List<Client> clients) {
  public ServerConfig {
    clients = List.copyOf(clients);
  }

  /**
   * Where to listen.
   *
   * @param host a name or address of this machine
   * @param port 0 takes any free port
   * @param tls empty for plain HTTP
   */
  public record Listen(String host, int port, Optional<Tls> tls) {}

  /**
   * TLS on the port itself.
   *
   * @param certificate a PEM file with the chain
   * @param key a PEM file with the private key
   */
  public record Tls(Path certificate, Path key) {}

  /**
   * Where metrics and health are.
   *
   * @param host a name or address of this machine
   * @param port 0 takes any free port
   */
  public record Management(String host, int port) {}

  /**
   * Where data lies.
   *
   * @param dataFolder made if it is missing
   * @param masterKey where the master key is kept; never in the data folder
   * @param otherMasterKeys where others are kept that are opened too
   * @param pkcs11 the token in which signing keys are made; empty means sealed in the database
   * @param olderEdDsaName whether keys that are made for Ed25519 call it {@code EdDSA}
   * @param postgres a database that servers share; empty means SQLite in the data folder
   * @param keepEnded for how long sessions and revocation entries stay after their end
   * @param keepAudit for how long the record of events is kept
   */
  public record Storage(
      Path dataFolder,
      MasterKeySource masterKey,
      List<MasterKeySource> otherMasterKeys,
      Optional<Pkcs11> pkcs11,
      boolean olderEdDsaName,
      Optional<Postgres> postgres,
      Duration keepEnded,
      Duration keepAudit) {
    public Storage {
      otherMasterKeys = List.copyOf(otherMasterKeys);
    }
  }

  /**
   * A PKCS#11 token; never shows the PIN.
   *
   * @param library of its manufacturer
   * @param token its label
   * @param pin opens it
   */
  public record Pkcs11(Path library, String token, String pin) {
    @Override
    public String toString() {
      return "Pkcs11[" + library + ", " + token + "]";
    }
  }

  /**
   * A PostgreSQL database; never shows the password.
   *
   * @param url {@code jdbc:postgresql://…}, without credentials
   * @param user empty means the driver's default
   * @param password empty where none is asked for
   * @param connections at most
   * @param listens whether commits are heard of by LISTEN and NOTIFY
   */
  public record Postgres(
      String url,
      Optional<String> user,
      Optional<String> password,
      int connections,
      boolean listens) {
    @Override
    public String toString() {
      return "Postgres[" + url + "]";
    }
  }

  /**
   * How access tokens are made.
   *
   * @param algorithm an asymmetric one
   * @param lifetime within the caps
   * @param caps how long tokens of any client may live
   */
  public record AccessTokens(JwsAlgorithm algorithm, Duration lifetime, LifetimeCaps caps) {}

  /**
   * The cost of Argon2id (RFC 9106), and how much of it may run at once.
   *
   * @param memoryKib KiB of memory a computation
   * @param iterations passes over that memory
   * @param parallelism lanes
   * @param threads computations at once
   * @param queueLength computations that may wait; more are answered 503
   */
  public record PasswordHashing(
      int memoryKib, int iterations, int parallelism, int threads, int queueLength) {}

  /**
   * A Redis; never shows the password.
   *
   * @param url where it is
   * @param user empty means Redis's default user
   * @param password empty where none is asked for
   * @param certificate a PEM file with the certificates that its own may be signed by; empty means
   *     those that the JDK knows
   * @param timeout how long an answer is waited for
   */
  public record Redis(
      RedisUrl url,
      Optional<String> user,
      Optional<String> password,
      Optional<Path> certificate,
      Duration timeout) {
    @Override
    public String toString() {
      return "Redis[" + url + "]";
    }
  }

  /**
   * How many wrong passwords are free of delay.
   *
   * @param here for one account from one address
   * @param account for one account from everywhere
   * @param address for all accounts from one address
   */
  public record LoginLimits(int here, int account, int address) {}

  /**
   * Proxies in front of the server.
   *
   * @param trusted their addresses; empty where there are none
   * @param header the one that they set
   */
  public record Proxies(List<AddressRange> trusted, String header) {
    public Proxies {
      trusted = List.copyOf(trusted);
    }
  }

  /**
   * Accounts that people make for themselves.
   *
   * @param enabled whether they may
   * @param roles what a new user has
   */
  public record SignUp(boolean enabled, List<String> roles) {
    public SignUp {
      roles = List.copyOf(roles);
    }
  }

  /**
   * Bounds on what the server takes on.
   *
   * @param requestsInFlight requests worked on at once; more are answered 503
   * @param requestBodyBytes larger bodies are answered 413
   * @param requestBodyTime bodies that take longer are answered 408
   * @param connections open at once; more are closed at once
   * @param shutdownGrace how long a stop waits for requests in flight
   */
  public record Limits(
      int requestsInFlight,
      int requestBodyBytes,
      Duration requestBodyTime,
      int connections,
      Duration shutdownGrace) {}
}
