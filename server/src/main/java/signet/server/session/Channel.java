package signet.server.session;

import java.util.Locale;

/** How a client keeps what it is given. */
public enum Channel {
  /** In a cookie. */
  BROWSER,
  /** In the storage of an installed application. */
  NATIVE,
  /** On a server that can keep a secret. */
  CONFIDENTIAL;

  /** As stored and written on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The channel of that word. */
  public static Channel ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
