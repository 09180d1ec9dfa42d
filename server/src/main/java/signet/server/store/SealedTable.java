package signet.server.store;

import java.time.Instant;
import java.util.List;
import signet.server.key.SealedStore;

/** What depends on master keys, in the tables of keys and of sessions. */
public final class SealedTable implements SealedStore {
  private final Database database;

  /** In that database. */
  public SealedTable(Database database) {
    this.database = database;
  }

  @Override
  public List<Sealed> sealed() {
    // Private halves that are kept elsewhere say where instead.
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT kid, algorithm, sealed_private FROM signing_key
                        WHERE sealed_private NOT LIKE 'pkcs11:%' ORDER BY created_at_ms, kid
                        """)
                    .map(
                        (row, context) ->
                            new Sealed(row.getString(1), row.getString(2), row.getString(3)))
                    .list());
  }

  @Override
  public boolean replace(Sealed sealed, String text) {
    return database
            .writer()
            .withHandle(
                handle ->
                    handle
                        .createUpdate(
                            """
                            UPDATE signing_key SET sealed_private = :next
                            WHERE kid = :kid AND sealed_private = :text
                            """)
                        .bind("next", text)
                        .bind("kid", sealed.kid())
                        .bind("text", sealed.text())
                        .execute())
        == 1;
  }

  @Override
  public List<TagUse> tagUses() {
    String ends =
        "CASE WHEN idle_expires_at_ms < abs_expires_at_ms THEN idle_expires_at_ms"
            + " ELSE abs_expires_at_ms END";
    String live =
        "revoked_at_ms IS NULL AND secret <> '' AND %s > %s".formatted(ends, database.nowMillis());
    String select =
        """
        SELECT tag_kid, count(*), max(ends_ms) FROM (
          SELECT rt_kid AS tag_kid, %1$s AS ends_ms FROM session WHERE %2$s
          UNION ALL
          SELECT rt_parent_kid AS tag_kid, %1$s AS ends_ms FROM session
          WHERE %2$s AND rt_parent_kid <> '' AND rt_parent_kid <> rt_kid
        ) AS uses GROUP BY tag_kid ORDER BY tag_kid
        """
            .formatted(ends, live);
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(select)
                    .map(
                        (row, context) ->
                            new TagUse(
                                row.getString(1),
                                row.getInt(2),
                                Instant.ofEpochMilli(row.getLong(3))))
                    .list());
  }
}
