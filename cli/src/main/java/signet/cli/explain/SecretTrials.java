package signet.cli.explain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;

/**
 * What people get wrong with a secret, tried against a token that carries an HMAC. Finds the
 * variant that the issuer must have used; a hundred computations at most. Shows no secret.
 */
final class SecretTrials {
  private final byte[] signingInput;
  private final byte[] code;
  private final JwsAlgorithm algorithm;

  /** The token's HMAC, and the algorithm that its header names. */
  SecretTrials(byte[] signingInput, byte[] code, JwsAlgorithm algorithm) {
    this.signingInput = signingInput;
    this.code = code;
    this.algorithm = algorithm;
  }

  /** How the secret that fits differs from these bytes, in words; empty where none fits. */
  Optional<String> difference(byte[] given) {
    Map<String, byte[]> edges = edges(given);
    for (Map.Entry<String, byte[]> edge : edges.entrySet()) {
      if (fits(edge.getValue())) {
        return Optional.of(edge.getKey());
      }
    }
    for (Map.Entry<String, byte[]> edge : edges.entrySet()) {
      for (Map.Entry<String, byte[]> form : forms(edge.getValue()).entrySet()) {
        if (fits(form.getValue())) {
          boolean plain = Arrays.equals(edge.getValue(), given);
          return Optional.of(plain ? form.getKey() : form.getKey() + "; and: " + edge.getKey());
        }
      }
    }
    return Optional.empty();
  }

  /** The public key's text that was used as the secret; empty where none was. */
  Optional<String> publicText(Jwk jwk) {
    if (jwk instanceof PublicJwk || jwk instanceof PrivateJwk) {
      PublicJwk key = jwk instanceof PrivateJwk pair ? pair.toPublic() : (PublicJwk) jwk;
      String pem = Pem.encode(key);
      for (String text :
          List.of(pem, pem.strip(), pem.replace("\n", "\r\n"), key.toJson(), "\n" + pem)) {
        if (fits(text.getBytes(UTF_8))) {
          return Optional.of("the text of the public key");
        }
      }
      if (fits(key.publicKey().getEncoded())) {
        return Optional.of("the bytes of the public key");
      }
    }
    return Optional.empty();
  }

  boolean fits(byte[] secret) {
    if (secret.length == 0) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance(algorithm.jcaName());
      mac.init(new SecretKeySpec(secret, "HMAC"));
      return MessageDigest.isEqual(mac.doFinal(signingInput), code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HMAC with SHA-2", e);
    }
  }

  /** The same text with other ends, those as given first. */
  private static Map<String, byte[]> edges(byte[] given) {
    String text = new String(given, ISO_8859_1);
    Map<String, byte[]> edges = new LinkedHashMap<>();
    edges.put("the secret as it is", given);
    String ended = text.replaceFirst("(\r\n|\n|\r)$", "");
    if (!ended.equals(text)) {
      String name = text.endsWith("\r\n") ? "CRLF (a Windows line end)" : "a line end (newline)";
      put(edges, "the file ends with " + name + " that the issuer's secret lacks", ended);
    }
    put(edges, "the file has spaces or line ends around the secret", text.strip());
    String bare = text.strip().replaceFirst("^([\"'])(.*)\\1$", "$2");
    put(edges, "the file has quotes around the secret", bare);
    put(
        edges,
        "the file begins with a byte order mark",
        text.replaceFirst("^\u00ef\u00bb\u00bf", ""));
    put(
        edges,
        "the issuer's secret ends with a line end (newline) that the file lacks",
        text + "\n");
    put(edges, "the issuer's secret ends with CRLF that the file lacks", text + "\r\n");
    put(edges, "the issuer has quotes around the secret that the file lacks", "\"" + text + "\"");
    put(
        edges,
        "the issuer has quotes around the secret that the file lacks ('')",
        "'" + text + "'");
    return edges;
  }

  private static Map<String, byte[]> forms(byte[] given) {
    String text = new String(given, ISO_8859_1);
    Map<String, byte[]> forms = new LinkedHashMap<>();
    put(forms, "the file has the secret in base64, and the issuer decodes it first", base64(text));
    put(
        forms,
        "the file has the secret in base64url, and the issuer decodes it first",
        base64Url(text));
    put(forms, "the file has the secret in hex, and the issuer decodes it first", hex(text));
    put(forms, "the file is in UTF-16, and the issuer's secret in UTF-8", utf16(given));
    Base64.Encoder url = Base64.getUrlEncoder();
    put(
        forms,
        "the issuer uses the text of the base64, where the file has the bytes",
        Base64.getEncoder().encode(given));
    put(
        forms,
        "the issuer uses the text of the base64url, where the file has the bytes",
        url.withoutPadding().encode(given));
    put(
        forms,
        "the issuer uses the text of the hex, where the file has the bytes",
        HexFormat.of().formatHex(given).getBytes(ISO_8859_1));
    put(forms, "the issuer's secret is in UTF-16, the file in UTF-8", text.getBytes(UTF_16LE));
    put(forms, "the issuer's secret is in UTF-16 (BE), the file in UTF-8", text.getBytes(UTF_16BE));
    return forms;
  }

  private static void put(Map<String, byte[]> variants, String words, String text) {
    put(variants, words, text.getBytes(ISO_8859_1));
  }

  private static void put(Map<String, byte[]> variants, String words, byte @Nullable [] bytes) {
    if (bytes != null && bytes.length > 0) {
      variants.put(words, bytes);
    }
  }

  private static byte @Nullable [] base64(String text) {
    try {
      return Base64.getMimeDecoder().decode(text.replaceAll("=+$", ""));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] base64Url(String text) {
    try {
      // Where neither - nor _ stands in it, it is base64 as well and was tried.
      return Base64.getUrlDecoder().decode(text.strip().replaceAll("=+$", ""));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] hex(String text) {
    try {
      return HexFormat.of().parseHex(text.strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] utf16(byte[] given) {
    boolean marked =
        given.length > 2
            && ((given[0] == (byte) 0xff && given[1] == (byte) 0xfe)
                || (given[0] == (byte) 0xfe && given[1] == (byte) 0xff));
    if (marked) {
      return new String(given, UTF_16).strip().getBytes(UTF_8);
    }
    return given.length > 2 && given[1] == 0
        ? new String(given, UTF_16LE).strip().getBytes(UTF_8)
        : null;
  }
}
