package signet.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a Redis, as an operator writes it. Messages never quote it.
 *
 * @param tls whether the connection is encrypted and the certificate checked
 * @param host a name or address, without brackets
 * @param port of that host
 * @param database its number
 */
public record RedisUrl(boolean tls, String host, int port, int database) {
  private static final int USUAL_PORT = 6379;
  private static final Pattern URL =
      Pattern.compile(
          "redis(?<tls>s)?://(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])"
              + "(:(?<port>[1-9][0-9]{0,4}))?(/(?<database>[0-9]{1,3})?)?");

  static RedisUrl parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException(
          "be redis://HOST:PORT, or rediss://HOST:PORT for TLS, without user and password, which"
              + " have settings of their own: redis.user and redis.password-file");
    }
    String port = url.group("port");
    String database = url.group("database");
    return new RedisUrl(
        url.group("tls") != null,
        url.group("host").replaceAll("[\\[\\]]", ""),
        port == null ? USUAL_PORT : Integer.parseInt(port),
        database == null ? 0 : Integer.parseInt(database));
  }
}
