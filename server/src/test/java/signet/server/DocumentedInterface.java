package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code docs/reference/openapi.yaml}, and whether the server keeps to it: each answer has a status
 * that is documented for its operation, and a body of the documented type and schema.
 */
final class DocumentedInterface {
  private static final Path FILE = Path.of("../docs/reference/openapi.yaml");
  private static final String BASE = "app://signet/openapi";
  private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete", "put");

  /** What every operation may answer, as the head of the file says. */
  private static final Set<Integer> COMMON = Set.of(405, 408, 413, 415, 429, 500, 503);

  private static final JsonObject DOCUMENT = read();
  private static final SchemaRepository SCHEMAS = schemas();
  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private DocumentedInterface() {}

  private static JsonObject read() {
    try {
      Map<String, Object> yaml = new Yaml().load(Files.readString(FILE));
      return new JsonObject(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SchemaRepository schemas() {
    Vertx vertx = Vertx.vertx();
    try {
      SchemaRepository schemas =
          SchemaRepository.create(
              new JsonSchemaOptions()
                  .setBaseUri(BASE)
                  .setDraft(Draft.DRAFT202012)
                  .setOutputFormat(OutputFormat.Basic));
      schemas.preloadMetaSchema(vertx.fileSystem(), Draft.DRAFT202012);
      String openApi = "https://spec.openapis.org/oas/3.1/schema/2022-10-07";
      String resource = openApi.replace("https://", "");
      schemas.dereference(
          openApi, JsonSchema.of(vertx.fileSystem().readFileBlocking(resource).toJsonObject()));
      OutputUnit valid = schemas.validator(openApi).validate(DOCUMENT);
      assertThat(valid.getValid()).as("is OpenAPI 3.1: %s", valid.toJson()).isTrue();
      // It writes into what it is given.
      return schemas.dereference(BASE, JsonSchema.of(DOCUMENT.copy()));
    } finally {
      vertx.close();
    }
  }

  /** The document. */
  static JsonObject document() {
    return DOCUMENT;
  }

  /** The operations, as method, space, path. */
  static Set<String> operations() {
    Set<String> all = new TreeSet<>();
    paths()
        .forEach(
            path ->
                METHODS.stream()
                    .filter(path.getValue()::containsKey)
                    .forEach(
                        method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return all;
  }

  /** What was answered so far in this process: operation, space, status. */
  static Set<String> seen() {
    return Set.copyOf(SEEN);
  }

  /**
   * Holds an answer against the document.
   *
   * @param base the path of the issuer, below which all others are
   */
  static void check(HttpResponse<String> answer, String base) {
    String method = answer.request().method();
    String full = answer.request().uri().getRawPath();
    if (method.equals("OPTIONS")) {
      return;
    }
    Optional<String> template = template(belowIssuer(full, base));
    if (template.isEmpty()) {
      assertThat(answer.statusCode()).as("%s is documented nowhere", full).isIn(404, 405, 503);
      return;
    }
    JsonObject item = path(template.get());
    JsonObject operation =
        item.getJsonObject(method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT));
    if (operation == null) {
      assertThat(answer.statusCode()).as("%s %s", method, template.get()).isIn(404, 405, 503);
      SEEN.add("other " + template.get() + " " + answer.statusCode());
      return;
    }
    check(method + " " + template.get(), operation, answer);
  }

  /** What stands below the issuer's path; RFC 8414 §3.1 puts that behind the well-known one. */
  private static String belowIssuer(String path, String base) {
    if (path.endsWith(base) && path.startsWith("/.well-known/oauth-authorization-server")) {
      return path.substring(0, path.length() - base.length());
    }
    if (path.startsWith("/health/")) {
      return path;
    }
    return path.startsWith(base + "/") ? path.substring(base.length()) : "nowhere";
  }

  private static void check(String name, JsonObject operation, HttpResponse<String> answer) {
    JsonObject responses = operation.getJsonObject("responses");
    JsonObject response = responses.getJsonObject(Integer.toString(answer.statusCode()));
    if (response == null) {
      assertThat(answer.statusCode()).as("status of %s", name).isIn(COMMON);
      response = responses.getJsonObject("default");
    }
    JsonObject content = resolved(response).getJsonObject("content", new JsonObject());
    SEEN.add(name + " " + answer.statusCode());
    if (name.startsWith("HEAD ") || content.isEmpty()) {
      assertThat(answer.body()).as("body of %s", name).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(" *;.*", "");
    assertThat(content.fieldNames()).as("type of %s", name).contains(type);
    if (type.endsWith("json")) {
      String schema = content.getJsonObject(type).getJsonObject("schema").getString("$ref");
      OutputUnit valid = SCHEMAS.validator(BASE + schema).validate(Json.decodeValue(answer.body()));
      assertThat(valid.getValid())
          .as("%s %s: %s", name, answer.statusCode(), valid.toJson())
          .isTrue();
    }
  }

  /** Holds status and type of an answer without end against the document. */
  static void checkHead(HttpResponse<?> answer) {
    String name = answer.request().method() + " " + answer.request().uri().getPath();
    JsonObject operation = path(answer.request().uri().getPath()).getJsonObject("get");
    JsonObject content =
        operation
            .getJsonObject("responses")
            .getJsonObject(Integer.toString(answer.statusCode()))
            .getJsonObject("content");
    assertThat(content.fieldNames())
        .containsExactlyElementsOf(answer.headers().allValues("Content-Type"));
    SEEN.add(name + " " + answer.statusCode());
  }

  private static JsonObject resolved(JsonObject response) {
    String reference = response.getString("$ref");
    return reference == null
        ? response
        : DOCUMENT
            .getJsonObject("components")
            .getJsonObject("responses")
            .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
  }

  /** The path that is written as it is wins over one with parameters. */
  private static Optional<String> template(String path) {
    if (DOCUMENT.getJsonObject("paths").containsKey(path)) {
      return Optional.of(path);
    }
    return paths().stream()
        .map(Map.Entry::getKey)
        .filter(template -> path.matches(template.replaceAll("\\{[a-z]+}", "[^/]+")))
        .findFirst();
  }

  private static Set<Map.Entry<String, JsonObject>> paths() {
    Map<String, JsonObject> all = new TreeMap<>();
    DOCUMENT.getJsonObject("paths").fieldNames().forEach(name -> all.put(name, path(name)));
    return all.entrySet();
  }

  private static JsonObject path(String name) {
    return DOCUMENT.getJsonObject("paths").getJsonObject(name);
  }
}
