package signet.cli.explain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;

final class SecretTrialsTest {
  private static final byte[] INPUT = "header.payload".getBytes(US_ASCII);
  private static final String TEXT = "m3Qz-0f_9dL/xT+27rWbYk58cVhJ1nGa";

  /** Bytes that are no text, whose base64url has - and _ in it. */
  private static final byte[] BYTES = HexFormat.of().parseHex("fbff3e".repeat(12));

  private static SecretTrials signedWith(byte[] secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HMAC"));
    return new SecretTrials(INPUT, mac.doFinal(INPUT), JwsAlgorithm.HS256);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** What the issuer signed with, what the file has, and how they differ. */
  static Stream<Arguments> differences() {
    String base64 = Base64.getEncoder().encodeToString(BYTES);
    String base64Url = Base64.getUrlEncoder().withoutPadding().encodeToString(BYTES);
    String hex = HexFormat.of().formatHex(BYTES);
    return Stream.of(
        Arguments.of(ascii(TEXT), ascii(TEXT), "as it is"),
        Arguments.of(ascii(TEXT), ascii(TEXT + "\n"), "the file ends with a line end"),
        Arguments.of(ascii(TEXT), ascii(TEXT + "\r\n"), "the file ends with CRLF"),
        Arguments.of(ascii(TEXT), ascii("  " + TEXT + " \n"), "spaces or line ends around"),
        Arguments.of(ascii(TEXT), ascii("\"" + TEXT + "\"\n"), "the file has quotes around"),
        Arguments.of(ascii(TEXT), ascii("'" + TEXT + "'"), "the file has quotes around"),
        Arguments.of(ascii(TEXT), ("\ufeff" + TEXT).getBytes(UTF_8), "byte order mark"),
        Arguments.of(ascii(TEXT + "\n"), ascii(TEXT), "secret ends with a line end"),
        Arguments.of(ascii(TEXT + "\r\n"), ascii(TEXT), "secret ends with CRLF"),
        Arguments.of(ascii("\"" + TEXT + "\""), ascii(TEXT), "the issuer has quotes"),
        Arguments.of(ascii("'" + TEXT + "'"), ascii(TEXT), "the issuer has quotes.*\\(''\\)"),
        Arguments.of(BYTES, ascii(base64), "in base64, and the issuer decodes it"),
        Arguments.of(BYTES, ascii(base64Url), "in base64url, and the issuer decodes it"),
        Arguments.of(BYTES, ascii(hex), "in hex, and the issuer decodes it"),
        Arguments.of(BYTES, ascii(hex + "\n"), "in hex, and the issuer decodes it"),
        Arguments.of(ascii(base64), BYTES, "the text of the base64,"),
        Arguments.of(ascii(base64Url), BYTES, "the text of the base64url,"),
        Arguments.of(ascii(hex), BYTES, "the text of the hex,"),
        Arguments.of(ascii(TEXT), TEXT.getBytes(UTF_16), "the file is in UTF-16"),
        Arguments.of(ascii(TEXT), ("\ufeff" + TEXT).getBytes(UTF_16LE), "the file is in UTF-16"),
        Arguments.of(ascii(TEXT), TEXT.getBytes(UTF_16LE), "the file is in UTF-16"),
        Arguments.of(TEXT.getBytes(UTF_16LE), ascii(TEXT), "secret is in UTF-16, "),
        Arguments.of(TEXT.getBytes(UTF_16BE), ascii(TEXT), "secret is in UTF-16 \\(BE\\)"),
        Arguments.of(
            TEXT.getBytes(UTF_16LE), ascii(TEXT + "\n"), "secret is in UTF-16, .*; and: .* ends"));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void namesHowTheSecretsDiffer(byte[] issuers, byte[] files, String words) throws Exception {
    assertThat(signedWith(issuers).difference(files).orElseThrow()).containsPattern(words);
  }

  @Test
  void saysNothingWhereNoVariantFits() throws Exception {
    SecretTrials trials = signedWith(ascii("another secret of the same length"));

    for (byte[] given : List.of(ascii(TEXT), BYTES, new byte[0], new byte[] {0}, ascii("\n"))) {
      assertThat(trials.difference(given)).isEmpty();
    }
    assertThat(trials.fits(new byte[0])).isFalse();
  }

  @Test
  void knowsThePublicKeyWhereItWasTheSecret() throws Exception {
    PrivateJwk pair = PrivateJwk.generate(JwsAlgorithm.ES256);
    PublicJwk key = pair.toPublic();
    String pem = Pem.encode(key);
    Optional<String> text = Optional.of("the text of the public key");

    for (String secret :
        List.of(pem, pem.strip(), pem.replace("\n", "\r\n"), key.toJson(), "\n" + pem)) {
      assertThat(signedWith(ascii(secret)).publicText(key)).isEqualTo(text);
      assertThat(signedWith(ascii(secret)).publicText(pair)).isEqualTo(text);
    }
    assertThat(signedWith(key.publicKey().getEncoded()).publicText(key))
        .contains("the bytes of the public key");
    assertThat(signedWith(ascii(TEXT)).publicText(key)).isEmpty();
  }
}
