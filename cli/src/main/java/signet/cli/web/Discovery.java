package signet.cli.web;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import signet.jose.jwt.JwtClaims;

/**
 * What an address is of: an authorization server, found by its metadata, or a JWK Set.
 *
 * @param issuer the address that was given, without a slash at its end
 * @param metadata the answer with the metadata; empty where the address is a JWK Set itself
 * @param members the metadata's members; empty likewise
 * @param keySet the answer with the JWK Set; empty where {@code jwks_uri} is missing or unsafe
 * @param tried the addresses that were asked for metadata
 */
public record Discovery(
    URI issuer,
    Optional<WebAnswer> metadata,
    Optional<JwtClaims> members,
    Optional<WebAnswer> keySet,
    List<URI> tried) {

  /** Keeps a copy of the list. */
  public Discovery {
    tried = List.copyOf(tried);
  }

  /**
   * Asks the address.
   *
   * @throws IOException if it cannot be reached, or is neither
   */
  public static Discovery of(URI address) throws IOException {
    URI issuer = URI.create(address.toString().replaceFirst("/$", ""));
    List<URI> tried = new ArrayList<>();
    if (issuer.getPath() != null && issuer.getPath().matches("(?i).*(jwks?|keys|certs|\\.json)$")) {
      WebAnswer answer = Web.get(issuer);
      boolean isMetadata = isObjectWith(answer, "jwks_uri");
      return isMetadata
          ? found(issuer, answer, tried)
          : new Discovery(issuer, Optional.empty(), Optional.empty(), Optional.of(answer), tried);
    }
    for (URI place : places(issuer)) {
      tried.add(place);
      WebAnswer answer = Web.get(place);
      if (isObjectWith(answer, "issuer")) {
        return found(issuer, answer, tried);
      }
    }
    throw new IOException(
        "there is no metadata at " + tried.get(0) + " or " + tried.get(tried.size() - 1));
  }

  /** RFC 8414 §3.1 inserts the well-known part, OpenID Connect appends it. */
  private static List<URI> places(URI issuer) {
    String path = issuer.getRawPath() == null ? "" : issuer.getRawPath();
    return List.of(
        issuer.resolve("/.well-known/oauth-authorization-server" + path),
        URI.create(issuer + "/.well-known/openid-configuration"));
  }

  private static boolean isObjectWith(WebAnswer answer, String name) {
    try {
      return answer.json().string(name).isPresent();
    } catch (IOException e) {
      // Something else lies there.
      return false;
    }
  }

  private static Discovery found(URI issuer, WebAnswer metadata, List<URI> tried)
      throws IOException {
    JwtClaims members = metadata.json();
    Optional<WebAnswer> keys = Optional.empty();
    Optional<String> place = members.string("jwks_uri").filter(Web::isAddress);
    if (place.isPresent()) {
      try {
        keys = Optional.of(Web.get(URI.create(place.get())));
      } catch (IllegalArgumentException e) {
        // An address that is none: there is no key set then.
        keys = Optional.empty();
      }
    }
    return new Discovery(issuer, Optional.of(metadata), Optional.of(members), keys, tried);
  }

  /** What the metadata calls the issuer. */
  public Optional<String> issuerName() {
    return member("issuer");
  }

  /** A member of the metadata that is a text. */
  public Optional<String> member(String name) {
    return members.flatMap(all -> all.string(name));
  }
}
