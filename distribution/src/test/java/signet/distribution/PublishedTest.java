package signet.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Maven artifacts there are, and that they go together. */
final class PublishedTest {
  private static final Path ROOT = Path.of(System.getProperty("signet.root"));
  private static final String VERSION = System.getProperty("signet.version");
  private static final List<String> EMBEDDED =
      List.of("jose", "bearer", "spring-boot-starter", "testkit");

  private static JarFile jar(String module, String kind) throws IOException {
    return new JarFile(
        ROOT.resolve(module + "/target/signet-" + module + "-" + VERSION + kind + ".jar").toFile());
  }

  @Test
  void whatIsEmbeddedHasSourcesAndJavadoc() throws IOException {
    for (String module : EMBEDDED) {
      try (JarFile sources = jar(module, "-sources");
          JarFile javadoc = jar(module, "-javadoc")) {
        assertThat(sources.stream())
            .as(module)
            .anyMatch(entry -> entry.getName().endsWith(".java"));
        assertThat(javadoc.getEntry("index.html")).as(module).isNotNull();
      }
    }
  }

  @Test
  void theBillOfVersionsIsOfThisVersionAndManagesNothingElse() throws IOException {
    String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
    assertThat(bom).contains("<version>" + VERSION + "</version>").doesNotContain("<parent>");
    Matcher managed =
        Pattern.compile("<dependency>.*<artifactId>signet-([a-z-]+)</artifactId>").matcher(bom);
    assertThat(managed.results().map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(EMBEDDED);
  }

  @Test
  void whatIsEmbeddedHasABaselineButForTheTestkit() {
    for (String module : EMBEDDED) {
      assertThat(Files.exists(ROOT.resolve("distribution/baseline/signet-" + module + ".jar")))
          .as(module)
          .isEqualTo(!module.equals("testkit"));
    }
  }
}
