package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.admin.Administration;
import signet.server.admin.AdministrationException;
import signet.server.admin.Refusal;
import signet.server.admin.UserJson;
import signet.server.user.User;

/** {@code /admin/*}: the operations of an administrator, for whom a {@link Gate} lets in. */
final class AdminEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(AdminEndpoint.class);
  private static final int DEFAULT_PAGE = 100;

  private final RequestBody bodies;
  private final Workers workers;
  private final Administration administration;
  private final Gate gate;

  /** Who may come in. */
  @FunctionalInterface
  interface Gate {
    /**
     * Who asks, for the log. May block.
     *
     * @throws ProblemException for who may not come in
     */
    String admit(List<String> authorizationHeaders);
  }

  AdminEndpoint(RequestBody bodies, Workers workers, Administration administration, Gate gate) {
    this.bodies = bodies;
    this.workers = workers;
    this.administration = administration;
    this.gate = gate;
  }

  void listUsers(RoutingContext context) {
    List<String> credentials = credentials(context);
    Optional<String> after = Optional.ofNullable(context.request().getParam("after"));
    Optional<String> limit = Optional.ofNullable(context.request().getParam("limit"));
    workers.answer(
        context,
        () -> {
          gate.admit(credentials);
          int most = limit.map(AdminEndpoint::number).orElse(DEFAULT_PAGE);
          List<User> users = refusing(() -> administration.listUsers(after, most));
          return Reply.json(200, page(users, most));
        });
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ProblemException.of(Problem.INVALID_PAGE, "\"limit\" must be a whole number");
    }
  }

  private static JsonObject page(List<User> users, int limit) {
    JsonArray array = new JsonArray();
    users.forEach(user -> array.add(UserJson.write(user)));
    JsonObject page = new JsonObject().put("users", array);
    if (users.size() == limit) {
      page.put("next", users.getLast().name());
    }
    return page;
  }

  void addUser(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    List<String> credentials = credentials(context);
    bodies
        .json(context.request())
        .onSuccess(
            body -> workers.answer(context, () -> addUser(exchange, gate.admit(credentials), body)))
        .onFailure(failure -> exchange.send(exchange.failure(failure)));
  }

  private Reply addUser(Exchange exchange, String administrator, byte[] body) {
    RequestJson json = RequestJson.parse(body);
    String name = json.required("name");
    String password = json.required("password");
    Set<String> roles = new TreeSet<>(json.strings("roles"));
    User user = refusing(() -> administration.addUser(name, password, roles));
    LOG.atInfo()
        .addKeyValue("by", administrator)
        .addKeyValue("sub", user.id())
        .addKeyValue("roles", user.roles())
        .addKeyValue("correlation_id", exchange.correlationId())
        .log("user added");
    return Reply.json(201, UserJson.write(user));
  }

  private static List<String> credentials(RoutingContext context) {
    return context.request().headers().getAll("Authorization");
  }

  private static <T> T refusing(Supplier<T> operation) {
    try {
      return operation.get();
    } catch (AdministrationException e) {
      String detail = e.getMessage();
      throw ProblemException.of(problem(e.refusal()), detail == null ? "" : detail);
    }
  }

  private static Problem problem(Refusal refusal) {
    return switch (refusal) {
      case NAME_TAKEN -> Problem.NAME_TAKEN;
      case INVALID_NAME -> Problem.INVALID_NAME;
      case INVALID_PASSWORD -> Problem.INVALID_PASSWORD;
      case INVALID_ROLE -> Problem.INVALID_ROLE;
      case INVALID_PAGE -> Problem.INVALID_PAGE;
      case UNAVAILABLE -> Problem.BUSY;
    };
  }
}
