package signet.server.grant;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import signet.server.client.Client;
import signet.server.session.Sessions;
import signet.server.token.AccessTokenRequest;
import signet.server.user.User;

/** From a session, its user and its client to the access token to be made. */
final class SessionToken {
  private SessionToken() {}

  static AccessTokenRequest request(
      Client client,
      String sid,
      Instant authTime,
      String audience,
      SortedSet<String> scopes,
      User user,
      Map<String, Object> attributes,
      Optional<String> boundTo) {
    return new AccessTokenRequest(
        user.id(),
        client.id(),
        audience,
        scopes,
        Optional.of(
            new AccessTokenRequest.Login(
                sid, authTime, user.roles(), user.authzVersion(), claims(client, attributes))),
        form(client, boundTo));
  }

  /** Sessions that last as the client wants. */
  static Sessions lasting(Sessions sessions, Client client) {
    return sessions.lasting(client.lifetimes().idle(), client.lifetimes().absolute());
  }

  static AccessTokenRequest.Form form(Client client, Optional<String> boundTo) {
    return new AccessTokenRequest.Form(client.lifetimes().access(), client.encryption(), boundTo);
  }

  /** What the client wants to see of a user's attributes; nothing where the user has none such. */
  private static Map<String, Object> claims(Client client, Map<String, Object> attributes) {
    Map<String, Object> claims = new HashMap<>();
    client
        .claims()
        .forEach(
            (attribute, claim) -> {
              Object value = attributes.get(attribute);
              if (value != null) {
                claims.put(claim, value);
              }
            });
    return claims;
  }
}
