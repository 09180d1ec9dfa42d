package signet.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import signet.server.revocation.FeedReader;
import signet.server.revocation.RevocationEntry;

/** The entries of the revocation feed in SQL, in the order of their positions. */
public final class FeedEntries implements FeedReader {
  private static final int PAGE = 500;

  // Keys never expire and are few; the others are found by their end, so that the years of history
  // before them are not read.
  private static final String COLUMNS =
      "SELECT seq, kind, value, min_ver, expires_at_ms FROM revocation ";
  private static final String KEYS =
      COLUMNS + "WHERE kind = 'key' AND seq > :after AND seq <= :upTo ORDER BY seq, value";
  private static final String FIRST =
      "SELECT COALESCE(MIN(seq), :none) FROM revocation WHERE expires_at_ms > :now AND seq > :after";
  private static final String OTHERS =
      COLUMNS
          + """
          WHERE (seq, kind, value) > (:seq, :kind, :value) AND seq <= :upTo AND expires_at_ms > :now
          ORDER BY seq, kind, value LIMIT :limit
          """;

  /** Comes after every kind, in any collation. */
  private static final String LAST_KIND = "zzz";

  private final Database database;
  private final FeedSignal signal;

  /** Entries of that database. */
  public FeedEntries(Database database) {
    this.database = database;
    this.signal = database.feedSignal();
  }

  @Override
  public Head head() {
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT epoch, seq FROM feed WHERE id = 1")
                    .map((row, context) -> new Head(row.getString(1), row.getLong(2)))
                    .one());
  }

  /** The last entry given. */
  private record Cursor(long seq, String kind, String value) {}

  @Override
  public void read(long after, long upTo, PageConsumer pages) throws InterruptedException {
    List<Placed> keys = keys(after, upTo);
    if (!keys.isEmpty()) {
      pages.accept(new Page(keys, after));
    }
    Cursor cursor = new Cursor(firstLiving(after, upTo) - 1, LAST_KIND, "");
    List<Placed> entries = others(cursor, upTo);
    // A full page may end within a position, the last one too: only a shorter one is the end.
    while (entries.size() == PAGE) {
      Placed last = entries.getLast();
      pages.accept(new Page(entries, Math.max(after, last.seq() - 1)));
      cursor = new Cursor(last.seq(), last.entry().kind().word(), last.entry().value());
      entries = others(cursor, upTo);
    }
    pages.accept(new Page(entries, upTo));
  }

  private List<Placed> keys(long after, long upTo) {
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(KEYS)
                    .bind("after", after)
                    .bind("upTo", upTo)
                    .map((row, context) -> placed(row))
                    .list());
  }

  /** The position of the first that has not expired, or the one after the last. */
  private long firstLiving(long after, long upTo) {
    return database
        .reader()
        .withHandle(
            handle ->
                atNow(handle, FIRST)
                    .bind("after", after)
                    .bind("none", upTo + 1)
                    .mapTo(Long.class)
                    .one());
  }

  private List<Placed> others(Cursor cursor, long upTo) {
    return database
        .reader()
        .withHandle(
            handle ->
                atNow(handle, OTHERS)
                    .bind("seq", cursor.seq())
                    .bind("kind", cursor.kind())
                    .bind("value", cursor.value())
                    .bind("upTo", upTo)
                    .bind("limit", PAGE)
                    .map((row, context) -> placed(row))
                    .list());
  }

  private Query atNow(Handle handle, String select) {
    return handle.createQuery(select.replace(":now", database.nowMillis()));
  }

  private static Placed placed(ResultSet row) throws SQLException {
    RevocationEntry.Kind kind =
        RevocationEntry.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    OptionalLong version =
        kind == RevocationEntry.Kind.SUB
            ? OptionalLong.of(row.getLong("min_ver"))
            : OptionalLong.empty();
    long expires = kind == RevocationEntry.Kind.KEY ? Long.MAX_VALUE : row.getLong("expires_at_ms");
    return new Placed(
        row.getLong("seq"), new RevocationEntry(kind, row.getString("value"), version), expires);
  }

  @Override
  public void awaitChange(Duration atMost) throws InterruptedException {
    signal.await(atMost);
  }

  @Override
  public void close() {
    signal.close();
  }
}
