package signet.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import signet.testkit.json.Json;

/** The bill of materials (CycloneDX) and the licences of what is in the archive. */
final class MaterialsTest {
  private static final Path LAYOUT = Path.of(System.getProperty("signet.layout"));

  /**
   * What may be shipped beside Apache-2.0, as libraries of their own in {@code lib}. Those of the
   * LGPL and the EPL are there because anybody can replace the jar with another of the same
   * interface.
   */
  private static final Set<String> COMPATIBLE =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "EPL-2.0",
          "MIT",
          "MIT-0",
          // As their poms name them, which are not SPDX's names.
          "Bouncy Castle Licence",
          "GNU Lesser General Public License, Version 3");

  private static List<Json> components() throws IOException {
    return Json.parse(Files.readString(LAYOUT.resolve("signet.cdx.json"))).at("components").items();
  }

  @Test
  void everyLibraryIsInTheBill() throws IOException {
    Set<String> billed =
        components().stream()
            .map(part -> part.text("name") + "-" + part.text("version"))
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> jars = libraries();
    assertThat(jars).hasSizeGreaterThan(50);
    assertThat(billed).containsAll(jars);
  }

  /** Name and version of each library of others, and of our own but for the command line's. */
  private static List<String> libraries() throws IOException {
    try (Stream<Path> libraries = Files.list(LAYOUT.resolve("lib"))) {
      return libraries
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar") && !name.equals("signet-cli.jar"))
          .map(name -> name.replace("-linux-x86_64.jar", "").replace(".jar", ""))
          .toList();
    }
  }

  @Test
  void everyLicenceIsCompatible() throws IOException {
    assertThat(components())
        .allSatisfy(
            part ->
                // Of several licences whoever uses a library chooses one.
                assertThat(licences(part))
                    .as("%s", part.text("name"))
                    .containsAnyElementsOf(COMPATIBLE));
  }

  private static List<String> licences(Json part) {
    return part.at("licenses").items().stream()
        .map(
            choice -> {
              if (choice.has("expression")) {
                return choice.text("expression");
              }
              Json licence = choice.at("license");
              return licence.has("id") ? licence.text("id") : licence.text("name");
            })
        .toList();
  }

  @Test
  void theListForReadersNamesEveryLibrary() throws IOException {
    String list = Files.readString(LAYOUT.resolve("THIRD-PARTY.txt"));
    List<String> libraries = libraries();
    for (Json part : components()) {
      String library = part.text("name") + "-" + part.text("version");
      if (libraries.contains(library) && !part.text("group").equals("signet")) {
        assertThat(list)
            .contains(part.text("group") + ":" + part.text("name") + ":" + part.text("version"));
      }
    }
  }
}
