package signet.runtime.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.runtime.start.StartupException;

/**
 * Certificates in one PEM file that others' are checked against, read again when they change. A
 * file that holds none leaves the old ones in use. Used by one thread at a time.
 */
public final class TrustedCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedCertificates.class);
  private static final long MAX_FILE_BYTES = 1024 * 1024;

  private final Path file;
  private final String first;
  private String used;

  /** What the last warning was about, so that it is given once; null before the first. */
  private @Nullable String warnedOf;

  /**
   * Reads the file.
   *
   * @param setting that names it, for the error
   * @throws StartupException if it cannot be read, or holds no certificate
   */
  public TrustedCertificates(Path file, String setting) {
    this.file = file;
    try {
      this.first = read();
      require(first);
    } catch (IOException e) {
      throw StartupException.surroundings(
          "the file of " + setting + " cannot be read: check its name and permissions", e);
    } catch (CertificateException e) {
      throw StartupException.surroundings(
          "the file of " + setting + " must hold certificates, in PEM and nothing else", e);
    }
    this.used = first;
  }

  /** The PEM text that was read first. */
  public String first() {
    return first;
  }

  /** Another one that has come since the last call; blocks on the disk. */
  public Optional<String> newer() {
    String now = "";
    try {
      now = read();
      if (now.equals(used)) {
        return Optional.empty();
      }
      require(now);
      used = now;
      LOG.info("{} has changed and is used from now on", file);
      return Optional.of(now);
    } catch (IOException | CertificateException e) {
      if (!now.equals(warnedOf)) {
        warnedOf = now;
        LOG.warn("{} has changed and cannot be used: what it held before stays in use", file);
      }
      return Optional.empty();
    }
  }

  private String read() throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static void require(String pem) throws CertificateException {
    byte[] bytes = pem.getBytes(StandardCharsets.ISO_8859_1);
    if (CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(bytes))
        .isEmpty()) {
      throw new CertificateException("no certificate");
    }
  }
}
