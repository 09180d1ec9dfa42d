package signet.server.admin;

import io.vertx.core.json.JsonObject;

/** Access tokens, revoked by a running server: {@code /admin/tokens/revoke}. */
final class ServedTokens implements TokenAdministration {
  private static final String PATH = "/admin/tokens/revoke";

  private final ServerExchange server;

  ServedTokens(ServerExchange server) {
    this.server = server;
  }

  @Override
  public void revoke(String accessToken) {
    server.post(PATH, new JsonObject().put("token", accessToken));
  }

  @Override
  public void revokeNamed(String jti) {
    server.post(PATH, new JsonObject().put("jti", jti));
  }
}
