package signet.runtime.tls;

/** The bound on handshakes. */
public final class TlsHandshake {
  /**
   * How many seconds one may take: connections count against limits from its end on, so it must not
   * last.
   */
  public static final int MAX_SECONDS = 5;

  private TlsHandshake() {}
}
