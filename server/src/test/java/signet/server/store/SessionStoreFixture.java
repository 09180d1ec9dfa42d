package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import signet.server.audit.AuditEvent;
import signet.server.key.RefreshTokenKeys;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.Presenter;
import signet.server.session.RefreshResult;
import signet.server.session.RefreshRules;
import signet.server.session.RefreshTokens;
import signet.server.session.RotationLimit;
import signet.server.session.SessionRules;
import signet.server.session.Sessions;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserName;

/** Sessions of two users in a database, and ways to look at what lies there. */
abstract class SessionStoreFixture {
  static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("test", "::1", "c1");
  static final RotationLimit UNLIMITED = new RotationLimit(0, 1);
  static final String CLIENT = "phone";

  private static final AuditEvent ADDED = new AuditEvent("user-added", ORIGIN);
  private static final AuditEvent LOGIN = new AuditEvent("login", ORIGIN);

  private SessionTable table;

  abstract Database database();

  @BeforeEach
  void addUsers() {
    table = new SessionTable(database());
    FeedTable.prepare(database(), Duration.ofMinutes(15));
    for (String name : List.of("alice", "bob")) {
      new UserTable(database())
          .insert(UserName.parse(name).orElseThrow(), new StoredUser(user(name), "hash"), ADDED);
    }
  }

  private static User user(String name) {
    return new User("usr_" + name, name, new TreeSet<>(), 1, true, Instant.EPOCH);
  }

  SessionTable table() {
    return table;
  }

  Sessions sessions(Duration window, RotationLimit limit) {
    return new Sessions(
        table,
        new RefreshTokens(RefreshTokenKeys.of(1), new Random()),
        new SessionRules(
            Duration.ofDays(7), Duration.ofDays(30), new RefreshRules(window, false, false), limit),
        new Random());
  }

  static Sessions.Begun begin(Sessions sessions, String user) {
    return sessions.begin(
        user(user),
        CLIENT,
        false,
        Channel.NATIVE,
        "aud",
        new TreeSet<>(),
        new Device("::1", ""),
        Optional.empty(),
        LOGIN);
  }

  static RefreshResult refresh(Sessions sessions, String token) {
    return sessions.refresh(token, Presenter.of(CLIENT, Channel.NATIVE), ORIGIN);
  }

  static RefreshResult.Granted granted(RefreshResult result) {
    assertThat(result).isInstanceOf(RefreshResult.Granted.class);
    return (RefreshResult.Granted) result;
  }

  /** As if the latest generation had been made and handed out long ago. */
  void makeOld(String sid) {
    database()
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE session SET rotated_at_ms = 0, handed_at_ms = 0 WHERE sid = ?", sid));
  }

  /** Numbers as long: which type a driver takes is its own affair. */
  List<Map<String, Object>> rows(String table) {
    List<Map<String, Object>> rows =
        database()
            .reader()
            .withHandle(handle -> handle.createQuery("SELECT * FROM " + table).mapToMap().list());
    rows.forEach(
        row ->
            row.replaceAll(
                (column, value) -> value instanceof Number number ? number.longValue() : value));
    return rows;
  }
}
