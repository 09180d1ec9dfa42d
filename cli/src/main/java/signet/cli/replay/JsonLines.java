package signet.cli.replay;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A JSON object a line, as gateways and structured loggers write them. */
final class JsonLines implements LogFormat {
  private static final long FIRST_MILLISECOND = 100_000_000_000L;

  private final Fields fields;

  /**
   * What the members are called, the first that is there counting; a dot goes into an object.
   *
   * @param token of the token, or of a whole {@code Authorization} value
   */
  record Fields(
      List<String> time,
      List<String> address,
      List<String> agent,
      List<String> method,
      List<String> path,
      List<String> status,
      List<String> token) {
    /** What the gateway and usual loggers call them. */
    static Fields usual() {
      return new Fields(
          List.of("time", "timestamp", "@timestamp", "ts"),
          List.of("client_addr", "remote_addr", "client.ip", "source.ip", "ip"),
          List.of("user_agent", "http_user_agent", "user_agent.original"),
          List.of("method", "request_method", "http.request.method"),
          List.of("path", "uri", "request_uri", "url.path", "url"),
          List.of("status", "status_code", "http.response.status_code"),
          List.of("authorization", "http_authorization", "token", "http.request.authorization"));
    }

    /** With another name for one of them. */
    Fields with(Optional<String> tokenField, Optional<String> timeField) {
      return new Fields(
          timeField.map(List::of).orElse(time),
          address,
          agent,
          method,
          path,
          status,
          tokenField.map(List::of).orElse(token));
    }
  }

  JsonLines(Fields fields) {
    this.fields = fields;
  }

  @Override
  public Optional<LogEntry> read(String line) {
    JsonObject object;
    try {
      object = new JsonObject(line);
    } catch (DecodeException | IllegalArgumentException e) {
      return Optional.empty();
    }
    String token = text(object, fields.token());
    return Optional.of(
        new LogEntry(
            instant(value(object, fields.time())),
            text(object, fields.address()),
            text(object, fields.agent()),
            request(text(object, fields.method()), text(object, fields.path())),
            status(value(object, fields.status())),
            token == null || token.equals("-") || token.isEmpty()
                ? List.of()
                : List.of(LogFormat.bare(token)),
            text(object, List.of("kid")),
            text(object, List.of("jti")),
            text(object, List.of("sid"))));
  }

  /** Method and path; the query may hold secrets. */
  static @Nullable String request(@Nullable String method, @Nullable String path) {
    if (path == null) {
      return method;
    }
    int query = path.indexOf('?');
    String bare = query < 0 ? path : path.substring(0, query);
    return method == null ? bare : method + " " + bare;
  }

  private static @Nullable Object value(JsonObject object, List<String> names) {
    for (String name : names) {
      Object whole = object.getValue(name);
      Object found = whole == null && name.indexOf('.') > 0 ? nested(object, name) : whole;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Object nested(JsonObject object, String name) {
    Object here = object;
    for (String step : name.split("\\.", -1)) {
      if (!(here instanceof JsonObject inside)) {
        return null;
      }
      here = inside.getValue(step);
    }
    return here;
  }

  private static @Nullable String text(JsonObject object, List<String> names) {
    return value(object, names) instanceof String text ? text : null;
  }

  private static OptionalInt status(@Nullable Object value) {
    if (value instanceof Number number) {
      return OptionalInt.of(number.intValue());
    }
    return value instanceof String text && text.matches("\\d{3}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /** RFC 3339, or a number of seconds or milliseconds. */
  private static @Nullable Instant instant(@Nullable Object value) {
    try {
      if (value instanceof Number number) {
        double seconds =
            number.doubleValue() >= FIRST_MILLISECOND
                ? number.doubleValue() / 1000
                : number.doubleValue();
        return LogFormat.plausible(Instant.ofEpochMilli(Math.round(seconds * 1000)));
      }
      if (value instanceof String text) {
        return LogFormat.plausible(
            text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant());
      }
    } catch (DateTimeException e) {
      // A time in another form is none.
    }
    return null;
  }
}
