package signet.server.grant;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.LongSupplier;
import signet.server.client.Client;
import signet.server.client.ClientRegistry;
import signet.server.client.GrantType;
import signet.server.session.RefreshResult;
import signet.server.session.Session;
import signet.server.session.SessionBusyException;
import signet.server.session.SessionReading;
import signet.server.session.Sessions;
import signet.server.token.AccessToken;
import signet.server.token.AccessTokenIssuer;

/** From a refresh token to the session's next tokens. Thread-safe. */
public final class RefreshGrant {
  private final ClientRegistry clients;
  private final Sessions sessions;
  private final AccessTokenIssuer tokens;
  private final String issuer;
  private final LongSupplier nanoTime;

  /**
   * A grant made of those parts.
   *
   * @param nanoTime monotonic
   */
  public RefreshGrant(
      ClientRegistry clients,
      Sessions sessions,
      AccessTokenIssuer tokens,
      String issuer,
      LongSupplier nanoTime) {
    this.clients = clients;
    this.sessions = sessions;
    this.tokens = tokens;
    this.issuer = issuer;
    this.nanoTime = nanoTime;
  }

  /**
   * Decides a refresh.
   *
   * @throws SessionBusyException if it took so long that the client has given up, or others changed
   *     the session each time; the client may try again
   */
  public RefreshOutcome refresh(RefreshRequest request) {
    long startNanos = nanoTime.getAsLong();
    Optional<Client> client =
        clients
            .find(request.presenter().clientId())
            .filter(found -> found.channel() == request.presenter().channel())
            .filter(found -> found.may(GrantType.REFRESH_TOKEN));
    if (client.isEmpty()) {
      return new RefreshOutcome.Invalid(RefreshOutcome.Problem.CLIENT);
    }
    if (client.get().isBound() && request.presenter().provenKey().isEmpty()) {
      return new RefreshOutcome.Invalid(RefreshOutcome.Problem.PROOF);
    }
    Optional<RequestedScope> scope = RequestedScope.parse(request.scope());
    if (scope.isEmpty()) {
      return new RefreshOutcome.Invalid(RefreshOutcome.Problem.SCOPE);
    }
    Optional<String> resource = request.resource();
    if (resource.isPresent() && !client.get().audiences().contains(resource.get())) {
      return new RefreshOutcome.Invalid(RefreshOutcome.Problem.TARGET);
    }
    // Not after the session has moved on: the client would have to come again for nothing.
    tokens.requireKey();
    RefreshResult result =
        SessionToken.lasting(sessions, client.get())
            .refresh(request.refreshToken(), request.presenter(), request.origin());
    if (result instanceof RefreshResult.Refused refused) {
      return new RefreshOutcome.Refused(refused.reason());
    }
    if (result instanceof RefreshResult.Limited limited) {
      return new RefreshOutcome.Limited(limited.retryAfter());
    }
    RefreshOutcome outcome =
        issue((RefreshResult.Granted) result, client.get(), scope.get(), request);
    // A late reply could overwrite a newer token at the client, which has asked again by now.
    Duration taken = Duration.ofNanos(nanoTime.getAsLong() - startNanos);
    if (taken.compareTo(sessions.replyDeadline()) > 0) {
      throw new SessionBusyException();
    }
    return outcome;
  }

  private RefreshOutcome issue(
      RefreshResult.Granted granted, Client client, RequestedScope scope, RefreshRequest request) {
    SessionReading reading = granted.reading();
    Session session = reading.session();
    String audience = request.resource().orElse(session.audience());
    // Never more than at login, and what client and user may have today.
    SortedSet<String> scopes =
        scope.narrowed(session.scopes(), client, reading.user(), audience.equals(issuer));
    AccessToken token =
        tokens.issue(
            SessionToken.request(
                client,
                session.sid(),
                session.authTime(),
                audience,
                scopes,
                reading.user(),
                reading.attributes(),
                request.presenter().provenThumbprint()),
            reading.now());
    return new RefreshOutcome.Granted(
        token, scopes, session, granted.refreshToken().encoded(), granted.outcome());
  }
}
