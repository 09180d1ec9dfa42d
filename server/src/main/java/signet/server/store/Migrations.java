package signet.server.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import signet.runtime.start.StartupException;

/** Brings the tables of a database to this version's. Of several at once, one does the work. */
final class Migrations {
  private Migrations() {}

  /**
   * Migrates.
   *
   * @param name of the database, for messages
   * @param hint what to look at where it cannot be opened
   * @throws StartupException if that cannot be done, or a newer version was here
   */
  static void run(DataSource source, String name, String hint) {
    try {
      // "future" migrations are refused too: an older version must not write to a newer database.
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:db/migration")
          .ignoreMigrationPatterns(new String[0])
          .load()
          .migrate();
    } catch (FlywayValidateException e) {
      throw StartupException.surroundings(
          "the database "
              + name
              + " was written by another version of Signet: run that version, or restore a backup"
              + " that fits this one",
          e);
    } catch (FlywayException e) {
      throw cannotOpen(name, hint, e);
    }
  }

  static StartupException cannotOpen(String name, String hint, Exception cause) {
    return StartupException.surroundings(
        "the database " + name + " cannot be opened: " + hint, cause);
  }
}
