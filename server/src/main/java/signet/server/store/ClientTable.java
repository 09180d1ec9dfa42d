package signet.server.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import signet.server.audit.AuditEvent;
import signet.server.client.ClientSettings;
import signet.server.client.ClientStore;
import signet.server.revocation.RevocationEntry;

/** Clients in SQL. */
public final class ClientTable implements ClientStore {
  // Client tokens have no authz_ver, which counts as smaller than any.
  private static final long ANY_VERSION = 1;
  private static final long MARGIN_MILLIS = 120_000;

  private final Database database;

  /** Clients of that database. */
  public ClientTable(Database database) {
    this.database = database;
  }

  @Override
  public long version() {
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT version FROM client_version WHERE id = 1")
                    .mapTo(Long.class)
                    .one());
  }

  private record Row(String id, long createdAtMillis, String name, String value) {}

  @Override
  public List<Stored> all() {
    List<Row> rows =
        database
            .reader()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            SELECT c.id, c.created_at_ms, s.name, s.value
                            FROM client c JOIN client_setting s ON s.client_id = c.id
                            ORDER BY c.id, s.name
                            """)
                        .map(
                            (row, context) ->
                                new Row(
                                    row.getString(1),
                                    row.getLong(2),
                                    row.getString(3),
                                    row.getString(4)))
                        .list());
    Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    Map<String, Instant> created = new TreeMap<>();
    for (Row row : rows) {
      settings.computeIfAbsent(row.id(), id -> new TreeMap<>()).put(row.name(), row.value());
      created.put(row.id(), Instant.ofEpochMilli(row.createdAtMillis()));
    }
    return settings.entrySet().stream()
        .map(
            e ->
                new Stored(
                    e.getKey(), e.getValue(), created.getOrDefault(e.getKey(), Instant.EPOCH)))
        .toList();
  }

  @Override
  public boolean insert(Stored client, Duration accessLifetime, AuditEvent event) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              int inserted =
                  handle.execute(
                      "INSERT INTO client (id, created_at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING",
                      client.id(),
                      client.createdAt().toEpochMilli());
              if (inserted == 0) {
                return false;
              }
              client
                  .settings()
                  .forEach(
                      (name, value) ->
                          handle.execute(
                              "INSERT INTO client_setting (client_id, name, value) VALUES (?, ?, ?)",
                              client.id(),
                              name,
                              value));
              changed(handle, event);
              // What revokes its tokens must outlive them.
              FeedTable.outlive(handle, accessLifetime);
              return true;
            });
  }

  @Override
  public boolean replaceSecrets(String id, String read, String next, AuditEvent event) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              boolean replaced =
                  handle.execute(
                          """
                          UPDATE client_setting SET value = ?
                          WHERE client_id = ? AND name = ? AND value = ?
                          """,
                          next,
                          id,
                          ClientSettings.SECRET_HASHES,
                          read)
                      == 1;
              if (replaced) {
                changed(handle, event);
              }
              return replaced;
            });
  }

  @Override
  public OptionalInt remove(String id, AuditEvent event) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              handle.execute("DELETE FROM client_setting WHERE client_id = ?", id);
              if (handle.execute("DELETE FROM client WHERE id = ?", id) == 0) {
                return OptionalInt.empty();
              }
              changed(handle, event);
              long now = nowMillis(handle);
              List<String> ended = endSessions(handle, id, now);
              List<RevocationEntry> entries = new ArrayList<>();
              entries.add(RevocationEntry.subject(id, ANY_VERSION));
              ended.forEach(sid -> entries.add(RevocationEntry.session(sid)));
              FeedTable.append(handle, entries, now);
              return OptionalInt.of(ended.size());
            });
  }

  private static List<String> endSessions(Handle handle, String clientId, long nowMillis) {
    return handle
        .createQuery(
            """
            UPDATE session SET revoked_at_ms = :now, revoke_reason = 'client-removed'
            WHERE client_id = :client AND revoked_at_ms IS NULL AND idle_expires_at_ms > :past
              AND abs_expires_at_ms > :past RETURNING sid
            """)
        .bind("now", nowMillis)
        .bind("past", SessionEnd.pastMillis(handle, nowMillis))
        .bind("client", clientId)
        .mapTo(String.class)
        .list();
  }

  private void changed(Handle handle, AuditEvent event) {
    handle.execute("UPDATE client_version SET version = version + 1 WHERE id = 1");
    FeedTable.record(handle, event, null, null, nowMillis(handle));
  }

  private long nowMillis(Handle handle) {
    return handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
  }

  @Override
  public void recordRefusal(AuditEvent event) {
    database
        .writer()
        .useTransaction(handle -> FeedTable.record(handle, event, null, null, nowMillis(handle)));
  }

  @Override
  public boolean useAssertion(String clientId, String digest, Instant expiresAt) {
    return database
            .writer()
            .inTransaction(
                handle ->
                    handle.execute(
                        """
                        INSERT INTO client_assertion (client_id, digest, expires_at_ms)
                        VALUES (?, ?, ?) ON CONFLICT DO NOTHING
                        """,
                        clientId,
                        digest,
                        expiresAt.toEpochMilli()))
        == 1;
  }

  @Override
  public int forgetAssertions(int batch) {
    return database
        .writer()
        .inTransaction(
            handle ->
                handle.execute(
                    """
                    DELETE FROM client_assertion WHERE (client_id, digest) IN (
                      SELECT client_id, digest FROM client_assertion
                      WHERE expires_at_ms < ? ORDER BY expires_at_ms LIMIT ?)
                    """,
                    // Another node's clock may be behind the database's.
                    nowMillis(handle) - MARGIN_MILLIS,
                    batch));
  }
}
