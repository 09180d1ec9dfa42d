package signet.cli.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;

/** Reads keys from files, and says in one line what is wrong with one that cannot be used. */
public final class KeyFiles {
  /** No key set is larger; above this it is the wrong file. */
  private static final int MAX_BYTES = 1024 * 1024;

  private final Terminal terminal;

  /** Warnings go to the terminal's standard error. */
  public KeyFiles(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A JWK Set. */
  public JwkSet keySet(Path file) throws OperatorException {
    try {
      return JwkSet.parse(text(file));
    } catch (JwkException e) {
      throw unusable(file, "is no JWK Set: " + e.getMessage(), e);
    }
  }

  /** A JWK Set at an address or in a file. */
  public JwkSet keySetAt(String place) throws OperatorException {
    return KeyAddress.isAddress(place) ? KeyAddress.fetch(place) : keySet(Path.of(place));
  }

  /** Whether the file is JSON with a member {@code keys}, so meant as a JWK Set. */
  public boolean isKeySet(Path file) throws OperatorException {
    String text = text(file);
    return text.stripLeading().startsWith("{") && text.contains("\"keys\"");
  }

  /** A public key, in PEM or as a JWK; of a key pair the public half, with a warning. */
  public PublicJwk publicKey(Path file) throws OperatorException {
    Jwk jwk = jwkOrPem(file);
    if (jwk instanceof SecretJwk) {
      throw OperatorException.usage(file + " holds a secret; give it with --secret-file");
    }
    if (jwk instanceof PrivateJwk pair) {
      terminal.err().println("warning: " + file + " holds a private key; its public half is used");
      return pair.toPublic();
    }
    return (PublicJwk) jwk;
  }

  /** A key to sign with: a private key in PEM or as a JWK, or a secret as a JWK. */
  public Jwk signingKey(Path file) throws OperatorException {
    Jwk jwk = jwkOrPem(file);
    if (jwk instanceof PublicJwk) {
      throw OperatorException.usage(file + " holds a public key; signing needs the private one");
    }
    return jwk;
  }

  /** Any one key, in PEM or as a JWK. */
  public Jwk jwkOrPem(Path file) throws OperatorException {
    String text = text(file);
    try {
      return text.stripLeading().startsWith("{") ? Jwk.parse(text) : Pem.decode(text);
    } catch (JwkException e) {
      throw unusable(file, "holds no key that can be used: " + e.getMessage(), e);
    }
  }

  /**
   * An HMAC secret: a JWK of type {@code oct}, or the file's bytes exactly as they are, with a
   * warning where the last one is a line end.
   */
  public SecretJwk secret(Path file) throws OperatorException {
    SecretJwk secret = secretQuietly(file);
    if (text(file).endsWith("\n") && !isJwk(text(file))) {
      terminal
          .err()
          .println(
              "warning: "
                  + file
                  + " ends with a line end, which is taken as part of the secret;"
                  + " write it with printf '%s' if it should not be");
    }
    return secret;
  }

  /** As {@link #secret}, without the warning. */
  public SecretJwk secretQuietly(Path file) throws OperatorException {
    byte[] bytes = bytes(file);
    String text = new String(bytes, UTF_8);
    try {
      if (isJwk(text)) {
        if (Jwk.parse(text) instanceof SecretJwk secret) {
          return secret;
        }
        throw OperatorException.usage(file + " holds a key pair or public key, not a secret");
      }
      return SecretJwk.of(bytes);
    } catch (JwkException e) {
      throw unusable(file, "holds no secret that can be used: " + e.getMessage(), e);
    }
  }

  private static boolean isJwk(String text) {
    return text.stripLeading().startsWith("{") && text.contains("\"kty\"");
  }

  private static OperatorException unusable(Path file, String what, JwkException cause) {
    return OperatorException.keysUnavailable(file + " " + what, cause);
  }

  /** The file's text, at most 1 MiB. */
  public static String text(Path file) throws OperatorException {
    return new String(bytes(file), UTF_8);
  }

  /** The file's bytes, at most 1 MiB. */
  public static byte[] bytes(Path file) throws OperatorException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw OperatorException.keysUnavailable(
            file + " is larger than 1 MiB; is it the right file?", null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw OperatorException.keysUnavailable("there is no file " + file, e);
    } catch (IOException e) {
      throw OperatorException.keysUnavailable(
          "cannot read " + file + "; check that it is a file and its permissions", e);
    }
  }
}
