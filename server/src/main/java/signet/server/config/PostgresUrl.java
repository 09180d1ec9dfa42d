package signet.server.config;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a PostgreSQL database, as an operator writes it. Messages never quote it. */
final class PostgresUrl {
  private static final String JDBC = "jdbc:";
  private static final String HOST = "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[1-9][0-9]{0,4})?";
  private static final Pattern URL =
      Pattern.compile(
          "(jdbc:)?postgres(ql)?://(?<hosts>"
              + HOST
              + "(,"
              + HOST
              + ")*)/(?<name>[^/?#@:]+)"
              + "(\\?(?<parameters>[^#]*))?");
  // What says how the connection is protected; the server decides about all else.
  private static final Set<String> PARAMETERS =
      Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "channelBinding", "currentSchema");

  private PostgresUrl() {}

  /** The address as the driver takes it. */
  static String parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException(
          "be postgresql://HOST:PORT/NAME without user and password, which have settings of their"
              + " own: database.user and database.password-file");
    }
    String parameters = url.group("parameters");
    if (parameters != null) {
      for (String parameter : parameters.split("&", -1)) {
        if (!PARAMETERS.contains(parameter.replaceFirst("=.*", ""))) {
          throw new IllegalArgumentException(
              "have no other parameters than "
                  + String.join(", ", PARAMETERS.stream().sorted().toList()));
        }
      }
    }
    return JDBC
        + "postgresql://"
        + url.group("hosts")
        + "/"
        + url.group("name")
        + (parameters == null ? "" : "?" + parameters);
  }
}
