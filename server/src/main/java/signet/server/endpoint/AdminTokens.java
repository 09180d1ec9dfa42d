package signet.server.endpoint;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code POST /admin/tokens/revoke}: one access token, by itself or by its {@code jti}. */
final class AdminTokens {
  private final AdminEndpoint admin;

  AdminTokens(AdminEndpoint admin) {
    this.admin = admin;
  }

  void revoke(RoutingContext context) {
    admin.answerBody(
        context,
        (administration, body) -> {
          Optional<String> token = body.optional("token");
          Optional<String> jti = body.optional("jti");
          if (token.isPresent() == jti.isPresent()) {
            throw ProblemException.of(
                Problem.MISSING_FIELD, "either \"token\" or \"jti\" is needed");
          }
          token.ifPresent(administration.tokens()::revoke);
          jti.ifPresent(administration.tokens()::revokeNamed);
          return Reply.empty(204);
        });
  }
}
