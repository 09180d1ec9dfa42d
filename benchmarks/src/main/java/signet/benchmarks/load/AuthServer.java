package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** An authorization server that runs as a process, and how it is asked. */
interface AuthServer extends AutoCloseable {
  /** As in the tables, with its version where it is not ours. */
  String name();

  /** Seconds from the start of the process to its first good answer. */
  double readySeconds();

  /** KiB that the process has in memory at this moment. */
  long residentKib();

  /** Logs a user in; the answer has {@code access_token} and {@code refresh_token}. */
  Future<JsonObject> login(int user);

  /** Takes the next tokens for a refresh token. */
  Future<JsonObject> refresh(String refreshToken);

  /** Asks what an access token is worth; the answer has {@code active}. */
  Future<JsonObject> introspect(String accessToken);

  @Override
  void close();
}
