package signet.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.random.RandomGenerator;
import signet.server.audit.AuditEvent;
import signet.server.session.RefreshResult.Reason;
import signet.server.session.SessionStore.Selection;
import signet.server.user.User;

/** Begins, refreshes and ends sessions. Thread-safe. */
public final class Sessions {
  private static final int SID_BYTES = 16;
  private static final int ATTEMPTS = 5;

  private final SessionStore store;
  private final RefreshTokens tokens;
  private final SessionRules rules;
  private final RandomGenerator random;

  /**
   * Sessions in that store.
   *
   * @param random cryptographically strong and thread-safe
   */
  public Sessions(
      SessionStore store, RefreshTokens tokens, SessionRules rules, RandomGenerator random) {
    this.store = store;
    this.tokens = tokens;
    this.rules = rules;
    this.random = random;
  }

  /** The same sessions, with other lifetimes for those that are begun and refreshed by them. */
  public Sessions lasting(Optional<Duration> idle, Optional<Duration> absolute) {
    return idle.isEmpty() && absolute.isEmpty()
        ? this
        : new Sessions(
            store,
            tokens,
            new SessionRules(
                idle.orElse(rules.idle()),
                absolute.orElse(rules.absolute()),
                rules.refresh(),
                rules.limit()),
            random);
  }

  /** A session that has begun, and its first refresh token. */
  public record Begun(Session session, RefreshToken refreshToken) {}

  /**
   * Begins a session for a user who authenticated just now, and puts that on record.
   *
   * @param user as read together with the password that was right
   * @param isClientStored as {@link SessionStore.Basis}
   * @param boundTo the thumbprint of the key that its tokens are to be bound to, if any
   * @throws SessionBusyException if the user was changed since: that password may be no more; or if
   *     the client was removed
   */
  public Begun begin(
      User user,
      String clientId,
      boolean isClientStored,
      Channel channel,
      String audience,
      SortedSet<String> scopes,
      Device device,
      Optional<String> boundTo,
      AuditEvent event) {
    Instant now = store.now();
    Session session =
        new Session(
            nextSid(),
            user.id(),
            clientId,
            channel,
            audience,
            scopes,
            now,
            now.plus(rules.idle()),
            now.plus(rules.absolute()),
            Optional.empty(),
            device,
            boundTo);
    SessionSecret secret = tokens.nextSecret();
    Generations first = Generations.first(now.toEpochMilli());
    SessionStore.Basis basis = new SessionStore.Basis(user.authzVersion(), isClientStored);
    if (!store.insert(session, basis, secret, first, event)) {
      throw new SessionBusyException();
    }
    return new Begun(session, tokens.issue(session.sid(), secret, first.gen()));
  }

  /**
   * Refreshes: one statement that reads, and one that writes unless the token is only repeated.
   *
   * @throws SessionBusyException if others changed the session each time
   * @throws RuntimeException as {@link ProvenKey#use}
   */
  public RefreshResult refresh(String presented, Presenter presenter, AuditEvent.Origin origin) {
    Optional<RefreshToken> parsed = RefreshToken.parse(presented);
    if (parsed.isEmpty()) {
      return new RefreshResult.Refused(Reason.INVALID);
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<RefreshResult> result = attempt(parsed.get(), presenter, origin);
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw new SessionBusyException();
  }

  /** Empty where the session changed between reading and writing. */
  private Optional<RefreshResult> attempt(
      RefreshToken token, Presenter presenter, AuditEvent.Origin origin) {
    Optional<SessionReading> read = store.read(token.sid());
    if (read.isEmpty()) {
      return refused(Reason.ENDED);
    }
    SessionReading reading = read.get();
    if (!tokens.isGenuine(token, reading.secret())) {
      return refused(Reason.INVALID);
    }
    Session session = reading.session();
    if (!presenter.mayUse(session)) {
      return refused(Reason.WRONG_CLIENT);
    }
    if (!presenter.holdsKeyOf(session)) {
      return refused(Reason.WRONG_KEY);
    }
    if (!reading.isLive()) {
      return refused(Reason.ENDED);
    }
    presenter.provenKey().ifPresent(ProvenKey::use);
    long nowMillis = reading.now().toEpochMilli();
    RefreshDecision decision =
        RefreshDecision.of(token.generation(), reading.generations(), nowMillis, rules.refresh());
    return carryOut(token, decision, reading, origin);
  }

  private Optional<RefreshResult> carryOut(
      RefreshToken token,
      RefreshDecision decision,
      SessionReading reading,
      AuditEvent.Origin origin) {
    return switch (decision.outcome()) {
      case SUPERSEDED -> refused(Reason.SUPERSEDED);
      case ROLLBACK_REFUSED -> refused(Reason.ROLLED_BACK);
      case THEFT ->
          store.revokeStolen(
                  reading.session().sid(),
                  reading.generations(),
                  new AuditEvent("session-theft", origin))
              ? refused(Reason.STOLEN)
              : Optional.empty();
      case REPEATED -> granted(decision, reading, reading.secret());
      case REPEATED_SUCCESSOR, ROTATED, LOST_REPLY, ROLLED_BACK ->
          write(token, decision, reading, origin);
    };
  }

  private Optional<RefreshResult> write(
      RefreshToken token,
      RefreshDecision decision,
      SessionReading reading,
      AuditEvent.Origin origin) {
    String sid = reading.session().sid();
    Instant idle = reading.session().idleExpiresAt();
    long stored = reading.rotationLimitMillis();
    SessionSecret secret = reading.secret();
    if (decision.outcome().rotates()) {
      long nowMillis = reading.now().toEpochMilli();
      if (!rules.limit().permits(stored, nowMillis)) {
        store.recordLimited(sid, new AuditEvent("session-refresh-limited", origin));
        return Optional.of(new RefreshResult.Limited(rules.limit().wait(stored, nowMillis)));
      }
      stored = rules.limit().after(stored, nowMillis);
      idle = reading.now().plus(rules.idle());
      // Never without a new generation: the same one is the same token each time.
      secret = tokens.moved(secret);
    }
    // Whatever writes makes the token that was presented the parent, or finds it to be that.
    var keys = new SessionStore.TagKeys(secret.keyId(), token.keyId());
    return store.advance(sid, reading.generations(), decision.next(), keys, idle, stored)
        ? granted(decision, reading, secret)
        : Optional.empty();
  }

  private Optional<RefreshResult> granted(
      RefreshDecision decision, SessionReading reading, SessionSecret secret) {
    RefreshToken next = tokens.issue(reading.session().sid(), secret, decision.next().gen());
    return Optional.of(new RefreshResult.Granted(reading, next, decision.outcome()));
  }

  private static Optional<RefreshResult> refused(Reason reason) {
    return Optional.of(new RefreshResult.Refused(reason));
  }

  /** The session of a token with a valid tag, of whatever generation, if client and channel fit. */
  public Optional<SessionReading> authenticate(String presented, String clientId, Channel channel) {
    return RefreshToken.parse(presented)
        .flatMap(
            token ->
                store
                    .read(token.sid())
                    .filter(reading -> tokens.isGenuine(token, reading.secret())))
        .filter(reading -> reading.session().clientId().equals(clientId))
        .filter(reading -> reading.session().channel() == channel);
  }

  /** The session of a refresh token that would be taken, if it were presented now. */
  public Optional<SessionReading> findUsable(String presented, String clientId, Channel channel) {
    return authenticate(presented, clientId, channel)
        .filter(SessionReading::isLive)
        .filter(reading -> isUsable(RefreshToken.parse(presented).orElseThrow(), reading));
  }

  private boolean isUsable(RefreshToken token, SessionReading reading) {
    return RefreshDecision.of(
            token.generation(),
            reading.generations(),
            reading.now().toEpochMilli(),
            rules.refresh())
        .outcome()
        .grants();
  }

  /** Ends sessions; those that have ended already stay as they are. Gives the ones ended now. */
  public List<String> end(Selection selection, String reason, AuditEvent.Origin origin) {
    return store.revoke(selection, reason, new AuditEvent("session-" + reason, origin));
  }

  /** A session, dead or alive. */
  public Optional<SessionReading> find(String sid) {
    return store.read(sid);
  }

  /** Sessions that live, of one user or of all, the one begun last first. */
  public List<Session> listLive(Optional<String> userId, Optional<String> after, int limit) {
    return store.listLive(userId, after, limit);
  }

  /** How long a reply may take before the client must be assumed to have given up on it. */
  public Duration replyDeadline() {
    Duration window = rules.refresh().repeatWindow();
    return window.isZero() ? Duration.ofSeconds(30) : window.dividedBy(3);
  }

  /** Whether tokens of that session count. */
  public boolean isLive(String sid) {
    return store.read(sid).filter(SessionReading::isLive).isPresent();
  }

  private String nextSid() {
    byte[] sid = new byte[SID_BYTES];
    random.nextBytes(sid);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sid);
  }
}
