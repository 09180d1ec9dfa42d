package signet.server.key;

/** A text was sealed under another master key. */
final class WrongMasterKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  WrongMasterKeyException() {
    super("sealed under another master key");
  }
}
