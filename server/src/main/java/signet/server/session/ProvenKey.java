package signet.server.session;

/**
 * The key that a request for tokens proves to hold (RFC 9449 §5). Anybody can prove to hold a key
 * of his own, so the proof is used up only once the request has shown more: a refresh token, a
 * password or a client's secret. For one request.
 */
public final class ProvenKey {
  private final String thumbprint;
  private final Runnable use;

  /**
   * A key.
   *
   * @param thumbprint RFC 7638 with SHA-256, base64url
   * @param use throws where the proof was used before, and does nothing more when it is run again
   */
  public ProvenKey(String thumbprint, Runnable use) {
    this.thumbprint = thumbprint;
    this.use = use;
  }

  /** RFC 7638 with SHA-256, base64url: {@code jkt}. */
  public String thumbprint() {
    return thumbprint;
  }

  /** Uses the proof up; throws what the endpoint answers where it was used before. */
  public void use() {
    use.run();
  }

  @Override
  public String toString() {
    return "ProvenKey[" + thumbprint + "]";
  }
}
