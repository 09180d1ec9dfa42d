package signet.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.tls.SelfSigned;

class TlsCertificateTest {
  @TempDir private Path folder;

  @Test
  void takesAPairOnceBothOfItsFilesAreThere() throws Exception {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    SelfSigned.make(certificate, key, Assumptions::abort);
    TlsCertificate files = new TlsCertificate(certificate, key);
    assertThat(files.newer()).isEmpty();
    Path newCertificate = folder.resolve("new.crt");
    Path newKey = folder.resolve("new.key");
    SelfSigned.make(newCertificate, newKey, Assumptions::abort);
    String expected = Files.readString(newCertificate);

    Files.move(newKey, key, StandardCopyOption.REPLACE_EXISTING);
    assertThat(files.newer()).isEmpty();
    assertThat(files.newer()).isEmpty();
    Files.move(newCertificate, certificate, StandardCopyOption.REPLACE_EXISTING);

    assertThat(files.newer()).map(TlsCertificate.PemPair::certificate).contains(expected);
    assertThat(files.newer()).isEmpty();
  }

  @Test
  void keepsTheOldPairWhileAFileIsMissing() throws Exception {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    SelfSigned.make(certificate, key, Assumptions::abort);
    TlsCertificate files = new TlsCertificate(certificate, key);

    Files.delete(key);

    assertThat(files.newer()).isEmpty();
    SelfSigned.make(certificate, key, Assumptions::abort);
    assertThat(files.newer()).isPresent();
  }
}
