package signet.server.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import signet.server.audit.AuditEvent;

/**
 * Keeps the clients that are not in the configuration. Thread-safe; each call is one transaction.
 */
public interface ClientStore {
  /** Raised with every change, in its transaction. */
  long version();

  /** All of them, in the order of their names. */
  List<Stored> all();

  /**
   * Adds a client.
   *
   * @param accessLifetime the longest of its access tokens, which entries of revocation must
   *     outlive
   * @return false, with nothing changed, if the name is taken
   */
  boolean insert(Stored client, Duration accessLifetime, AuditEvent event);

  /**
   * Replaces a client's secrets, if they are still those that were read.
   *
   * @return false, with nothing changed, if they are not
   */
  boolean replaceSecrets(String id, String read, String next, AuditEvent event);

  /**
   * Removes a client; its own access tokens are revoked and the sessions begun through it ended in
   * the same transaction.
   *
   * @return how many sessions that lived were ended; empty if there is no client of that name
   */
  OptionalInt remove(String id, AuditEvent event);

  /** Puts on record that somebody failed to show that it is a client. */
  void recordRefusal(AuditEvent event);

  /**
   * Remembers that an assertion was used, until it has expired.
   *
   * @param digest of its {@code jti}
   * @return false if it was used before, on whatever node
   */
  boolean useAssertion(String clientId, String digest, Instant expiresAt);

  /** Forgets assertions that expired a while ago, so many at most; says how many it forgot. */
  int forgetAssertions(int batch);

  /**
   * A client as it is kept: texts by the names of {@link ClientSettings}.
   *
   * @param createdAt to the millisecond
   */
  record Stored(String id, Map<String, String> settings, Instant createdAt) {
    public Stored {
      settings = Map.copyOf(settings);
    }

    @Override
    public String toString() {
      return "Stored[" + id + "]";
    }
  }
}
