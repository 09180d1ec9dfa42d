package signet.server.endpoint;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import signet.server.admin.Administration;
import signet.server.admin.AdministrationException;
import signet.server.admin.DirectAdministration;
import signet.server.admin.Refusal;
import signet.server.audit.AuditEvent;

/**
 * What all of {@code /admin/*} shares: a {@link Gate} that lets somebody in, the operation, and the
 * answer where it is refused.
 */
final class AdminEndpoint {
  private static final int DEFAULT_PAGE = 100;

  private final Capacity capacity;
  private final DirectAdministration.Stores stores;
  private final Gate gate;

  /** Who may come in. */
  @FunctionalInterface
  interface Gate {
    /**
     * Who asks, for the log. May block.
     *
     * @throws ProblemException for who may not come in
     */
    String admit(PresentedCredentials credentials);
  }

  /** An operation for who was let in. May block. */
  @FunctionalInterface
  interface Operation {
    Reply run(Administration administration);
  }

  /** As {@link Operation}, with the request's body. */
  @FunctionalInterface
  interface BodyOperation {
    Reply run(Administration administration, RequestJson body);
  }

  AdminEndpoint(Capacity capacity, DirectAdministration.Stores stores, Gate gate) {
    this.capacity = capacity;
    this.stores = stores;
    this.gate = gate;
  }

  void answer(RoutingContext context, Operation operation) {
    Exchange exchange = Exchange.of(context);
    PresentedCredentials credentials = exchange.credentials();
    capacity
        .workers()
        .answer(
            context, () -> refusing(() -> operation.run(administration(exchange, credentials))));
  }

  void answerBody(RoutingContext context, BodyOperation operation) {
    Exchange exchange = Exchange.of(context);
    PresentedCredentials credentials = exchange.credentials();
    capacity
        .bodies()
        .json(context.request())
        .onSuccess(
            body ->
                capacity
                    .workers()
                    .answer(
                        context, () -> refusing(() -> run(operation, exchange, credentials, body))))
        .onFailure(failure -> exchange.send(exchange.failure(failure)));
  }

  private Reply run(
      BodyOperation operation, Exchange exchange, PresentedCredentials credentials, byte[] body) {
    // Who may not come in is not told what is wrong with the body.
    Administration administration = administration(exchange, credentials);
    return operation.run(administration, RequestJson.parse(body));
  }

  private Administration administration(Exchange exchange, PresentedCredentials credentials) {
    String by = gate.admit(credentials);
    return stores.by(new AuditEvent.Origin(by, exchange.clientAddress(), exchange.correlationId()));
  }

  /** The parameter {@code limit}, read on the event loop and parsed where a problem is answered. */
  static int limit(Optional<String> parameter) {
    try {
      return parameter.map(Integer::parseInt).orElse(DEFAULT_PAGE);
    } catch (NumberFormatException e) {
      throw ProblemException.of(Problem.INVALID_PAGE, "\"limit\" must be a whole number");
    }
  }

  static Optional<String> parameter(RoutingContext context, String name) {
    try {
      return Optional.ofNullable(context.request().getParam(name));
    } catch (IllegalArgumentException e) {
      // It quotes the query, which is not to be on record.
      throw ProblemException.of(Problem.INVALID_PAGE, "the query is not well-formed");
    }
  }

  @FunctionalInterface
  private interface Answering {
    Reply answer();
  }

  private static Reply refusing(Answering operation) {
    try {
      return operation.answer();
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
      case NO_SUCH_USER -> Problem.NO_SUCH_USER;
      case NO_SUCH_SESSION -> Problem.NO_SUCH_SESSION;
      case INVALID_ACCESS_TOKEN -> Problem.INVALID_ACCESS_TOKEN;
      case INVALID_ATTRIBUTE -> Problem.INVALID_ATTRIBUTE;
      case CLIENT_NAME_TAKEN -> Problem.CLIENT_NAME_TAKEN;
      case INVALID_SETTING -> Problem.INVALID_SETTING;
      case NO_SUCH_CLIENT -> Problem.NO_SUCH_CLIENT;
      case NO_SUCH_KEY -> Problem.NO_SUCH_KEY;
      case KEY_NOT_READY -> Problem.KEY_NOT_READY;
      case KEY_IN_USE -> Problem.KEY_IN_USE;
      case KEY_ENDED -> Problem.KEY_ENDED;
      case INVALID_KEY -> Problem.INVALID_KEY;
      case INVALID_PAGE -> Problem.INVALID_PAGE;
      case UNAVAILABLE -> Problem.BUSY;
    };
  }
}
