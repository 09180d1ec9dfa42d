package signet.server.store;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** {@link MigrationContract} on PostgreSQL. */
final class PostgresMigrationTest extends MigrationContract {
  private final PostgresAddress address = TestPostgres.newDatabase();

  @Override
  DataSource old() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    address.user().ifPresent(source::setUser);
    address.password().ifPresent(source::setPassword);
    return source;
  }

  @Override
  Database open() {
    return Database.open(address);
  }
}
