package signet.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import signet.server.key.KeySnapshot;
import signet.server.key.KeyState;
import signet.server.key.KeyStep;
import signet.server.key.KeyStore;
import signet.server.key.KeyTimes;
import signet.server.key.StoredKey;
import signet.server.revocation.RevocationEntry;

/** Signing keys in SQL, private halves sealed. */
public final class KeyTable implements KeyStore {
  private static final long MINUTE_MILLIS = 60_000;

  private final Database database;

  /** Keys of that database. */
  public KeyTable(Database database) {
    this.database = database;
  }

  @Override
  public boolean isShared() {
    return database.isShared();
  }

  @Override
  public void prepare(Duration maxAge) {
    database
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE key_set SET max_age_ms = ? WHERE max_age_ms < ?",
                    maxAge.toMillis(),
                    maxAge.toMillis()));
  }

  @Override
  public long seq() {
    return database
        .reader()
        .withHandle(h -> h.createQuery("SELECT seq FROM key_set").mapTo(Long.class).one());
  }

  private record Head(long seq, long maxAgeMillis, long lifetimeMillis, long nowMillis) {}

  @Override
  public KeySnapshot load() {
    String head =
        "SELECT seq, max_age_ms, (SELECT max_access_lifetime_ms FROM feed), %s FROM key_set"
            .formatted(database.nowMillis());
    return database
        .reader()
        .withHandle(
            handle -> {
              long askedNanos = System.nanoTime();
              // First the number, so that what is read after it is of that number or newer.
              Head read =
                  handle
                      .createQuery(head)
                      .map(
                          (row, context) ->
                              new Head(
                                  row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                      .one();
              Instant now = Instant.ofEpochMilli(read.nowMillis());
              database.saw(now, askedNanos);
              return new KeySnapshot(
                  read.seq(),
                  keys(handle),
                  nodes(handle),
                  now,
                  Duration.ofMillis(read.lifetimeMillis()),
                  Duration.ofMillis(read.maxAgeMillis()));
            });
  }

  private static List<StoredKey> keys(Handle handle) {
    return handle
        .createQuery("SELECT * FROM signing_key ORDER BY created_at_ms, kid")
        .map((row, context) -> key(row))
        .list();
  }

  private static List<KeySnapshot.Node> nodes(Handle handle) {
    return handle
        .createQuery("SELECT id, loaded_seq, lease_until_ms FROM key_node ORDER BY id")
        .map(
            (row, context) ->
                new KeySnapshot.Node(
                    row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))))
        .list();
  }

  private static StoredKey key(ResultSet row) throws SQLException {
    return new StoredKey(
        row.getString("kid"),
        row.getString("algorithm"),
        KeyState.ofWord(row.getString("state")),
        row.getString("public_jwk"),
        row.getString("sealed_private"),
        Instant.ofEpochMilli(row.getLong("created_at_ms")),
        new KeyTimes(
            time(row, "publish_at_ms"),
            time(row, "activate_at_ms"),
            time(row, "active_at_ms"),
            time(row, "retiring_at_ms"),
            time(row, "retired_at_ms"),
            time(row, "compromised_at_ms")),
        row.getLong("since_seq"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** Takes back everything that a step has written before it was found not to hold. */
  private static final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTaken() {
      super("a step was not taken", null, false, false);
    }
  }

  @Override
  public Optional<Taken> take(long seq, KeyStep step, Optional<StoredKey> made, Change change) {
    try {
      return Optional.of(
          database.writer().inTransaction(handle -> takeIn(handle, seq, step, made, change)));
    } catch (NotTaken e) {
      return Optional.empty();
    }
  }

  private Taken takeIn(
      Handle handle, long seq, KeyStep step, Optional<StoredKey> made, Change change) {
    // First, so that whoever else wants a step, or a lease on the set of this number, waits here.
    require(handle.execute("UPDATE key_set SET seq = seq + 1 WHERE id = 1 AND seq = ?", seq) == 1);
    long now = nowMillis(handle);
    step.moves().forEach(move -> move(handle, move, now));
    step.publication().ifPresent(publication -> publish(handle, publication, now));
    made.ifPresent(key -> insert(handle, key, seq + 1, now));
    change.events().forEach(event -> FeedTable.record(handle, event, null, null, now));
    int ended =
        change.endSessions().map(event -> SessionTable.endAll(handle, event, now)).orElse(0);
    // The feed's row last, as whoever revokes does. A pair's kid is its thumbprint; a secret has
    // none.
    step.revoked()
        .ifPresent(kid -> FeedTable.append(handle, List.of(RevocationEntry.key(kid)), now));
    return new Taken(seq + 1, ended);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new NotTaken();
    }
  }

  private static void move(Handle handle, KeyStep.Move move, long now) {
    String column =
        switch (move.to()) {
          case ACTIVE -> "active_at_ms";
          case RETIRING -> "retiring_at_ms";
          case RETIRED -> "retired_at_ms";
          case COMPROMISED -> "compromised_at_ms";
          case PENDING -> throw new IllegalArgumentException("no key goes back");
        };
    String gate = move.gated() ? " AND activate_at_ms <= :now" : "";
    String early =
        move.to() == KeyState.ACTIVE
            ? ", publish_at_ms = COALESCE(publish_at_ms, :now),"
                + " activate_at_ms = COALESCE(activate_at_ms, :now)"
            : "";
    int moved =
        handle
            .createUpdate(
                "UPDATE signing_key SET state = :to, %s = :now%s WHERE kid = :kid AND state = :from%s"
                    .formatted(column, early, gate))
            .bind("to", move.to().word())
            .bind("now", now)
            .bind("kid", move.kid())
            .bind("from", move.from().word())
            .execute();
    require(moved == 1);
  }

  private static void publish(Handle handle, KeyStep.Publication publication, long now) {
    int published =
        handle
            .createUpdate(
                """
                UPDATE signing_key SET publish_at_ms = :now, activate_at_ms = :gate
                WHERE kid = :kid AND state = 'pending' AND publish_at_ms IS NULL
                  AND NOT EXISTS (SELECT 1 FROM key_node
                    WHERE lease_until_ms > :now AND loaded_seq < signing_key.since_seq)
                """)
            .bind("now", now)
            .bind("gate", now + publication.untilSigning().toMillis())
            .bind("kid", publication.kid())
            .execute();
    require(published == 1);
  }

  private static void insert(Handle handle, StoredKey key, long seq, long now) {
    boolean active = key.state() == KeyState.ACTIVE;
    Long signsAt = active ? (Long) now : null;
    int inserted =
        handle
            .createUpdate(
                """
                INSERT INTO signing_key
                  (kid, algorithm, state, public_jwk, sealed_private, created_at_ms, since_seq,
                   publish_at_ms, activate_at_ms, active_at_ms)
                VALUES (:kid, :algorithm, :state, :public, :sealed, :created, :seq,
                        :signs, :signs, :signs)
                ON CONFLICT DO NOTHING
                """)
            .bind("kid", key.kid())
            .bind("algorithm", key.algorithm())
            .bind("state", key.state().word())
            .bind("public", key.publicJwk())
            .bind("sealed", key.sealedPrivate())
            .bind("created", now)
            .bind("seq", seq)
            .bind("signs", signsAt)
            .execute();
    require(inserted == 1);
  }

  @Override
  public boolean renew(String node, long loadedSeq, Duration lease) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              // Changes nothing, but waits for a step that is being taken, and is waited for.
              if (handle.execute("UPDATE key_set SET seq = seq WHERE id = 1 AND seq = ?", loadedSeq)
                  == 0) {
                return false;
              }
              long now = nowMillis(handle);
              handle
                  .createUpdate(
                      """
                      INSERT INTO key_node (id, loaded_seq, lease_until_ms)
                      VALUES (:id, :seq, :until)
                      ON CONFLICT (id) DO UPDATE
                        SET loaded_seq = excluded.loaded_seq,
                            lease_until_ms = excluded.lease_until_ms
                      """)
                  .bind("id", node)
                  .bind("seq", loadedSeq)
                  .bind("until", now + lease.toMillis())
                  .execute();
              // Of nodes that were killed.
              handle.execute(
                  "DELETE FROM key_node WHERE lease_until_ms < ?", now - 10 * lease.toMillis());
              return true;
            });
  }

  @Override
  public void leave(String node) {
    database
        .writer()
        .useHandle(handle -> handle.execute("DELETE FROM key_node WHERE id = ?", node));
  }

  @Override
  public void countSignatures(Map<String, Long> signatures) {
    database
        .writer()
        .useTransaction(
            handle -> {
              long now = nowMillis(handle);
              // In one order everywhere, so that nodes do not wait for each other in a circle.
              new TreeMap<>(signatures)
                  .forEach((kid, count) -> count(handle, kid, now / MINUTE_MILLIS, count));
              handle.execute("DELETE FROM key_use WHERE minute < ?", firstMinute(handle, now));
            });
  }

  private static void count(Handle handle, String kid, long minute, long count) {
    handle
        .createUpdate(
            """
            INSERT INTO key_use (kid, minute, signatures) VALUES (:kid, :minute, :count)
            ON CONFLICT (kid, minute) DO UPDATE
              SET signatures = key_use.signatures + excluded.signatures
            """)
        .bind("kid", kid)
        .bind("minute", minute)
        .bind("count", count)
        .execute();
  }

  /** The first minute of which a token may still live. */
  private static long firstMinute(Handle handle, long now) {
    long lifetime =
        handle.createQuery("SELECT max_access_lifetime_ms FROM feed").mapTo(Long.class).one();
    return (now - lifetime) / MINUTE_MILLIS - 1;
  }

  @Override
  public Map<String, Long> recentSignatures() {
    return database
        .reader()
        .withHandle(
            handle -> {
              Map<String, Long> byKid = new TreeMap<>();
              handle
                  .createQuery(
                      "SELECT kid, SUM(signatures) FROM key_use WHERE minute >= ? GROUP BY kid")
                  .bind(0, firstMinute(handle, nowMillis(handle)))
                  .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                  .forEach(entry -> byKid.put(entry.getKey(), entry.getValue()));
              return byKid;
            });
  }

  private long nowMillis(Handle handle) {
    return handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
  }
}
