package signet.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import signet.server.key.KeyState;
import signet.server.key.KeyStore;
import signet.server.key.StoredKey;

/** Signing keys in SQL, private halves sealed. */
public final class KeyTable implements KeyStore {
  private final Database database;

  /** Keys of that database. */
  public KeyTable(Database database) {
    this.database = database;
  }

  @Override
  public List<StoredKey> all() {
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM signing_key ORDER BY created_at_ms, kid")
                    .map((row, context) -> key(row))
                    .list());
  }

  @Override
  public boolean insertActive(StoredKey key) {
    return database
            .writer()
            .inTransaction(
                handle ->
                    handle
                        .createUpdate(
                            """
                        INSERT INTO signing_key
                          (kid, algorithm, state, public_jwk, sealed_private, created_at_ms,
                           publish_at_ms, activate_at_ms)
                        VALUES (:kid, :algorithm, :state, :public, :sealed, :created, :created,
                                :created)
                        ON CONFLICT DO NOTHING
                        """)
                        .bind("kid", key.kid())
                        .bind("algorithm", key.algorithm())
                        .bind("state", KeyState.ACTIVE.word())
                        .bind("public", key.publicJwk())
                        .bind("sealed", key.sealedPrivate())
                        .bind("created", key.createdAt().toEpochMilli())
                        .execute())
        == 1;
  }

  private static StoredKey key(ResultSet row) throws SQLException {
    return new StoredKey(
        row.getString("kid"),
        row.getString("algorithm"),
        KeyState.ofWord(row.getString("state")),
        row.getString("public_jwk"),
        row.getString("sealed_private"),
        Instant.ofEpochMilli(row.getLong("created_at_ms")));
  }
}
