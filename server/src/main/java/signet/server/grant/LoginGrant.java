package signet.server.grant;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import signet.server.audit.AuditEvent;
import signet.server.audit.AuditLog;
import signet.server.client.Client;
import signet.server.client.ClientAuthentication;
import signet.server.client.ClientAuthenticator;
import signet.server.client.ClientRegistry;
import signet.server.client.GrantType;
import signet.server.grant.LoginOutcome.Reason;
import signet.server.login.Authentication;
import signet.server.login.LimitedAuthenticator;
import signet.server.session.Channel;
import signet.server.session.ProvenKey;
import signet.server.session.Session;
import signet.server.session.SessionBusyException;
import signet.server.session.Sessions;
import signet.server.token.AccessToken;
import signet.server.token.AccessTokenIssuer;
import signet.server.user.AttributeStore;
import signet.server.user.StoredUser;
import signet.server.user.User;

/** From user name and password to a session with its first access token. Thread-safe. */
public final class LoginGrant {
  private static final String EVENT = "login";
  // Of the length that they all have.
  private static final String ANY_SID = "-".repeat(22);
  private static final Instant ANY_TIME = Instant.ofEpochSecond(1_000_000_000);

  private final ClientRegistry clients;
  private final ClientAuthenticator clientAuthenticator;
  private final LimitedAuthenticator authenticator;
  private final AttributeStore attributes;
  private final Sessions sessions;
  private final AccessTokenIssuer tokens;
  private final AuditLog audit;
  private final String issuer;

  /** A grant made of those parts; the issuer is the audience of tokens for this server. */
  public LoginGrant(
      ClientRegistry clients,
      ClientAuthenticator clientAuthenticator,
      LimitedAuthenticator authenticator,
      AttributeStore attributes,
      Sessions sessions,
      AccessTokenIssuer tokens,
      AuditLog audit,
      String issuer) {
    this.clients = clients;
    this.clientAuthenticator = clientAuthenticator;
    this.authenticator = authenticator;
    this.attributes = attributes;
    this.sessions = sessions;
    this.tokens = tokens;
    this.audit = audit;
    this.issuer = issuer;
  }

  /**
   * Decides a login. What is wrong with the request itself is found before the password is looked
   * at, so it tells nothing about users.
   *
   * @throws signet.server.password.HashingBusyException if too many log in at once
   * @throws SessionBusyException if meanwhile the password was changed, the user was disabled, or
   *     roles changed twice
   * @throws RuntimeException as {@link ProvenKey#use}
   */
  public LoginOutcome login(LoginRequest request) {
    Optional<Client> client =
        clients
            .find(request.clientId())
            .filter(found -> found.may(GrantType.REFRESH_TOKEN))
            .filter(found -> found.channel() != Channel.CONFIDENTIAL || isShown(found, request));
    if (client.isEmpty()) {
      return new LoginOutcome.Refused(Reason.INVALID_CLIENT);
    }
    Optional<RequestedScope> scope = RequestedScope.parse(request.scope());
    if (scope.isEmpty()) {
      return new LoginOutcome.Refused(Reason.INVALID_SCOPE);
    }
    String audience = request.resource().orElse(client.get().defaultAudience());
    if (!client.get().audiences().contains(audience)) {
      return new LoginOutcome.Refused(Reason.INVALID_TARGET);
    }
    if (client.get().isBound() && request.provenKey().isEmpty()) {
      return new LoginOutcome.Refused(Reason.PROOF_NEEDED);
    }
    Authentication authentication =
        authenticator.authenticate(
            request.userName(), request.password(), request.device().address());
    if (authentication instanceof Authentication.Limited limited) {
      return new LoginOutcome.Limited(limited.retryAfter());
    }
    if (authentication instanceof Authentication.Refused refused) {
      audit.record(
          AuditEvent.refused(EVENT, refused.reason().word(), request.origin()), refused.userId());
      return new LoginOutcome.Refused(Reason.INVALID_CREDENTIALS);
    }
    request.provenKey().ifPresent(ProvenKey::use);
    StoredUser known = ((Authentication.Known) authentication).stored();
    try {
      return begin(known.user(), client.get(), audience, scope.get(), request);
    } catch (SessionBusyException e) {
      // A role was given or taken meanwhile: the password is the right one all the same.
      StoredUser now = authenticator.still(known).orElseThrow(() -> e);
      return begin(now.user(), client.get(), audience, scope.get(), request);
    }
  }

  /** Whether the request comes from that client, which can keep a secret. */
  private boolean isShown(Client client, LoginRequest request) {
    return clientAuthenticator.authenticate(request.presented(), request.origin())
            instanceof ClientAuthentication.Authenticated authenticated
        && authenticated.client().id().equals(client.id());
  }

  private LoginOutcome begin(
      User user, Client client, String audience, RequestedScope asked, LoginRequest request) {
    SortedSet<String> scopes = asked.grantedTo(client, user, audience.equals(issuer));
    Map<String, Object> known = client.claims().isEmpty() ? Map.of() : attributes.find(user.id());
    // A token that is refused must not leave a session behind.
    tokens.check(
        SessionToken.request(
            client, ANY_SID, ANY_TIME, audience, scopes, user, known, request.boundTo()));
    Sessions.Begun begun =
        SessionToken.lasting(sessions, client)
            .begin(
                user,
                client.id(),
                clients.isStored(client),
                client.channel(),
                audience,
                scopes,
                request.device(),
                request.boundTo(),
                new AuditEvent(EVENT, request.origin()));
    Session session = begun.session();
    AccessToken token =
        tokens.issue(
            SessionToken.request(
                client,
                session.sid(),
                session.authTime(),
                audience,
                scopes,
                user,
                known,
                session.boundTo()),
            session.authTime());
    return new LoginOutcome.Granted(
        token, scopes, session.sid(), user.id(), begun.refreshToken().encoded(), session.channel());
  }
}
