package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.admin.ClientAdministration;
import signet.server.client.ClientSettings;

/** {@code /admin/clients}: settings are members, by the names that the configuration has. */
final class AdminClients {
  private static final Logger LOG = LoggerFactory.getLogger(AdminClients.class);
  private static final String CLIENT_ID = "client_id";
  private static final String CLIENT_SECRET = "client_secret";

  private final AdminEndpoint admin;

  AdminClients(AdminEndpoint admin) {
    this.admin = admin;
  }

  void list(RoutingContext context) {
    admin.answer(
        context,
        administration -> {
          JsonArray array = new JsonArray();
          administration.clients().list().forEach(array::add);
          return Reply.json(200, new JsonObject().put("clients", array));
        });
  }

  void add(RoutingContext context) {
    String correlationId = Exchange.of(context).correlationId();
    admin.answerBody(
        context,
        (administration, body) -> {
          String name = body.required(CLIENT_ID);
          ClientAdministration.Added added = administration.clients().add(name, settings(body));
          LOG.atInfo()
              .addKeyValue("client_id", name)
              .addKeyValue("correlation_id", correlationId)
              .log("client added");
          JsonObject reply = added.client().copy();
          added.secret().ifPresent(secret -> reply.put(CLIENT_SECRET, secret));
          return Reply.json(201, reply);
        });
  }

  private static Map<String, String> settings(RequestJson body) {
    Map<String, String> settings = new TreeMap<>();
    for (String name : body.names()) {
      if (name.equals(CLIENT_ID)) {
        continue;
      }
      // Unlike elsewhere: a misspelt setting would be missed only when it is needed.
      if (!ClientSettings.isKnown(name)) {
        throw ProblemException.of(
            Problem.INVALID_SETTING, "settings are called as in the configuration");
      }
      settings.put(name, body.text(name));
    }
    return settings;
  }

  void remove(RoutingContext context) {
    String name = name(context);
    admin.answer(
        context,
        administration -> {
          int ended = administration.clients().remove(name);
          return Reply.json(200, new JsonObject().put("ended", ended));
        });
  }

  void rotateSecret(RoutingContext context) {
    String name = name(context);
    admin.answerBody(
        context,
        (administration, body) -> {
          boolean alone = body.optional("alone").filter("true"::equals).isPresent();
          String secret = administration.clients().rotateSecret(name, alone);
          return Reply.json(201, new JsonObject().put(CLIENT_SECRET, secret));
        });
  }

  private static String name(RoutingContext context) {
    return Objects.requireNonNullElse(context.pathParam("name"), "");
  }
}
