package signet.server.grant;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.server.client.Client;
import signet.server.client.ClientRegistry;
import signet.server.revocation.RevocableToken;
import signet.server.revocation.RevocationStore;
import signet.server.session.SessionReading;
import signet.server.session.Sessions;
import signet.server.token.AccessTokenVerifier;
import signet.server.token.Claim;

/** Access tokens made here, and whether they still count by what SQL says. Thread-safe. */
public final class IssuedTokens {
  private final AccessTokenVerifier verifier;
  private final Sessions sessions;
  private final ClientRegistry clients;
  private final RevocationStore revocations;
  private final InstantSource clock;

  /** Access tokens judged by those parts. */
  public IssuedTokens(
      AccessTokenVerifier verifier,
      Sessions sessions,
      ClientRegistry clients,
      RevocationStore revocations,
      InstantSource clock) {
    this.verifier = verifier;
    this.sessions = sessions;
    this.clients = clients;
    this.revocations = revocations;
    this.clock = clock;
  }

  /** The token, if it was made here and has not expired, whoever is to read it; asks no SQL. */
  Optional<VerifiedJwt> genuine(String accessToken) {
    // No skew here: it is this server's own clock that says until when.
    return acceptable(accessToken).filter(jwt -> clock.instant().isBefore(jwt.expiresAt()));
  }

  /** As {@link #genuine}, as long as verifiers may accept it, whose clocks may be behind. */
  Optional<VerifiedJwt> acceptable(String accessToken) {
    return verifier.verifyForAnybody(accessToken) instanceof Verification.Verified verified
        ? Optional.of(verified.jwt())
        : Optional.empty();
  }

  /** Whether a genuine token counts: nothing that it rests on has ended or been revoked. */
  boolean isCurrent(VerifiedJwt token) {
    Optional<String> sid = token.sessionId();
    boolean holds =
        sid.isPresent()
            ? sessions.find(sid.get()).filter(session -> carries(session, token)).isPresent()
            : client(token).isPresent();
    return holds && !revocations.isRevoked(revocable(token));
  }

  private static boolean carries(SessionReading reading, VerifiedJwt token) {
    OptionalLong version = token.claims().integer(Claim.AUTHZ_VERSION);
    return reading.isLive()
        && token.subject().filter(reading.user().id()::equals).isPresent()
        && version.isPresent()
        && version.getAsLong() >= reading.user().authzVersion();
  }

  /** The client that asked for itself. */
  private Optional<Client> client(VerifiedJwt token) {
    return token
        .clientId()
        .filter(id -> token.subject().filter(id::equals).isPresent())
        .flatMap(clients::find);
  }

  static RevocableToken revocable(VerifiedJwt token) {
    return new RevocableToken(
        token.jwtId().orElseThrow(),
        token.sessionId(),
        token.subject().orElseThrow(),
        token.claims().integer(Claim.AUTHZ_VERSION),
        token.keyThumbprint());
  }
}
