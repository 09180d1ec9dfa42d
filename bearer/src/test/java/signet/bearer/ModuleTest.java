package signet.bearer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ModuleTest {
  @Test
  void exportsEachPackage() throws IOException {
    Path classes = Path.of("target/classes");
    try (InputStream bytes = Files.newInputStream(classes.resolve("module-info.class"));
        Stream<Path> files = Files.walk(classes.resolve("signet"))) {
      assertThat(
              ModuleDescriptor.read(bytes).exports().stream().map(ModuleDescriptor.Exports::source))
          .containsExactlyInAnyOrderElementsOf(
              files
                  .filter(file -> file.toString().endsWith(".class"))
                  .map(file -> classes.relativize(file.getParent()).toString().replace('/', '.'))
                  .collect(Collectors.toSet()));
    }
  }
}
