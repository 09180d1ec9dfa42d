package signet.testkit.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import signet.testkit.Requirement;

/** Certificates for localhost that openssl makes. */
public final class SelfSigned {
  private SelfSigned() {}

  /**
   * Writes a certificate and its key, over what is there.
   *
   * @param skip ends the test where openssl is missing, usually {@code Assumptions::abort}
   */
  public static void make(Path certificate, Path key, Consumer<String> skip)
      throws IOException, InterruptedException {
    Requirement.command("openssl", "openssl (Debian)").orSkip(skip);
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!openssl.waitFor(30, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
      throw new IOException("openssl made no certificate");
    }
  }
}
