package signet.server.endpoint;

import java.net.URI;

/**
 * The issuer and the paths that follow from it: all endpoints lie below its own path.
 *
 * @param value the {@code iss}, without a slash at the end
 */
public record Issuer(String value) {
  static final String KEY_SET_PATH = "/.well-known/jwks.json";
  static final String TOKEN_PATH = "/oauth2/token";
  static final String INTROSPECTION_PATH = "/oauth2/introspect";
  static final String REVOCATION_PATH = "/oauth2/revoke";
  static final String FEED_PATH = "/revocations";
  static final String FEED_STREAM_PATH = "/revocations/stream";
  static final String FEED_SEEN_PATH = "/revocations/seen";
  private static final String METADATA_PATH = "/.well-known/oauth-authorization-server";

  /** Scheme, host and port, as a browser writes an origin (RFC 6454 §6.2). */
  public String origin() {
    URI uri = URI.create(value);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** The path before all endpoints; empty for an issuer without one. */
  String basePath() {
    return URI.create(value).getRawPath();
  }

  /** RFC 8414 §3.1: the well-known part is inserted before the issuer's path. */
  String metadataPath() {
    return METADATA_PATH + basePath();
  }
}
