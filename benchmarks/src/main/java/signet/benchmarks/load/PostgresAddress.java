package signet.benchmarks.load;

/**
 * A database of a PostgreSQL server on this machine, which trusts its user.
 *
 * @param url as Signet takes it
 * @param jdbcUrl as Keycloak takes it
 */
record PostgresAddress(String url, String jdbcUrl, String user) {
  static PostgresAddress on(int port, String database) {
    String place = "localhost:" + port + "/" + database;
    return new PostgresAddress("postgresql://" + place, "jdbc:postgresql://" + place, "postgres");
  }
}
