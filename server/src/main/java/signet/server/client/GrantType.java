package signet.server.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a client may ask tokens with. */
public enum GrantType {
  /** Users log in through the client, and it refreshes their sessions (RFC 6749 §6). */
  REFRESH_TOKEN,
  /** The client asks for itself (RFC 6749 §4.4). */
  CLIENT_CREDENTIALS;

  /** As written on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The grant of that word. */
  public static Optional<GrantType> ofWord(String word) {
    return Arrays.stream(values()).filter(grant -> grant.word().equals(word)).findFirst();
  }
}
