package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.testkit.Requirement;

/** A key of every algorithm, from its making to a token that verifies with its public half. */
final class KeyRoundTripTest {
  @TempDir private Path folder;

  private static CommandRun run(String input, String... arguments) {
    CommandRun run = CommandRun.of(input, arguments);
    assertThat(run.status()).as(String.join(" ", arguments) + "\n" + run.err()).isZero();
    return run;
  }

  @ParameterizedTest
  @EnumSource(JwsAlgorithm.class)
  void signsAndVerifiesWithAJwk(JwsAlgorithm algorithm) throws Exception {
    Path key = folder.resolve("key.jwk");
    run("", "key", "generate", "--alg", algorithm.wireName(), "--out", key.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    String token = run("", "token", "sign", "--key", key.toString(), "sub=alice").out();
    String[] source =
        algorithm.isSymmetric()
            ? new String[] {"--secret-file", key.toString()}
            : new String[] {"--public-key", key + ".pub"};
    assertThat(run(token, "token", "verify", source[0], source[1], "--json").out())
        .startsWith("{\"valid\":true,\"alg\":\"" + algorithm.wireName() + "\",\"kid\":\"")
        .contains("\"typ\":\"JWT\"", "\"sub\":\"alice\"");
    assertThat(run("", "key", "show", source[1]).out()).contains("verdict: good");
  }

  @ParameterizedTest
  @EnumSource(value = JwsAlgorithm.class, mode = EnumSource.Mode.MATCH_NONE, names = "HS.*")
  void signsAndVerifiesWithPem(JwsAlgorithm algorithm) throws Exception {
    String alg = algorithm.wireName();
    Path key = folder.resolve("key.pem");
    run("", "key", "generate", "--alg", alg, "--format", "pem", "--out", key.toString());
    String token =
        run("", "token", "sign", "--key", key.toString(), "--alg", alg, "--kid", "k", "sub=a")
            .out();
    run(token, "token", "verify", "--public-key", key + ".pub", "--alg", alg);
  }

  @Test
  void showsTheFingerprintThatOpensslPrints() throws Exception {
    Requirement.command("openssl", "openssl (Debian)").orSkip(Assumptions::abort);
    Path key = folder.resolve("key.pem");
    run("", "key", "generate", "--alg", "ES256", "--format", "pem", "--out", key.toString());
    Process openssl =
        new ProcessBuilder(
                "sh",
                "-c",
                "openssl pkey -pubin -in \"$1\" -outform DER | openssl dgst -sha256",
                "sh",
                key + ".pub")
            .start();
    String printed = new String(openssl.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(openssl.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Matcher digest = Pattern.compile("[0-9a-f]{64}").matcher(printed);
    assertThat(digest.find()).as(printed).isTrue();
    assertThat(run("", "key", "show", key + ".pub").out())
        .contains("SHA-256 of SPKI: " + digest.group() + "\n");
  }

  @Test
  void signsClaimsOfEveryForm() throws Exception {
    Path key = folder.resolve("key.jwk");
    run("", "key", "generate", "--alg", "HS256", "--out", key.toString());
    String token =
        run(
                "",
                "token",
                "sign",
                "--key",
                key.toString(),
                "--expires-in",
                "5m",
                "{\"sub\":\"bob\",\"n\":1.50}",
                "sub=alice",
                "roles:=[\"a\",\"b\"]",
                "nbf=2026-01-01T00:00:00Z",
                "note=a=b")
            .out();
    assertThat(run(token, "token", "decode", "--json").out())
        .contains(
            "\"payload\":{\"sub\":\"alice\",\"n\":1.50,\"roles\":[\"a\",\"b\"],\"nbf\":1767225600,"
                + "\"note\":\"a=b\",\"iat\":1767225600,\"exp\":1767225900}");
  }
}
