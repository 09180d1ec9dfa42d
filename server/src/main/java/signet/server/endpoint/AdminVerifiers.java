package signet.server.endpoint;

import io.vertx.ext.web.RoutingContext;
import signet.server.admin.VerifierJson;

/** {@code GET /admin/verifiers}: how far revocations have spread, as verifiers report it. */
final class AdminVerifiers {
  private final AdminEndpoint admin;

  AdminVerifiers(AdminEndpoint admin) {
    this.admin = admin;
  }

  void read(RoutingContext context) {
    admin.answer(
        context,
        administration -> Reply.json(200, VerifierJson.write(administration.verifiers().read())));
  }
}
