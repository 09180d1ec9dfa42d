package signet.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  /** All that a build has made of a module goes out with it; a jar of tests would. */
  @Test
  void whatIsEmbeddedIsTheJarItsSourcesAndItsJavadocAlone() throws IOException {
    for (String module : EMBEDDED) {
      String name = "signet-" + module + "-" + VERSION;
      try (Stream<Path> made = Files.list(ROOT.resolve(module + "/target"))) {
        assertThat(
                made.map(file -> file.getFileName().toString()).filter(jar -> jar.endsWith(".jar")))
            .containsExactlyInAnyOrder(name + ".jar", name + "-sources.jar", name + "-javadoc.jar");
      }
      try (JarFile main = jar(module, "");
          JarFile sources = jar(module, "-sources")) {
        assertThat(sources.stream().map(JarEntry::getName).filter(file -> file.endsWith(".java")))
            .as("a source for each class of %s, and no other", module)
            .containsExactlyInAnyOrderElementsOf(
                main.stream()
                    .map(JarEntry::getName)
                    .filter(file -> file.endsWith(".class") && !file.contains("$"))
                    .map(file -> file.replace(".class", ".java"))
                    .toList());
      }
    }
  }

  /** What a build makes up anew would make each build another. */
  @Test
  void whatIsEmbeddedIsMadeOfClassesAndWhatJavaReads() throws IOException {
    for (String module : EMBEDDED) {
      try (JarFile main = jar(module, "")) {
        assertThat(main.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
            .as(module)
            .allMatch(name -> name.endsWith(".class") || name.startsWith("META-INF/"));
      }
    }
  }

  @Test
  void nothingElseGoesOut() throws IOException {
    try (Stream<Path> poms = Files.find(ROOT, 3, (file, is) -> file.endsWith("pom.xml"))) {
      assertThat(
              poms.filter(pom -> text(pom).contains("<signet.unpublished>false<"))
                  .map(pom -> ROOT.relativize(pom.getParent()).toString()))
          .containsExactlyInAnyOrderElementsOf(EMBEDDED);
    }
    assertThat(text(ROOT.resolve("pom.xml")))
        .contains("<maven.deploy.skip>${signet.unpublished}</maven.deploy.skip>");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
