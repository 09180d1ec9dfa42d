package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.PrivateJwk;
import signet.runtime.start.StartupException;
import signet.server.audit.AuditEvent;
import signet.server.key.KeyImport;
import signet.server.key.KeyRules;
import signet.server.key.KeyState;
import signet.server.key.KeyStep;
import signet.server.key.KeyStore;
import signet.server.key.MasterKeys;
import signet.server.key.PrivateKeys;
import signet.server.key.Rewrap;
import signet.server.key.SealedKeys;
import signet.server.key.SealedStore;
import signet.server.key.StoredKey;
import signet.server.key.TestMasterKeys;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.Presenter;
import signet.server.session.RefreshResult;
import signet.server.session.RefreshRules;
import signet.server.session.RefreshTokens;
import signet.server.session.RotationLimit;
import signet.server.session.SessionRules;
import signet.server.session.SessionStore.Selection;
import signet.server.session.Sessions;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserName;

/** What a change of the master key does on a real database, whatever database it is. */
abstract class RewrapContract {
  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("test", "::1", "c1");
  private static final User ALICE =
      new User("usr_alice", "alice", new TreeSet<>(), 1, true, Instant.EPOCH);
  private static final MasterKeys BEFORE = TestMasterKeys.of(1);
  private static final MasterKeys BOTH = TestMasterKeys.of(2, 1);
  private static final MasterKeys AFTER = TestMasterKeys.of(2);

  private SealedTable table;

  abstract Database database();

  @BeforeEach
  void prepare() {
    table = new SealedTable(database());
    FeedTable.prepare(database(), Duration.ofMinutes(15));
    new UserTable(database())
        .insert(
            UserName.parse("alice").orElseThrow(),
            new StoredUser(ALICE, "hash"),
            new AuditEvent("user-added", ORIGIN));
  }

  private StoredKey addKey(JwsAlgorithm algorithm) {
    PrivateKeys.Generated made = new SealedKeys(BEFORE).generate(algorithm);
    StoredKey key =
        new StoredKey(
            made.kid(),
            algorithm.wireName(),
            KeyState.ACTIVE,
            made.publicJwk(),
            made.storedPrivate(),
            Instant.ofEpochMilli(1_800_000_000_000L));
    KeyTable keys = new KeyTable(database());
    KeyStep step =
        new KeyStep(
            List.of(),
            Optional.empty(),
            Optional.of(new KeyStep.Making(algorithm, KeyState.ACTIVE)),
            Optional.empty());
    KeyStore.Change silent = new KeyStore.Change(List.of(), Optional.empty());
    assertThat(keys.take(keys.seq(), step, Optional.of(key), silent)).isPresent();
    return stored(key.kid());
  }

  private StoredKey stored(String kid) {
    return new KeyTable(database())
        .all().stream().filter(key -> key.kid().equals(kid)).findFirst().orElseThrow();
  }

  private Sessions sessions(MasterKeys keys) {
    return new Sessions(
        new SessionTable(database()),
        new RefreshTokens(keys.refreshTokenKey(), keys.otherRefreshTokenKeys(), new Random(1)),
        new SessionRules(
            Duration.ofDays(7),
            Duration.ofDays(30),
            new RefreshRules(Duration.ZERO, false, false),
            new RotationLimit(0, 1)),
        new Random());
  }

  private static Sessions.Begun begin(Sessions sessions) {
    return sessions.begin(
        ALICE,
        "phone",
        false,
        Channel.NATIVE,
        "aud",
        new TreeSet<>(),
        new Device("::1", ""),
        Optional.empty(),
        new AuditEvent("login", ORIGIN));
  }

  private static String refresh(Sessions sessions, String token) {
    RefreshResult result = sessions.refresh(token, Presenter.of("phone", Channel.NATIVE), ORIGIN);
    assertThat(result).isInstanceOf(RefreshResult.Granted.class);
    return ((RefreshResult.Granted) result).refreshToken().encoded();
  }

  @Test
  void everythingIsSealedAnewAndOpensWithoutTheOldKey() {
    StoredKey one = addKey(JwsAlgorithm.ES256);
    StoredKey two = addKey(JwsAlgorithm.ED25519);

    Rewrap.Report report = new Rewrap(table, BOTH).run();

    assertThat(report).isEqualTo(new Rewrap.Report(AFTER.currentId(), 2, List.of()));
    for (StoredKey key : List.of(one, two)) {
      assertThat(new SealedKeys(AFTER).open(stored(key.kid())).kid()).contains(key.kid());
      assertThatThrownBy(() -> new SealedKeys(BEFORE).open(stored(key.kid())))
          .isInstanceOf(StartupException.class);
    }
    assertThat(new Rewrap(table, BOTH).run().rewrapped()).isZero();
  }

  @Test
  void aKeyThatWasBroughtStaysMarkedAsSuch() throws Exception {
    String jwk = PrivateJwk.generate(JwsAlgorithm.ES256).exportJson();
    String kid =
        new KeyImport(
                new KeyTable(database()),
                () -> new SealedKeys(BEFORE),
                KeyRules.of(JwsAlgorithm.ES256))
            .add(jwk, ORIGIN);

    assertThat(new Rewrap(table, BOTH).run().rewrapped()).isOne();

    assertThat(stored(kid).isImported()).isTrue();
    assertThat(new SealedKeys(AFTER).open(stored(kid)).kid()).contains(kid);
  }

  @Test
  void whatNoConfiguredKeyOpensIsToldAndLeftAlone() {
    StoredKey key = addKey(JwsAlgorithm.ES256);

    Rewrap.Report report = new Rewrap(table, AFTER).run();

    assertThat(report.rewrapped()).isZero();
    assertThat(report.needed())
        .singleElement()
        .satisfies(
            needed -> {
              assertThat(needed.masterKeyId()).isEqualTo(BEFORE.currentId());
              assertThat(needed.signingKeys()).isOne();
            });
    assertThat(stored(key.kid()).sealedPrivate()).isEqualTo(key.sealedPrivate());
  }

  @Test
  void aTextThatAnotherReplacedMeanwhileIsNotOverwritten() {
    addKey(JwsAlgorithm.ES256);
    SealedStore.Sealed read = table.sealed().getFirst();

    assertThat(table.replace(read, "v1.a.b.c")).isTrue();
    assertThat(table.replace(read, "v1.d.e.f")).isFalse();
    assertThat(table.sealed().getFirst().text()).isEqualTo("v1.a.b.c");
  }

  @Test
  void sessionsMoveWithTheirRefreshesAndTheOldKeyIsNeededUntilThen() {
    String token = begin(sessions(BEFORE)).refreshToken().encoded();
    Rewrap rewrap = new Rewrap(table, BOTH);
    assertNeededByOneSession(rewrap);

    token = refresh(sessions(BOTH), token);
    // The reply may have been lost, and the client come back with the parent.
    assertNeededByOneSession(rewrap);

    token = refresh(sessions(BOTH), token);
    assertThat(rewrap.run().needed()).isEmpty();
    assertThat(refresh(sessions(AFTER), token)).isNotEqualTo(token);
  }

  private static void assertNeededByOneSession(Rewrap rewrap) {
    assertThat(rewrap.run().needed())
        .singleElement()
        .satisfies(
            needed -> {
              assertThat(needed.masterKeyId()).isEqualTo(BEFORE.currentId());
              assertThat(needed.sessions()).isOne();
              assertThat(needed.until().orElseThrow())
                  .isBetween(
                      Instant.now().plus(Duration.ofDays(6)),
                      Instant.now().plus(Duration.ofDays(8)));
            });
  }

  @Test
  void aLostReplyDuringTheMoveLogsNobodyOut() {
    String token = begin(sessions(BEFORE)).refreshToken().encoded();

    refresh(sessions(BOTH), token);
    String afterLoss = refresh(sessions(BOTH), token);
    afterLoss = refresh(sessions(BOTH), afterLoss);

    assertThat(refresh(sessions(AFTER), afterLoss)).isNotEmpty();
  }

  @Test
  void aStolenTokenOfTheOldKeyStillEndsItsSession() {
    String stolen = begin(sessions(BEFORE)).refreshToken().encoded();
    String token = refresh(sessions(BOTH), refresh(sessions(BOTH), stolen));

    RefreshResult result =
        sessions(BOTH).refresh(stolen, Presenter.of("phone", Channel.NATIVE), ORIGIN);

    assertThat(result).isEqualTo(new RefreshResult.Refused(RefreshResult.Reason.STOLEN));
    assertThat(sessions(BOTH).refresh(token, Presenter.of("phone", Channel.NATIVE), ORIGIN))
        .isEqualTo(new RefreshResult.Refused(RefreshResult.Reason.ENDED));
  }

  @Test
  void sessionsThatEndedNeedNoKey() {
    Sessions.Begun begun = begin(sessions(BEFORE));
    sessions(BEFORE).end(Selection.one("usr_alice", begun.session().sid()), "logout", ORIGIN);

    assertThat(new Rewrap(table, BOTH).run().needed()).isEmpty();
  }

  @Test
  void sessionsUnderAnUnknownKeyAreTold() {
    begin(sessions(BEFORE));

    assertThat(new Rewrap(table, AFTER).run().needed())
        .singleElement()
        .extracting(Rewrap.Needed::masterKeyId)
        .asString()
        .startsWith("unknown ");
  }
}
