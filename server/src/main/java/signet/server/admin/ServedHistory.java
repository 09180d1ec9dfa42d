package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The history, read by way of a running server: {@code /admin/history}. */
final class ServedHistory implements HistoryAdministration {
  private final ServerExchange server;

  ServedHistory(ServerExchange server) {
    this.server = server;
  }

  @Override
  public Page page(Optional<String> after, int limit) {
    JsonObject page =
        server.get(
            "/admin/history?limit="
                + limit
                + after.map(a -> "&after=" + ServerExchange.escaped(a)).orElse(""));
    return new Page(
        page.getJsonArray("lines").stream().map(line -> ((JsonObject) line).encode()).toList(),
        Optional.ofNullable(page.getString("next")));
  }
}
