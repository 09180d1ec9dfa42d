package signet.jose.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.JwsVerification;
import signet.jose.jws.JwsVerifier;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;

class FileKeySourceTest {
  private final List<Exception> failures = new ArrayList<>();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("keys");
  }

  private FileKeySource watch() throws KeyFetchException {
    return FileKeySource.watch(file, Duration.ZERO, failures::add);
  }

  @Test
  void hmacSecretRotatesWithoutRefusingLiveTokens() throws Exception {
    SecretJwk before = SecretJwk.generate(JwsAlgorithm.HS256);
    SecretJwk after = SecretJwk.generate(JwsAlgorithm.HS256);
    Files.writeString(file, JwkSet.of(before).exportJson());
    JwsVerifier verifier =
        JwsVerifier.builder().keys(watch()).algorithms(JwsAlgorithm.HS256).build();
    JwtClaims claims = JwtClaims.builder().subject("user").build();
    String live = JwtSigner.of(SigningKey.of(before), "JWT").sign(claims);
    String fresh = JwtSigner.of(SigningKey.of(after), "JWT").sign(claims);
    assertThat(verifier.verify(live)).isInstanceOf(JwsVerification.Verified.class);
    assertThat(verifier.verify(fresh)).isInstanceOf(JwsVerification.Rejected.class);

    Files.writeString(file, JwkSet.of(before, after).exportJson());
    assertThat(verifier.verify(live)).isInstanceOf(JwsVerification.Verified.class);
    assertThat(verifier.verify(fresh)).isInstanceOf(JwsVerification.Verified.class);

    Files.writeString(file, JwkSet.of(after).exportJson());
    assertThat(verifier.verify(live)).isInstanceOf(JwsVerification.Rejected.class);
    assertThat(verifier.verify(fresh)).isInstanceOf(JwsVerification.Verified.class);
  }

  @Test
  void readsPemAndSingleJwk() throws Exception {
    PrivateJwk pair = PrivateJwk.generate(JwsAlgorithm.ES256);
    Files.writeString(file, Pem.encode(pair.toPublic()));
    FileKeySource source = watch();
    assertThat(source.current().orElseThrow().keys().get(0).thumbprint())
        .isEqualTo(pair.thumbprint());
    Files.writeString(file, pair.toPublic().toJson());
    assertThat(source.current().orElseThrow().kids()).containsExactly(pair.kid().orElseThrow());
  }

  @Test
  void keepsWhatItHoldsWhenTheFileBreaksOrGoes() throws Exception {
    PrivateJwk pair = PrivateJwk.generate(JwsAlgorithm.ES256);
    Files.writeString(file, JwkSet.of(pair).toJson());
    FileKeySource source = watch();
    JwkSet held = source.current().orElseThrow();
    for (String broken : List.of("{\"keys\":[]}", "{\"keys\":", "nothing of the kind")) {
      Files.writeString(file, broken);
      assertThat(source.current().orElseThrow()).isSameAs(held);
    }
    Files.delete(file);
    assertThat(source.current().orElseThrow()).isSameAs(held);
    assertThat(failures).hasSize(4).allMatch(f -> f instanceof KeyFetchException);
  }

  @Test
  void keepsTheInstanceWhenOnlyTheFileIsRewritten() throws Exception {
    String json = JwkSet.of(PrivateJwk.generate(JwsAlgorithm.ES256)).toJson();
    Files.writeString(file, json);
    FileKeySource source = watch();
    JwkSet held = source.current().orElseThrow();
    Files.writeString(file, json + "\n");
    assertThat(source.current().orElseThrow()).isSameAs(held);
  }

  @Test
  void seesAnotherFileOfTheSameTimeAndSize() throws Exception {
    SecretJwk before = SecretJwk.generate(JwsAlgorithm.HS256);
    SecretJwk after = SecretJwk.generate(JwsAlgorithm.HS256);
    Path next = folder.resolve("next");
    for (Map.Entry<Path, SecretJwk> one : Map.of(file, before, next, after).entrySet()) {
      Files.writeString(one.getKey(), JwkSet.of(one.getValue()).exportJson());
      Files.setLastModifiedTime(one.getKey(), FileTime.fromMillis(1000));
    }
    assertThat(next).hasSize(Files.size(file));
    FileKeySource source = watch();
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(source.current().orElseThrow().keys()).containsExactly(after);
  }

  @Test
  void refusesToStartWithoutKeys() throws Exception {
    assertThatThrownBy(this::watch).isInstanceOf(KeyFetchException.class);
    Files.writeString(file, "{\"keys\":[]}");
    assertThatThrownBy(this::watch).isInstanceOf(KeyFetchException.class);
  }
}
