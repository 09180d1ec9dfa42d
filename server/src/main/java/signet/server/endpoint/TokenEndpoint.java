package signet.server.endpoint;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.client.Client;
import signet.server.client.GrantType;
import signet.server.grant.ClientCredentialsGrant;
import signet.server.grant.RefreshGrant;
import signet.server.grant.RefreshOutcome;
import signet.server.grant.RefreshRequest;
import signet.server.session.Channel;
import signet.server.session.Presenter;
import signet.server.session.RefreshResult;

/**
 * {@code POST /oauth2/token}: the grants {@code refresh_token} (RFC 6749 §6), for native and
 * confidential clients, and {@code client_credentials} (§4.4). Errors are those of §5.2, whatever
 * was wrong.
 */
final class TokenEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

  private final OauthForm.Reader forms;
  private final RefreshGrant refresh;
  private final ClientCredentialsGrant clientCredentials;
  private final ProofGate proofs;

  TokenEndpoint(
      OauthForm.Reader forms,
      RefreshGrant refresh,
      ClientCredentialsGrant clientCredentials,
      ProofGate proofs) {
    this.forms = forms;
    this.refresh = refresh;
    this.clientCredentials = clientCredentials;
    this.proofs = proofs;
  }

  void handle(RoutingContext context) {
    forms.answer(context, this::answer);
  }

  private Reply answer(OauthForm form) {
    Optional<String> word = form.parameter("grant_type");
    if (word.isEmpty()) {
      return OauthError.reply(400, OauthError.INVALID_REQUEST);
    }
    Optional<GrantType> grant = GrantType.ofWord(word.get());
    if (grant.isEmpty()) {
      return OauthError.reply(400, "unsupported_grant_type");
    }
    if (grant.get() == GrantType.CLIENT_CREDENTIALS) {
      return forms.forClient(form, client -> ofClient(form, client));
    }
    Optional<String> token = form.parameter("refresh_token");
    return token.isEmpty()
        ? OauthError.reply(400, OauthError.INVALID_REQUEST)
        : forms.forClient(form, client -> refreshed(form, client, token.get()));
  }

  private Reply ofClient(OauthForm form, Client client) {
    ClientCredentialsGrant.Outcome outcome =
        clientCredentials.grant(
            client,
            form.parameter("scope"),
            form.parameter("resource"),
            proofs.provenKey(form.credentials()));
    if (outcome instanceof ClientCredentialsGrant.Outcome.Granted granted) {
      LOG.atInfo()
          .addKeyValue("client_id", client.id())
          .addKeyValue("jti", granted.accessToken().jti())
          .addKeyValue("correlation_id", form.exchange().correlationId())
          .log("client credentials granted");
      // RFC 6749 §4.4.3: no refresh token; the client can ask again.
      return Reply.json(200, TokenReply.body(granted.accessToken(), granted.scopes()));
    }
    return switch (((ClientCredentialsGrant.Outcome.Refused) outcome).problem()) {
      case UNAUTHORIZED_CLIENT -> OauthError.reply(400, "unauthorized_client");
      case SCOPE -> OauthError.reply(400, "invalid_scope");
      case TARGET -> OauthError.reply(400, "invalid_target");
      case PROOF -> OauthError.reply(400, OauthError.INVALID_PROOF);
    };
  }

  private Reply refreshed(OauthForm form, Client client, String token) {
    if (client.channel() == Channel.BROWSER) {
      // Its refresh token is in a cookie, which is not taken here.
      return OauthError.invalidClient(false);
    }
    RefreshOutcome outcome =
        refresh.refresh(
            new RefreshRequest(
                token,
                new Presenter(client.id(), client.channel(), proofs.provenKey(form.credentials())),
                form.parameter("scope"),
                form.parameter("resource"),
                form.origin("client " + client.id())));
    String word = RefreshEndpoint.log(outcome, form.exchange());
    return render(outcome).withOutcome(word);
  }

  private static Reply render(RefreshOutcome outcome) {
    if (outcome instanceof RefreshOutcome.Granted granted) {
      return Reply.json(
          200,
          TokenReply.body(granted.accessToken(), granted.scopes())
              .put("refresh_token", granted.refreshToken()));
    }
    if (outcome instanceof RefreshOutcome.Limited limited) {
      return OauthError.reply(429, "slow_down")
          .withHeader("Retry-After", RefreshEndpoint.seconds(limited.retryAfter()));
    }
    if (outcome instanceof RefreshOutcome.Invalid invalid) {
      return switch (invalid.problem()) {
        case CLIENT -> OauthError.invalidClient(false);
        case SCOPE -> OauthError.reply(400, "invalid_scope");
        case TARGET -> OauthError.reply(400, "invalid_target");
        case PROOF -> OauthError.reply(400, OauthError.INVALID_PROOF);
      };
    }
    // RFC 9449 §5: what is wrong is the proof, and another one may be right.
    boolean wrongKey =
        ((RefreshOutcome.Refused) outcome).reason() == RefreshResult.Reason.WRONG_KEY;
    return OauthError.reply(400, wrongKey ? OauthError.INVALID_PROOF : "invalid_grant");
  }
}
