package signet.server.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a Redis is, and how to come in; never shows the password.
 *
 * @param tls whether the connection is encrypted and the certificate checked
 * @param host a name or address
 * @param port of that host
 * @param database its number
 * @param user empty means the default user
 * @param password empty where none is asked for
 * @param certificate a PEM file with what the server's certificate may be signed by; empty means
 *     what the JDK knows
 * @param timeout how long an answer is waited for
 */
public record RedisAddress(
    boolean tls,
    String host,
    int port,
    int database,
    Optional<String> user,
    Optional<String> password,
    Optional<Path> certificate,
    Duration timeout) {
  @Override
  public String toString() {
    return "RedisAddress[" + host + ":" + port + "]";
  }
}
