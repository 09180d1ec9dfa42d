package signet.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Users' attributes, administered by a running server: {@code /admin/users/{id}/attributes}. */
final class ServedAttributes implements AttributeAdministration {
  private final ServerExchange server;

  ServedAttributes(ServerExchange server) {
    this.server = server;
  }

  @Override
  public SortedMap<String, Object> list(String userId) {
    return read(server.get(path(userId)));
  }

  @Override
  public SortedMap<String, Object> change(
      String userId, Map<String, Object> set, Set<String> removed) {
    JsonObject body = new JsonObject();
    set.forEach(
        (name, value) ->
            body.put(name, value instanceof List<?> list ? new JsonArray(list) : value));
    removed.forEach(body::putNull);
    return read(server.patch(path(userId), body));
  }

  private static String path(String userId) {
    return "/admin/users/" + ServerExchange.escaped(userId) + "/attributes";
  }

  private static SortedMap<String, Object> read(JsonObject reply) {
    SortedMap<String, Object> attributes = new TreeMap<>();
    for (Map.Entry<String, Object> entry : reply.getJsonObject("attributes")) {
      attributes.put(entry.getKey(), value(entry.getValue()));
    }
    return attributes;
  }

  /** Numbers come in whatever type they fit. */
  private static Object value(Object value) {
    if (value instanceof JsonArray array) {
      return array.getList();
    }
    if (value instanceof Integer number) {
      return number.longValue();
    }
    return value instanceof Double number ? BigDecimal.valueOf(number) : value;
  }
}
