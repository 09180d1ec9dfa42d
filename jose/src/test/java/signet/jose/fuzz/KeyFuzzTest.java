package signet.jose.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.Pem;

/** Nothing but a key or a {@link JwkException} comes out of the readers of keys. */
class KeyFuzzTest {

  @FuzzTest(maxDuration = "10s")
  @DictionaryFile(resourcePath = "jose.dict")
  void jwkSet(FuzzedDataProvider data) {
    String json = data.consumeRemainingAsString();
    try {
      JwkSet set = JwkSet.parse(json);
      assertThat(JwkSet.parsePublished(set.toJson()).kids()).hasSizeLessThanOrEqualTo(100);
      assertThat(set.toJson()).doesNotContain("\"d\":", "\"k\":", "\"priv\":");
    } catch (JwkException expected) {
      return;
    }
  }

  @FuzzTest(maxDuration = "10s")
  @DictionaryFile(resourcePath = "jose.dict")
  void jwk(FuzzedDataProvider data) {
    String json = data.consumeRemainingAsString();
    try {
      assertThat(Jwk.parse(json).thumbprint()).hasSize(43);
    } catch (JwkException expected) {
      return;
    }
  }

  @FuzzTest(maxDuration = "10s")
  void pem(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      assertThat(Pem.decode(text).thumbprint()).hasSize(43);
    } catch (JwkException expected) {
      return;
    }
  }
}
