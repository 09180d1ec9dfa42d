package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** An authorization server that runs as a process, and how it is asked. */
interface AuthServer extends AutoCloseable {
  /** As in the tables, with its version where it is not ours. */
  String name();

  /** How a name ends, where access tokens are not signed with what all sign with unless told. */
  static String signing(String algorithm) {
    return algorithm.equals("RS256") ? "" : ", " + algorithm;
  }

  /** What runs. */
  ServerProcess process();

  /** Logs a user in; the answer has {@code access_token} and {@code refresh_token}. */
  Future<JsonObject> login(int user);

  /** Takes the next tokens for a refresh token. */
  Future<JsonObject> refresh(String refreshToken);

  /** Asks what an access token is worth; the answer has {@code active}. */
  Future<JsonObject> introspect(String accessToken);

  /** Gets a token for a client itself; the answer has {@code access_token}. */
  Future<JsonObject> clientCredentials();

  /** Fetches the published keys; the answer has {@code keys}. */
  Future<JsonObject> keys();

  /** Bytes of what has to be deployed, the Java runtime apart. */
  long deployedBytes() throws IOException;

  @Override
  default void close() {
    process().close();
  }
}
