package signet.server.grant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import signet.jose.jwt.VerifiedJwt;
import signet.server.client.Client;
import signet.server.session.Channel;
import signet.server.session.Session;
import signet.server.session.SessionReading;
import signet.server.session.Sessions;
import signet.server.token.Claim;

/**
 * What a token is worth at this moment (RFC 7662). Thread-safe.
 *
 * <p>Whoever asks learns something only about access tokens made for an audience that it is the
 * resource server of, and about its own refresh tokens; everything else is the same as a token that
 * was never made.
 */
public final class Introspection {
  // RFC 7662 §2.2, and what a resource server needs of ours. Claims of attributes are not repeated.
  private static final Set<String> SHOWN =
      Set.of(
          Claim.SCOPE,
          Claim.CLIENT_ID,
          "exp",
          "iat",
          "sub",
          "aud",
          "iss",
          "jti",
          Claim.SID,
          Claim.AUTH_TIME,
          Claim.ROLES,
          Claim.AUTHZ_VERSION,
          Claim.CONFIRMATION);

  private final IssuedTokens accessTokens;
  private final Sessions sessions;

  /** Introspection of those tokens. */
  public Introspection(IssuedTokens accessTokens, Sessions sessions) {
    this.accessTokens = accessTokens;
    this.sessions = sessions;
  }

  /**
   * What the caller may know of a token that counts; empty for every other one.
   *
   * @param caller which has been authenticated
   */
  public Optional<Map<String, Object>> of(String token, Client caller) {
    if (caller.channel() != Channel.CONFIDENTIAL) {
      return Optional.empty();
    }
    return accessToken(token, caller).or(() -> refreshToken(token, caller));
  }

  private Optional<Map<String, Object>> accessToken(String token, Client caller) {
    return accessTokens
        .genuine(token)
        .filter(jwt -> isFor(caller, jwt.claims().audience()))
        .filter(accessTokens::isCurrent)
        .map(Introspection::members);
  }

  private static boolean isFor(Client caller, List<String> audiences) {
    return audiences.stream().anyMatch(caller.powers().resourceServers()::contains);
  }

  private static Map<String, Object> members(VerifiedJwt jwt) {
    Map<String, Object> members = new LinkedHashMap<>();
    boolean bound = jwt.claims().value(Claim.CONFIRMATION).isPresent();
    members.put("token_type", bound ? "DPoP" : "Bearer");
    jwt.claims()
        .toMap()
        .forEach(
            (name, value) -> {
              if (SHOWN.contains(name) && value != null) {
                members.put(name, value);
              }
            });
    return members;
  }

  private Optional<Map<String, Object>> refreshToken(String token, Client caller) {
    return sessions
        .findUsable(token, caller.id(), caller.channel())
        .map(SessionReading::session)
        .map(Introspection::members);
  }

  private static Map<String, Object> members(Session session) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(Claim.SCOPE, String.join(" ", session.scopes()));
    members.put(Claim.CLIENT_ID, session.clientId());
    members.put("sub", session.userId());
    members.put("exp", session.expiresAt().getEpochSecond());
    members.put(Claim.SID, session.sid());
    members.put(Claim.AUTH_TIME, session.authTime().getEpochSecond());
    session
        .boundTo()
        .ifPresent(key -> members.put(Claim.CONFIRMATION, Map.of(Claim.KEY_THUMBPRINT, key)));
    return members;
  }
}
