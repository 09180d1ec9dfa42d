package signet.server.grant;

import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedSet;
import signet.server.client.Client;
import signet.server.client.GrantType;
import signet.server.session.ProvenKey;
import signet.server.token.AccessToken;
import signet.server.token.AccessTokenIssuer;
import signet.server.token.AccessTokenRequest;

/**
 * From a client that has shown who it is to an access token of its own (RFC 6749 §4.4). Needs no
 * SQL. Thread-safe.
 */
public final class ClientCredentialsGrant {
  private final AccessTokenIssuer tokens;
  private final String issuer;
  private final InstantSource clock;

  /** What was decided. */
  public sealed interface Outcome {
    /**
     * A token was made.
     *
     * @param scopes what it carries
     */
    record Granted(AccessToken accessToken, SortedSet<String> scopes) implements Outcome {}

    /** None was. */
    record Refused(Problem problem) implements Outcome {}
  }

  /** Why none was made. */
  public enum Problem {
    /** The client is not registered for this grant. */
    UNAUTHORIZED_CLIENT,
    /** Not a list of scope names (RFC 6749 §3.3). */
    SCOPE,
    /** The client may not ask for that resource (RFC 8707 §2). */
    TARGET,
    /** The client's tokens are bound to a key, and the request proves to hold none. */
    PROOF
  }

  /** A grant made of those parts; the issuer is the audience of tokens for this server. */
  public ClientCredentialsGrant(AccessTokenIssuer tokens, String issuer, InstantSource clock) {
    this.tokens = tokens;
    this.issuer = issuer;
    this.clock = clock;
  }

  /**
   * Decides.
   *
   * @param client which has been authenticated
   * @param provenKey the key that the token is to be bound to, if any
   * @throws signet.server.token.TokenTooLargeException if there are too many scopes
   * @throws RuntimeException as {@link ProvenKey#use}
   */
  public Outcome grant(
      Client client,
      Optional<String> scope,
      Optional<String> resource,
      Optional<ProvenKey> provenKey) {
    if (!client.may(GrantType.CLIENT_CREDENTIALS)) {
      return new Outcome.Refused(Problem.UNAUTHORIZED_CLIENT);
    }
    if (client.isBound() && provenKey.isEmpty()) {
      return new Outcome.Refused(Problem.PROOF);
    }
    Optional<RequestedScope> requested = RequestedScope.parse(scope);
    if (requested.isEmpty()) {
      return new Outcome.Refused(Problem.SCOPE);
    }
    String audience = resource.orElse(client.defaultAudience());
    if (!client.audiences().contains(audience)) {
      return new Outcome.Refused(Problem.TARGET);
    }
    provenKey.ifPresent(ProvenKey::use);
    SortedSet<String> scopes = requested.get().grantedTo(client, audience.equals(issuer));
    AccessToken token =
        tokens.issue(
            new AccessTokenRequest(
                client.id(),
                client.id(),
                audience,
                scopes,
                Optional.empty(),
                SessionToken.form(client, provenKey.map(ProvenKey::thumbprint))),
            clock.instant());
    return new Outcome.Granted(token, scopes);
  }
}
