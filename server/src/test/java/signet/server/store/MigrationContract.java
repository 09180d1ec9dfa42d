package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.jose.jwa.JwsAlgorithm;
import signet.server.audit.AuditEvent;
import signet.server.key.KeyRotation;
import signet.server.key.KeyRules;
import signet.server.key.MasterKey;
import signet.server.key.MasterKeyFile;
import signet.server.key.PrivateKeys;
import signet.server.key.SealedKeys;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.Presenter;
import signet.server.session.RefreshResult;
import signet.server.session.RefreshRules;
import signet.server.session.RefreshTokens;
import signet.server.session.RotationLimit;
import signet.server.session.SessionReading;
import signet.server.session.SessionRules;
import signet.server.session.SessionStore.Selection;
import signet.server.session.Sessions;
import signet.server.user.UserName;

/** A database of the first version, with data in it, becomes one of this version that works. */
abstract class MigrationContract {
  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("test", "", "");

  @TempDir Path keys;

  /** Where the old database is to be made. */
  abstract DataSource old();

  /** The database, opened by this version. */
  abstract Database open();

  @Test
  void dataOfTheFirstVersionGoesOnWorking() {
    MasterKey masterKey = new MasterKeyFile(keys.resolve("master.key")).open(false);
    PrivateKeys privateKeys = new SealedKeys(masterKey);
    PrivateKeys.Generated first = privateKeys.generate(JwsAlgorithm.ES256);
    DataSource source = old();
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration")
        .target("1")
        .load()
        .migrate();
    Jdbi.create(source).useTransaction(handle -> fill(handle, first));

    try (Database database = open()) {
      FeedTable.prepare(database, Duration.ofMinutes(15));
      KeyRotation.Running keys =
          KeyRotation.open(
              new KeyTable(database),
              privateKeys,
              KeyRules.of(JwsAlgorithm.ES256),
              System::nanoTime);
      assertThat(keys.keys().active().kid()).contains(first.kid());
      assertThat(keys.keys().view().kids()).hasSize(2).contains(first.kid());
      keys.rotation().close();

      var alice =
          new UserTable(database).findByName(UserName.parse("ALICE").orElseThrow()).orElseThrow();
      assertThat(alice.passwordHash()).isEqualTo("the hash");
      assertThat(alice.user().roles()).containsExactly("admin", "clerk");
      assertThat(alice.user().authzVersion()).isEqualTo(7);

      sessionsGoOn(database, masterKey);
    }
  }

  private static void sessionsGoOn(Database database, MasterKey masterKey) {
    SessionTable table = new SessionTable(database);
    Sessions sessions =
        new Sessions(
            table,
            new RefreshTokens(masterKey.refreshTokenKey(), new Random()),
            new SessionRules(
                Duration.ofDays(7),
                Duration.ofDays(30),
                new RefreshRules(Duration.ZERO, false, false),
                new RotationLimit(0, 1)),
            new Random());
    // It lives until it is ended, and has no refresh tokens.
    SessionReading old = table.read("old-session").orElseThrow();
    assertThat(old.isLive()).isTrue();
    assertThat(old.session().device().userAgent()).isEqualTo("curl/8");
    assertThat(sessions.end(Selection.all("usr_alice"), "logout", ORIGIN))
        .containsExactly("old-session");

    Sessions.Begun begun =
        sessions.begin(
            old.user(),
            "app",
            false,
            Channel.NATIVE,
            "aud",
            new TreeSet<>(),
            new Device("::1", ""),
            Optional.empty(),
            new AuditEvent("login", ORIGIN));
    assertThat(
            sessions.refresh(
                begun.refreshToken().encoded(), Presenter.of("app", Channel.NATIVE), ORIGIN))
        .isInstanceOf(RefreshResult.Granted.class);
  }

  private static void fill(Handle handle, PrivateKeys.Generated key) {
    long now = Instant.now().toEpochMilli();
    handle.execute(
        "INSERT INTO user_account (id, name, name_key, password_hash, status, authz_ver,"
            + " created_at_ms) VALUES ('usr_alice', 'Alice', 'alice', 'the hash', 'enabled', 7, ?)",
        now);
    handle.execute("INSERT INTO user_role (user_id, role) VALUES ('usr_alice', 'clerk')");
    handle.execute("INSERT INTO user_role (user_id, role) VALUES ('usr_alice', 'admin')");
    handle.execute(
        "INSERT INTO session (sid, user_id, client_id, channel, auth_at_ms, idle_expires_at_ms,"
            + " abs_expires_at_ms, device_address, device_user_agent)"
            + " VALUES ('old-session', 'usr_alice', 'default', 'browser', ?, ?, ?, '::1', 'curl/8')",
        now,
        now + 600_000,
        now + 6_000_000);
    handle.execute(
        "INSERT INTO signing_key (kid, algorithm, state, public_jwk, sealed_private,"
            + " created_at_ms) VALUES (?, ?, 'active', ?, ?, ?)",
        key.kid(),
        "ES256",
        key.publicJwk(),
        key.storedPrivate(),
        now);
  }
}
