package signet.server.session;

/**
 * What the tags of a session's refresh tokens are made with, beside the key; never shows itself.
 *
 * @param keyId names the key
 * @param value 32 random bytes, base64url; empty for a session older than refresh tokens
 */
public record SessionSecret(String keyId, String value) {
  private static final int CHARACTERS = 43;

  boolean isComplete() {
    return value.length() == CHARACTERS;
  }

  @Override
  public String toString() {
    return "SessionSecret[" + keyId + "]";
  }
}
