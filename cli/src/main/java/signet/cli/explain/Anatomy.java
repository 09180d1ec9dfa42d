package signet.cli.explain;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import signet.jose.jwt.JwtClaims;

/**
 * A token taken apart as far as that goes, for people to look at. No decision rests on it.
 * Immutable.
 */
final class Anatomy {
  /** Well above what any verifier takes. */
  private static final int MAX_CHARS = 64 * 1024;

  private final String token;
  private final List<String> parts;
  private final Optional<JwtClaims> header;
  private final Optional<JwtClaims> claims;
  private final Optional<byte[]> signature;

  private Anatomy(String token) {
    this.token = token;
    this.parts =
        token.length() > MAX_CHARS
            ? List.of()
            : List.of(token.split("\\.", -1)).stream().limit(8).toList();
    this.header = json(0);
    this.claims = parts.size() == 5 ? Optional.empty() : json(1);
    this.signature = parts.size() == 3 ? decode(parts.get(2)) : Optional.empty();
  }

  static Anatomy of(String token) {
    return new Anatomy(token);
  }

  private Optional<JwtClaims> json(int index) {
    if (index >= parts.size()) {
      return Optional.empty();
    }
    try {
      return decode(parts.get(index))
          .map(bytes -> JwtClaims.parse(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      // No strict JSON object: the verifier says so.
      return Optional.empty();
    }
  }

  private static Optional<byte[]> decode(String part) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(part));
    } catch (IllegalArgumentException e) {
      // The verifier says so.
      return Optional.empty();
    }
  }

  String token() {
    return token;
  }

  List<String> parts() {
    return parts;
  }

  boolean isEncrypted() {
    return parts.size() == 5;
  }

  /** Whether header and payload are JSON objects, so that the form of a signed token is there. */
  boolean isReadable() {
    return parts.size() == 3 && header.isPresent() && claims.isPresent();
  }

  Optional<JwtClaims> header() {
    return header;
  }

  Optional<JwtClaims> claims() {
    return claims;
  }

  Optional<String> header(String name) {
    return header.flatMap(members -> members.string(name));
  }

  Optional<String> claim(String name) {
    return claims.flatMap(members -> members.string(name));
  }

  /** The third part's bytes; empty where it is no base64url. */
  Optional<byte[]> signature() {
    return signature;
  }

  /** Whether a part is the one base64url of its bytes, as the verifier asks. */
  boolean isCanonical(int index) {
    String part = parts.get(index);
    return decode(part)
        .filter(b -> Base64.getUrlEncoder().withoutPadding().encodeToString(b).equals(part))
        .isPresent();
  }

  /** What a signature covers. */
  byte[] signingInput() {
    return (parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.UTF_8);
  }
}
