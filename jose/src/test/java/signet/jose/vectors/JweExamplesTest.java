package signet.jose.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwk.Jwk;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;
import signet.testkit.vectors.Vectors;

/**
 * The encrypted examples of RFC 7516, RFC 7519 and RFC 7520. Those with RSA1_5, passwords or
 * compression are refused, as is every serialization but the compact one.
 */
class JweExamplesTest {

  @TestFactory
  Stream<DynamicTest> examplesOfTheRfcs() {
    Vectors vectors = Vectors.orSkip(Assumptions::abort);
    return Stream.of("rfc7516", "rfc7519")
        .flatMap(
            file -> vectors.json("rfc-examples/" + file + ".json").at("tests").items().stream())
        .filter(test -> test.has("pt") && test.has("compact"))
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.text("id"),
                    () -> check(test.at("jwk"), test.text("compact"), test.text("pt"))));
  }

  @TestFactory
  Stream<DynamicTest> examplesOfTheCookbook() {
    Vectors vectors = Vectors.orSkip(Assumptions::abort);
    Stream<Json> workingGroup = files(vectors, "ietf-jose-cookbook/jwe").map(vectors::json);
    Stream<Json> curves = Stream.of(vectors.json("ietf-jose-cookbook/curve25519/ecdh-es.json"));
    Stream<Json> panva = vectors.json("panva-jose/cookbook_jwe.json").at("tests").items().stream();
    return Stream.of(workingGroup, curves, panva)
        .flatMap(examples -> examples)
        .map(
            example ->
                DynamicTest.dynamicTest(example.text("title"), () -> checkCookbook(example)));
  }

  private static void checkCookbook(Json example) {
    Json input = example.at("input");
    Json output = example.at("output");
    Json key =
        input.find("key").filter(found -> !(found.value() instanceof List<?>)).orElse(anySecret());
    if (output.has("compact")) {
      check(key, output.text("compact"), input.text("plaintext"));
    }
    for (String form : List.of("json", "json_flat")) {
      output
          .find(form)
          .ifPresent(
              json ->
                  RawJwe.assertRefused(
                      RawJwe.decrypter(anySecret(), "A256KW"),
                      json.toString(),
                      RejectReason.MALFORMED));
    }
  }

  private static Json anySecret() {
    return Json.parse(ForgeKey.generate("HS256").jwk()).without("alg");
  }

  private static void check(Json jwk, String token, String plaintext) {
    String alg = RawJws.alg(token);
    boolean compressed = header(token).has("zip");
    // The cookbook's direct key names the encryption for its alg; its holder says what it is for.
    Json key = jwk.has("alg") && !jwk.text("alg").equals(alg) ? jwk.without("alg") : jwk;
    JweDecrypter decrypter = RawJwe.decrypter(key, alg);
    if (JweAlgorithm.fromWireName(alg).isEmpty() || compressed) {
      RawJwe.assertRefused(decrypter, token, RejectReason.ALG_NOT_ALLOWED);
    } else if (key.text("kty").equals("EC") && isOfAnotherUse(key)) {
      RawJwe.assertRefused(decrypter, token, RejectReason.KEY_MISMATCH);
    } else {
      byte[] decrypted = RawJwe.assertDecrypted(decrypter, token);
      assertThat(new String(decrypted, StandardCharsets.UTF_8)).isEqualTo(plaintext);
    }
  }

  private static boolean isOfAnotherUse(Json key) {
    return Jwk.parse(key.toString()).use().filter(use -> !use.equals("enc")).isPresent();
  }

  private static Json header(String token) {
    String first = token.substring(0, token.indexOf('.'));
    return Json.parse(java.util.Base64.getUrlDecoder().decode(first));
  }

  private static Stream<String> files(Vectors vectors, String folder) {
    try (Stream<Path> files = Files.list(vectors.path(folder))) {
      return files.map(file -> folder + "/" + file.getFileName()).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
