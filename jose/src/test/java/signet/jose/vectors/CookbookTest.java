package signet.jose.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.JwsVerifier;
import signet.jose.reject.RejectReason;
import signet.testkit.json.Json;
import signet.testkit.vectors.Vectors;

/**
 * RFC 7520's signed examples, as the working group and panva/jose publish them. What they show
 * beyond the compact serialization is refused here.
 */
class CookbookTest {
  private static final String FOLDER = "ietf-jose-cookbook/";

  @TestFactory
  Stream<DynamicTest> examplesOfTheWorkingGroup() {
    Vectors vectors = Vectors.orSkip(Assumptions::abort);
    Stream<Json> jws = files(vectors, FOLDER + "jws").stream().map(vectors::json);
    Stream<Json> others =
        Stream.of(
                "curve25519/jws.json",
                "rfc7797/hmac-sha2_b64_false.json",
                "rfc7797/4.2.hmac-sha2_b64_false.json")
            .map(name -> vectors.json(FOLDER + name));
    return Stream.concat(jws, others).map(CookbookTest::example);
  }

  @TestFactory
  Stream<DynamicTest> examplesOfPanva() {
    Vectors vectors = Vectors.orSkip(Assumptions::abort);
    return vectors.json("panva-jose/cookbook_jws.json").at("tests").items().stream()
        .map(CookbookTest::example);
  }

  private static DynamicTest example(Json example) {
    return DynamicTest.dynamicTest(example.text("title"), () -> check(example));
  }

  private static void check(Json example) {
    Json input = example.at("input");
    Json output = example.at("output");
    boolean severalKeys = input.at("key").value() instanceof List<?>;
    Json key = severalKeys ? input.at("key").items().get(0) : input.at("key");
    String alg = severalKeys ? input.at("alg").items().get(0).text() : input.text("alg");
    assumeTrue(RawJws.isAvailable(alg), "ML-DSA needs JDK 24");
    JwsVerifier verifier = RawJws.verifier(key, alg);

    if (example.find("signing").isPresent() && isUnencoded(example.at("signing"))) {
      output
          .find("compact")
          .ifPresent(
              compact ->
                  // The payload stands there as it is, which is no base64url.
                  RawJws.assertRefused(verifier, compact.text(), RejectReason.MALFORMED));
    } else if (output.has("compact") && !output.text("compact").contains("..")) {
      byte[] payload = RawJws.assertVerified(verifier, output.text("compact"));
      assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo(input.text("payload"));
    } else if (output.has("compact")) {
      // RFC 7515 appendix F: a detached payload leaves an empty part, over which nothing verifies.
      RawJws.assertRefused(verifier, output.text("compact"), RejectReason.BAD_SIGNATURE);
    }
    for (String form : List.of("json", "json_flat")) {
      output
          .find(form)
          .ifPresent(
              json -> {
                String text = json.toString();
                RejectReason reason =
                    text.length() > 8192 ? RejectReason.TOO_LARGE : RejectReason.MALFORMED;
                RawJws.assertRefused(verifier, text, reason);
              });
    }
  }

  private static boolean isUnencoded(Json signing) {
    return signing.find("protected").filter(header -> header.has("b64")).isPresent();
  }

  @TestFactory
  Stream<DynamicTest> keysAreRead() {
    Vectors vectors = Vectors.orSkip(Assumptions::abort);
    return files(vectors, FOLDER + "jwk").stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      Json json = vectors.json(name);
                      Jwk key = Jwk.parse(json.toString());
                      Class<? extends Jwk> kind =
                          name.contains("private")
                              ? PrivateJwk.class
                              : name.contains("symmetric") ? SecretJwk.class : PublicJwk.class;
                      assertThat(key).isInstanceOf(kind);
                      assertThat(key.kid()).contains(json.text("kid"));
                      assertThat(Json.parse(exported(key)).without("alg", "use").value())
                          .isEqualTo(json.without("alg", "use").value());
                    }));
  }

  private static String exported(Jwk key) {
    if (key instanceof PrivateJwk pair) {
      return pair.exportJson();
    }
    return key instanceof SecretJwk secret ? secret.exportJson() : ((PublicJwk) key).toJson();
  }

  @Test
  void signedPartOfTheNestedExampleVerifies() {
    Json example =
        Vectors.orSkip(Assumptions::abort)
            .json(FOLDER + "6.nesting_signatures_and_encryption.json")
            .at("sign");
    Json key = example.at("input").at("key");
    byte[] payload =
        RawJws.assertVerified(
            RawJws.verifier(key, example.at("input").text("alg")),
            example.at("output").text("compact"));
    assertThat(new String(payload, StandardCharsets.UTF_8))
        .isEqualTo(example.at("input").text("payload"));
  }

  private static List<String> files(Vectors vectors, String folder) {
    try (Stream<Path> files = Files.list(vectors.path(folder))) {
      return files.map(file -> folder + "/" + file.getFileName()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
