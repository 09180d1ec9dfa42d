package signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import signet.testkit.Requirement;

/**
 * Every snippet of the documentation is well formed in its language. Most are run by the tests of
 * their pages as well; for the others this is what holds them.
 */
final class SnippetsTest {
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^( *)```([a-z]*)\\n(.*?)^ *```$");
  private static final Set<String> LANGUAGES =
      Set.of("sh", "java", "yaml", "js", "json", "xml", "nginx", "caddyfile", "http", "text", "");
  private static final int SECONDS = 60;

  /** Checks each file that it is given as a module, without running it. */
  private static final String CHECK_MODULES =
      "const vm = require('vm'), fs = require('fs');"
          + "for (const file of process.argv.slice(1)) {"
          + "  try { new vm.SourceTextModule(fs.readFileSync(file, 'utf8')); }"
          + "  catch (e) { console.log(file + ': ' + e.message); process.exitCode = 1; } }";

  @TempDir private Path folder;

  private record Snippet(Path page, String language, String text) {
    @Override
    public String toString() {
      return page + ":\n" + text;
    }
  }

  private static List<Snippet> all() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SignetProcess.ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    for (String page : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")) {
      pages.add(SignetProcess.ROOT.resolve(page));
    }
    List<Snippet> snippets = new ArrayList<>();
    for (Path page : pages) {
      Matcher found = SNIPPET.matcher(Files.readString(page));
      while (found.find()) {
        String text = found.group(3).replaceAll("(?m)^" + found.group(1), "");
        snippets.add(new Snippet(page, found.group(2), text));
      }
    }
    return snippets;
  }

  private static List<Snippet> in(String language) throws IOException {
    List<Snippet> snippets =
        all().stream().filter(snippet -> snippet.language().equals(language)).toList();
    assertThat(snippets).as(language).isNotEmpty();
    return snippets;
  }

  @Test
  void everyLanguageIsOneThatIsLookedAt() throws IOException {
    assertThat(all()).hasSizeGreaterThan(80);
    assertThat(all()).extracting(Snippet::language).allMatch(LANGUAGES::contains);
  }

  @Test
  void shellCommandsAreWellFormed() throws Exception {
    StringBuilder whole = new StringBuilder();
    int number = 0;
    for (Snippet snippet : in("sh")) {
      // In braces, so that what one leaves open is not closed by the next.
      whole.append("s").append(number++).append("() {\n").append(snippet.text()).append("}\n");
    }
    Path script = Files.writeString(folder.resolve("all.sh"), whole);
    assertThat(run("sh", "-n", script.toString())).isEmpty();
  }

  @Test
  void yamlIsWellFormed() throws IOException {
    for (Snippet snippet : in("yaml")) {
      Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(snippet.text());
      assertThat(read).as(snippet.toString()).isNotNull();
    }
  }

  @Test
  void javaScriptIsWellFormed() throws Exception {
    Requirement.command("node", "nodejs (Debian), 20.19 or later").orSkip(Assumptions::abort);
    List<String> command =
        new ArrayList<>(List.of("node", "--no-warnings", "--experimental-vm-modules"));
    command.addAll(List.of("-e", CHECK_MODULES));
    int number = 0;
    for (Snippet snippet : in("js")) {
      Path file = folder.resolve(number++ + ".mjs");
      command.add(Files.writeString(file, snippet.text()).toString());
    }
    assertThat(run(command.toArray(new String[0]))).isEmpty();
  }

  @Test
  void xmlIsWellFormed() throws Exception {
    for (Snippet snippet : in("xml")) {
      var factory = javax.xml.parsers.DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory
          .newDocumentBuilder()
          .parse(new org.xml.sax.InputSource(new StringReader(snippet.text())));
    }
  }

  @Test
  void javaIsWellFormed() throws IOException {
    for (Snippet snippet : in("java")) {
      String text = snippet.text();
      // A file, members of a class, or statements.
      List<String> wholes =
          List.of(text, "class A {\n" + text + "}\n", "class A { void a() {\n" + text + "} }\n");
      assertThat(wholes).as(snippet.toString()).anyMatch(SnippetsTest::isJava);
    }
  }

  private static boolean isJava(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    try {
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, null, problems, List.of("-proc:none"), null, List.of(file));
      task.parse();
    } catch (IOException e) {
      return false;
    }
    return problems.getDiagnostics().stream()
        .allMatch(problem -> problem.getKind().name().toLowerCase(Locale.ROOT).contains("warning"));
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output);
  }
}
