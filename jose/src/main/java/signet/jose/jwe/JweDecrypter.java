package signet.jose.jwe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwks.KeySource;
import signet.jose.jws.PrintableKid;
import signet.jose.jws.TokenLimits;
import signet.jose.reject.RejectReason;

/**
 * Decrypts compact JWE with keys that are bound to their algorithm. Immutable policy, safe for use
 * by many threads.
 *
 * <p>Checks run in one order: size, parts, base64url, header, {@code crit}, {@code alg}, {@code
 * enc} and {@code zip}, key, decryption. Whatever fails in decryption has one reason, and a key
 * that does not unwrap is replaced by a random one, so that neither the answer nor its time tells
 * where it failed (RFC 7516 §11.5).
 */
public final class JweDecrypter {
  private static final int PARTS = 5;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeySource source;
  private final Set<JweAlgorithm> algorithms;
  private final Set<JweEncryption> encryptions;
  private final TokenLimits limits;

  private JweDecrypter(Builder builder, KeySource source) {
    this.source = source;
    this.algorithms = Collections.unmodifiableSet(EnumSet.copyOf(builder.algorithms));
    this.encryptions = Collections.unmodifiableSet(EnumSet.copyOf(builder.encryptions));
    this.limits = builder.limits;
  }

  /** An empty policy: keys, algorithms and encryptions must be said. */
  public static Builder builder() {
    return new Builder();
  }

  /** What is accepted; not safe for use by many threads. */
  public static final class Builder {
    private final EnumSet<JweAlgorithm> algorithms = EnumSet.noneOf(JweAlgorithm.class);
    private final EnumSet<JweEncryption> encryptions = EnumSet.noneOf(JweEncryption.class);
    private @Nullable KeySource source;
    private TokenLimits limits = TokenLimits.DEFAULT;

    private Builder() {}

    /** Where the private and secret keys come from; required. */
    public Builder keys(KeySource newSource) {
      source = newSource;
      return this;
    }

    /** A fixed set of private and secret keys. */
    public Builder keys(JwkSet keys) {
      return keys(KeySource.of(keys));
    }

    /** The key management algorithms that are accepted; required. */
    public Builder algorithms(JweAlgorithm... accepted) {
      algorithms.clear();
      algorithms.addAll(List.of(accepted));
      return this;
    }

    /** The content encryptions that are accepted; required. */
    public Builder encryptions(JweEncryption... accepted) {
      encryptions.clear();
      encryptions.addAll(List.of(accepted));
      return this;
    }

    /** What a token may be at most; {@link TokenLimits#DEFAULT} where nothing is said. */
    public Builder limits(TokenLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /**
     * The decrypter.
     *
     * @throws IllegalStateException when keys, algorithms or encryptions are missing
     */
    public JweDecrypter build() {
      if (source == null || algorithms.isEmpty() || encryptions.isEmpty()) {
        throw new IllegalStateException(
            "say keys(…), algorithms(…) and encryptions(…): nothing is accepted by default");
      }
      return new JweDecrypter(this, source);
    }
  }

  /** The keys that a token would be decrypted with now. */
  public Optional<JwkSet> currentKeys() {
    return source.current();
  }

  /** The content of the compact serialization {@code token}. */
  public JweDecryption decrypt(String token) {
    if (token.length() > limits.maxTokenBytes()) {
      return rejected(RejectReason.TOO_LARGE, "the token is longer than the limit");
    }
    byte[] ascii = token.getBytes(StandardCharsets.ISO_8859_1);
    // A surrogate pair becomes one byte, and what follows it moves.
    List<byte[]> parts = ascii.length == token.length() ? parts(token, ascii) : null;
    if (parts == null) {
      return rejected(RejectReason.MALFORMED, "the token is not five parts of canonical base64url");
    }
    JweHeader header = JweHeader.parse(parts.get(0), limits);
    if (header == null) {
      return rejected(RejectReason.MALFORMED, "the header is no strict JSON object with alg, enc");
    }
    JweDecryption.Rejected refused = check(header);
    if (refused != null) {
      return refused;
    }
    // RFC 7516 §5.1 step 14: the additional data is the header as it was sent.
    byte[] aad = Arrays.copyOf(ascii, token.indexOf('.'));
    return decrypt(header, aad, parts);
  }

  private static @Nullable List<byte[]> parts(String token, byte[] ascii) {
    List<byte[]> parts = new ArrayList<>(PARTS);
    int from = 0;
    for (int i = 0; i < PARTS; i++) {
      int dot = token.indexOf('.', from);
      if ((dot < 0) != (i == PARTS - 1)) {
        return null;
      }
      int to = dot < 0 ? ascii.length : dot;
      byte[] part = Base64Url.decode(ascii, from, to);
      if (part == null) {
        return null;
      }
      parts.add(part);
      from = to + 1;
    }
    return parts;
  }

  private JweDecryption.@Nullable Rejected check(JweHeader header) {
    if (header.isCritical()) {
      return rejected(RejectReason.CRITICAL_HEADER, "the header has crit, of which none is known");
    }
    if (header.isNone()) {
      return rejected(RejectReason.ALG_NONE, "the header says none");
    }
    if (header.algorithm().filter(algorithms::contains).isEmpty()
        || header.encryption().filter(encryptions::contains).isEmpty()) {
      return rejected(
          RejectReason.ALG_NOT_ALLOWED, "the header's alg or enc is not on the allow-list");
    }
    return header.isCompressed()
        ? rejected(RejectReason.ALG_NOT_ALLOWED, "compressed content is never accepted")
        : null;
  }

  private JweDecryption decrypt(JweHeader header, byte[] aad, List<byte[]> parts) {
    JweAlgorithm algorithm = header.algorithm().orElseThrow();
    Optional<JwkSet> set = source.current();
    if (set.isEmpty()) {
      return rejected(RejectReason.KEYS_UNAVAILABLE, "no key set could be had");
    }
    List<Jwk> named = named(set.get(), header.kid());
    if (named.isEmpty() && header.kid().isPresent()) {
      named = named(source.after(header.kid().get()).orElse(set.get()), header.kid());
    }
    List<Jwk> fitting = named.stream().filter(key -> isFor(key, algorithm)).toList();
    if (fitting.size() != 1) {
      return new JweDecryption.Rejected(
          named.isEmpty() ? RejectReason.UNKNOWN_KID : RejectReason.KEY_MISMATCH,
          "no one key of the set is for the header's kid and alg",
          header.kid().map(PrintableKid::of));
    }
    return decrypt(header, fitting.get(0), aad, parts);
  }

  private static List<Jwk> named(JwkSet set, Optional<String> kid) {
    List<Jwk> sameKid =
        set.keys().stream().filter(key -> kid.isEmpty() || key.kid().equals(kid)).toList();
    return sameKid.isEmpty()
        ? set.keys().stream().filter(key -> key.kid().isEmpty()).toList()
        : sameKid;
  }

  private boolean isFor(Jwk key, JweAlgorithm algorithm) {
    return !(key instanceof PublicJwk)
        && JweKeyBinding.algorithm(key, algorithms).filter(algorithm::equals).isPresent();
  }

  private static JweDecryption decrypt(JweHeader header, Jwk key, byte[] aad, List<byte[]> parts) {
    JweEncryption enc = header.encryption().orElseThrow();
    try {
      byte[] cek = contentKey(header, key, enc, parts.get(1));
      byte[] plaintext =
          ContentEncryption.decrypt(enc, cek, parts.get(2), aad, parts.get(3), parts.get(4));
      return new JweDecryption.Decrypted(header, plaintext);
    } catch (GeneralSecurityException e) {
      return new JweDecryption.Rejected(
          RejectReason.NOT_DECRYPTABLE,
          "the content could not be decrypted",
          header.kid().map(PrintableKid::of));
    }
  }

  private static byte[] contentKey(
      JweHeader header, Jwk key, JweEncryption enc, byte[] encryptedKey) {
    byte[] random = new byte[enc.keyBytes()];
    RANDOM.nextBytes(random);
    try {
      return KeyUnwrapping.unwrap(key, header.algorithm().orElseThrow(), enc, header, encryptedKey);
    } catch (GeneralSecurityException e) {
      return random;
    }
  }

  private static JweDecryption.Rejected rejected(RejectReason reason, String detail) {
    return new JweDecryption.Rejected(reason, detail, Optional.empty());
  }
}
