package signet.runtime.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.runtime.start.StartupException;

/**
 * A certificate chain and its private key in two PEM files, read again when they change. A pair
 * that does not fit together, as for a moment while both are replaced, leaves the old one in use.
 * Used by one thread at a time.
 */
public final class TlsCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(TlsCertificate.class);
  private static final long MAX_FILE_BYTES = 256 * 1024;

  private final Path certificate;
  private final Path key;
  private final PemPair first;
  private Stamp seen;

  /** What the last warning was about, so that it is given once; null before the first. */
  private @Nullable Stamp warnedOf;

  /** Two PEM texts that fit together; never shows itself. */
  public record PemPair(String certificate, String key) {
    @Override
    public String toString() {
      return "PemPair[hidden]";
    }
  }

  /** By which a change of the files is noticed. */
  private record Stamp(FileTime certificate, long certificateBytes, FileTime key, long keyBytes) {}

  private static final FileTime NEVER = FileTime.fromMillis(0);
  private static final Stamp MISSING = new Stamp(NEVER, -1, NEVER, -1);

  /**
   * Reads both files.
   *
   * @throws StartupException if one cannot be read, or they do not fit together
   */
  public TlsCertificate(Path certificate, Path key) {
    this.certificate = certificate;
    this.key = key;
    try {
      this.seen = stamp();
      this.first = read();
    } catch (IOException e) {
      throw StartupException.surroundings(
          "the files of tls.certificate and tls.key cannot be read: check their names and"
              + " permissions",
          e);
    } catch (CertificateException | JwkException e) {
      throw StartupException.surroundings(
          "tls.certificate " + certificate + " and tls.key " + key + " cannot be used: " + hint(e),
          e);
    }
  }

  private static String hint(Exception e) {
    return e instanceof JwkException
        ? "the key must be an unencrypted PEM file with an RSA key of 2048 bits or more, or an"
            + " elliptic curve key"
        : "the certificate must be a PEM file with the server's certificate first, made for that"
            + " key";
  }

  /** The pair that was read first. */
  public PemPair first() {
    return first;
  }

  /** A pair that has come since the last call; blocks on the disk. */
  public Optional<PemPair> newer() {
    Stamp now = MISSING;
    try {
      now = stamp();
      if (now.equals(seen)) {
        return Optional.empty();
      }
      PemPair pair = read();
      seen = now;
      LOG.info("the certificate has changed and is used from now on");
      return Optional.of(pair);
    } catch (IOException | CertificateException | JwkException e) {
      if (!now.equals(warnedOf)) {
        warnedOf = now;
        // No cause: its message may quote the file.
        LOG.warn("the changed certificate or key cannot be used: the old one stays in use");
      }
      return Optional.empty();
    }
  }

  private Stamp stamp() throws IOException {
    BasicFileAttributes ofCertificate =
        Files.readAttributes(certificate, BasicFileAttributes.class);
    BasicFileAttributes ofKey = Files.readAttributes(key, BasicFileAttributes.class);
    return new Stamp(
        ofCertificate.lastModifiedTime(),
        ofCertificate.size(),
        ofKey.lastModifiedTime(),
        ofKey.size());
  }

  private PemPair read() throws IOException, CertificateException {
    PemPair pair = new PemPair(text(certificate), text(key));
    Collection<? extends Certificate> chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pair.certificate().getBytes(StandardCharsets.US_ASCII)));
    if (chain.isEmpty()) {
      throw new CertificateException("no certificate");
    }
    Jwk held = Pem.decode(pair.key());
    String certified = PublicJwk.of(chain.iterator().next().getPublicKey()).thumbprint();
    if (!(held instanceof PrivateJwk) || !held.thumbprint().equals(certified)) {
      throw new CertificateException("the key is not the certificate's");
    }
    return pair;
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
