package signet.testkit.forge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes DPoP proofs (RFC 9449 §4.2), right and wrong ones. Immutable: each method answers with a
 * changed copy, and each proof has a {@code jti} of its own unless one is given.
 */
public final class DpopForge {
  private final ForgeKey key;
  private final Map<String, @Nullable Object> claims;

  private DpopForge(ForgeKey key, Map<String, @Nullable Object> claims) {
    this.key = key;
    this.claims = claims;
  }

  /** Proofs for that request, made at that time. */
  public static DpopForge of(ForgeKey key, String method, String target, Instant now) {
    Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    claims.put("htm", method);
    claims.put("htu", target);
    claims.put("iat", now.getEpochSecond());
    return new DpopForge(key, claims);
  }

  /** For a request that carries this access token. */
  public DpopForge withToken(String accessToken) {
    return with("ath", hash(accessToken));
  }

  /** With a claim set; null writes a JSON null. */
  public DpopForge with(String claim, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(claims);
    changed.put(claim, value);
    return new DpopForge(key, changed);
  }

  /** The token to be changed before it is signed. */
  public TokenForge token() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(claims);
    all.putIfAbsent("jti", UUID.randomUUID().toString());
    return TokenForge.with(key)
        .withoutHeader("kid")
        .header("typ", "dpop+jwt")
        .header("jwk", key.jwkMembers())
        .claims(all);
  }

  /** A proof. */
  public String sign() {
    return token().sign();
  }

  /** {@code ath} of an access token. */
  public static String hash(String accessToken) {
    try {
      return Base64Url.encode(
          MessageDigest.getInstance("SHA-256")
              .digest(accessToken.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
