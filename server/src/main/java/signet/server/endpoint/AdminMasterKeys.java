package signet.server.endpoint;

import io.vertx.ext.web.RoutingContext;
import signet.server.admin.RewrapJson;

/** {@code /admin/master-key}: the change of the master key. */
final class AdminMasterKeys {
  private final AdminEndpoint admin;

  AdminMasterKeys(AdminEndpoint admin) {
    this.admin = admin;
  }

  void rewrap(RoutingContext context) {
    admin.answer(
        context,
        administration -> Reply.json(200, RewrapJson.write(administration.masterKeys().rewrap())));
  }
}
