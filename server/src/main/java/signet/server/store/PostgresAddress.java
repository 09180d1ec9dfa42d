package signet.server.store;

import java.util.Optional;

/**
 * Where a PostgreSQL database is and who comes; never shows the password.
 *
 * @param url {@code jdbc:postgresql://…}
 * @param user a role of the database; empty means the driver's default
 * @param password empty where the server asks for none
 * @param connections of this process at most, beside one while the database is migrated
 * @param listens whether commits are heard of by LISTEN and NOTIFY
 */
public record PostgresAddress(
    String url,
    Optional<String> user,
    Optional<String> password,
    int connections,
    boolean listens) {
  /** With LISTEN and NOTIFY. */
  public PostgresAddress(
      String url, Optional<String> user, Optional<String> password, int connections) {
    this(url, user, password, connections, true);
  }

  /** Host and database, for messages. */
  String place() {
    return url.replaceFirst("^jdbc:", "").replaceFirst("\\?.*$", "");
  }

  @Override
  public String toString() {
    return "PostgresAddress[" + place() + "]";
  }
}
