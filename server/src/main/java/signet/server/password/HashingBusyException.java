package signet.server.password;

/** As many passwords as permitted are being hashed or waiting; the caller should try again. */
public final class HashingBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HashingBusyException() {
    super("the queue for password hashing is full", null, false, false);
  }
}
