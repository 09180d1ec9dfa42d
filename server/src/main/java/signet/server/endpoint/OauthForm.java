package signet.server.endpoint;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import signet.server.audit.AuditEvent;
import signet.server.client.Client;
import signet.server.client.ClientAuthentication;
import signet.server.client.ClientAuthenticator;
import signet.server.client.PresentedClient;

/**
 * A form sent to {@code /oauth2} and the client that it says it comes from; never shows itself.
 *
 * @param credentials what of the request shows who sends it
 * @param parameters by name, each once
 * @param presented how the client shows who it is
 * @param address of the peer
 */
record OauthForm(
    Exchange exchange,
    PresentedCredentials credentials,
    Map<String, String> parameters,
    PresentedClient presented,
    String address) {
  /** Reads forms for all endpoints of {@code /oauth2}, and finds out which client sends them. */
  record Reader(RequestBody bodies, Workers workers, ClientAuthenticator clients) {

    /** Answers a request by blocking work; what goes wrong is answered as RFC 6749 says. */
    void answer(RoutingContext context, Function<OauthForm, Reply> work) {
      Exchange exchange = Exchange.of(context);
      PresentedCredentials credentials = exchange.credentials();
      String address = exchange.clientAddress();
      bodies
          .form(context.request())
          .onSuccess(
              body ->
                  workers.answer(context, () -> answer(exchange, body, credentials, address, work)))
          .onFailure(failure -> exchange.send(OauthError.of(exchange.failure(failure))));
    }

    private static Reply answer(
        Exchange exchange,
        byte[] body,
        PresentedCredentials credentials,
        String address,
        Function<OauthForm, Reply> work) {
      List<String> authorization = credentials.authorization();
      Optional<Map<String, String>> form = FormParameters.parse(body);
      if (form.isEmpty() || authorization.size() > 1) {
        return OauthError.reply(400, OauthError.INVALID_REQUEST);
      }
      PresentedClient presented =
          new PresentedClient(
              authorization.stream().findFirst(),
              Optional.ofNullable(form.get().get("client_id")),
              Optional.ofNullable(form.get().get("client_secret")),
              Optional.ofNullable(form.get().get("client_assertion_type")),
              Optional.ofNullable(form.get().get("client_assertion")));
      try {
        return work.apply(new OauthForm(exchange, credentials, form.get(), presented, address));
      } catch (RuntimeException e) {
        return OauthError.of(exchange.failure(e));
      }
    }

    /** Works for the client that sent the form, or says that there is none. */
    Reply forClient(OauthForm form, Function<Client, Reply> work) {
      ClientAuthentication authentication =
          clients.authenticate(form.presented(), form.origin("client"));
      if (authentication instanceof ClientAuthentication.Authenticated authenticated) {
        return work.apply(authenticated.client());
      }
      return authentication instanceof ClientAuthentication.Malformed
          ? OauthError.reply(400, OauthError.INVALID_REQUEST)
          : OauthError.invalidClient(form.presented().usesHeader());
    }
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  AuditEvent.Origin origin(String actor) {
    return new AuditEvent.Origin(actor, address, exchange.correlationId());
  }

  @Override
  public String toString() {
    return "OauthForm[" + exchange.correlationId() + "]";
  }
}
