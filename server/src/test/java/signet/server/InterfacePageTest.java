package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/http-api.md}, the description of the HTTP interface for people. */
final class InterfacePageTest {
  private static final Path PAGE = Path.of("../docs/reference/http-api.md");
  private static final String HEAD =
      """
      # HTTP API

      The whole, with every body's schema, is [openapi.yaml](openapi.yaml) (OpenAPI 3.1), which a test holds against the server. Bodies are JSON, forms
      at `/oauth2`. A refusal is `application/problem+json` (RFC 9457) with its word in `type`, at `/oauth2` the `error` of RFC 6749; every answer has
      `X-Correlation-Id`. 405, 408, 413, 415, 429, 500 and 503 can come from everywhere.

      This page is generated: `mvn -pl server -am test -Dtest=InterfacePageTest -Dsignet.write-docs=true
      -Dsurefire.failIfNoSpecifiedTests=false`.
      """;
  private static final Map<String, String> NEEDS =
      Map.of(
          "accessToken", "access token",
          "adminToken", "`signet:admin`",
          "verifierToken", "`signet:revocations`",
          "client", "client");

  private static String page() {
    JsonObject document = DocumentedInterface.document();
    StringBuilder page = new StringBuilder(HEAD);
    for (Object tag : document.getJsonArray("tags")) {
      String name = ((JsonObject) tag).getString("name");
      page.append("\n## ").append(name).append("\n\n");
      String description = ((JsonObject) tag).getString("description");
      if (description != null) {
        page.append(description).append("\n\n");
      }
      page.append("| | | needs | success | refusals |\n|---|---|---|---|---|\n");
      DocumentedInterface.operations().forEach(operation -> page.append(row(name, operation)));
    }
    return page.append(problems(document)).toString();
  }

  private static String row(String tag, String operation) {
    String[] words = operation.split(" ", 2);
    JsonObject described =
        DocumentedInterface.document()
            .getJsonObject("paths")
            .getJsonObject(words[1])
            .getJsonObject(words[0].toLowerCase(Locale.ROOT));
    if (!described.getJsonArray("tags").contains(tag)) {
      return "";
    }
    Set<String> statuses = new TreeSet<>(described.getJsonObject("responses").fieldNames());
    statuses.remove("default");
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            operation,
            described.getString("summary"),
            needs(described.getJsonArray("security", new JsonArray())),
            String.join(", ", statuses.stream().filter(status -> status.charAt(0) < '4').toList()),
            String.join(
                ", ", statuses.stream().filter(status -> status.charAt(0) >= '4').toList()));
  }

  private static String needs(JsonArray security) {
    Set<String> names = new TreeSet<>();
    boolean optional = false;
    for (Object one : security) {
      optional |= ((JsonObject) one).isEmpty();
      ((JsonObject) one).fieldNames().forEach(name -> names.add(NEEDS.get(name)));
    }
    return String.join(", ", names) + (optional ? ", or none" : "");
  }

  private static String problems(JsonObject document) {
    StringBuilder text = new StringBuilder("\n## Kinds of problems\n\n");
    document
        .getJsonObject("components")
        .getJsonObject("schemas")
        .getJsonObject("ProblemType")
        .getJsonArray("enum")
        .forEach(word -> text.append("`").append(word).append("` "));
    return text.toString().strip() + "\n";
  }

  @Test
  void isThePageInTheDocs() throws IOException {
    if (Boolean.getBoolean("signet.write-docs")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE))
        .as("out of date: its head says how to write it anew")
        .isEqualTo(page());
  }
}
