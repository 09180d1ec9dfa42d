package signet.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteTest {
  private static final Path ROOT = Path.of(System.getProperty("signet.root", ".."));

  @TempDir private Path folder;

  @Test
  void noLinkOfTheProjectLeadsNowhere() throws IOException {
    assertThat(Links.problems(ROOT)).isEmpty();
  }

  @Test
  void whatTheListOfPagesDoesNotNameComesLast() throws IOException {
    Files.createDirectories(folder.resolve("docs/decisions"));
    Files.writeString(folder.resolve("docs/README.md"), "# All\n\n## Use\n\n- [An A](a.md)\n");
    for (String page : List.of("docs/a.md", "docs/b.md", "docs/decisions/c.md")) {
      Files.writeString(folder.resolve(page), "# Of " + page + "\n");
    }

    assertThat(Contents.of(Links.of(folder)).sections())
        .containsExactly(
            Map.entry("Use", List.of(new Contents.Entry("An A", Path.of("docs/a.md")))),
            Map.entry("More", List.of(new Contents.Entry("Of docs/b.md", Path.of("docs/b.md")))));
  }

  /** Whoever measures again writes the new figures into the README too. */
  @Test
  void figuresOfTheReadmeStandOnThePageOfPerformance() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher table = Pattern.compile("(?s)<!-- figures -->(.*)<!-- /figures -->").matcher(readme);
    assertThat(table.find()).isTrue();
    String performance = Files.readString(ROOT.resolve("docs/performance.md"));
    List<String> figures =
        Pattern.compile("(?<![A-Z\\d])\\d[\\d,.]*\\d")
            .matcher(table.group(1))
            .results()
            .map(MatchResult::group)
            .toList();

    assertThat(figures).hasSizeGreaterThan(10).allMatch(performance::contains);
  }

  @Test
  void saysWhichLinkLeadsNowhere() throws IOException {
    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("README.md"), "# One\n\n[a](docs/a.md#here) [b](#two)\n");
    Files.writeString(
        folder.resolve("docs/a.md"),
        "# A\n\n## Here\n\n[x](b.md) ![y](y.svg) [z](../../out.md) [e](https://example.com/)\n");

    assertThat(Links.problems(folder))
        .containsExactly(
            "README.md: #two has no such heading",
            "docs/a.md: b.md is not there",
            "docs/a.md: y.svg is not there",
            "docs/a.md: ../../out.md leads out of the project");
  }

  @Test
  void pagesLeadToEachOtherWithoutANetwork() throws IOException {
    Path site = folder.resolve("site");

    assertThat(Site.write(ROOT, site)).isEmpty();

    String start = Files.readString(site.resolve("docs/start-here.html"));
    assertThat(start)
        .contains(
            "href=\"concepts/index.html\"",
            "src=\"pictures/flow.svg\"",
            "<h2 id=\"4-a-service\">",
            "href=\"../style.css\"")
        .doesNotContain("<script", ".md\"")
        .doesNotContainPattern("(src|<link[^>]*href)=\"https?:");
    assertThat(site.resolve("docs/pictures/flow.svg")).exists();
    assertThat(site.resolve("docs/reference/openapi.yaml")).exists();
    for (String page : List.of("index.html", "docs/index.html", "docs/decisions/index.html")) {
      assertThat(site.resolve(page)).content().contains("<main id=\"text\">");
    }
  }
}
