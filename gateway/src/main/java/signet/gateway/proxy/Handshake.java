package signet.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.Base64;
import java.util.List;

/** What a client says to open a WebSocket (RFC 6455 §4.2.1). */
final class Handshake {
  static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final int KEY_LENGTH = 24;

  private Handshake() {}

  /** Whether the version is the one that is spoken, said once. */
  static boolean isSpoken(MultiMap headers) {
    return headers.getAll("sec-websocket-version").equals(List.of(VERSION));
  }

  /** Whether there is one key, of the right form. */
  static boolean hasKey(MultiMap headers) {
    List<String> keys = headers.getAll("sec-websocket-key");
    return keys.size() == 1 && isKey(keys.get(0));
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == KEY_LENGTH && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
