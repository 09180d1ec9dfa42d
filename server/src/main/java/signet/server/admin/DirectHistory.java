package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.server.audit.History;
import signet.server.key.KeyOperations;
import signet.server.key.KeyStatus;

/** The history, read of the store of this process. */
final class DirectHistory implements HistoryAdministration {
  private static final Pattern REVOCATION =
      Pattern.compile("revocation/([0-9]{1,18})/([a-z]{0,8})/(.*)", Pattern.DOTALL);
  private static final String SESSION = "session/";
  private static final String FIRST_REVOCATION = "revocation/0//";

  private final KeyOperations keys;
  private final History history;

  DirectHistory(KeyOperations keys, History history) {
    this.keys = keys;
    this.history = history;
  }

  @Override
  public Page page(Optional<String> after, int limit) {
    DirectAdministration.checkPage(limit);
    if (after.isEmpty()) {
      return new Page(
          keys.list().stream().map(key -> write(key).encode()).toList(),
          Optional.of(FIRST_REVOCATION));
    }
    Matcher revocation = REVOCATION.matcher(after.get());
    if (revocation.matches()) {
      return revocations(
          Long.parseLong(revocation.group(1)), revocation.group(2), revocation.group(3), limit);
    }
    if (after.get().startsWith(SESSION)) {
      return sessions(after.get().substring(SESSION.length()), limit);
    }
    throw new AdministrationException(Refusal.INVALID_PAGE, "\"after\" is no position");
  }

  private Page revocations(long seq, String kind, String value, int limit) {
    List<History.Revoked> page = history.revocations(seq, kind, value, limit);
    String next =
        page.size() < limit
            ? SESSION
            : "revocation/%d/%s/%s"
                .formatted(page.getLast().seq(), page.getLast().kind(), page.getLast().value());
    return new Page(page.stream().map(e -> write(e).encode()).toList(), Optional.of(next));
  }

  private Page sessions(String sid, int limit) {
    List<History.EndedSession> page = history.endedSessions(sid, limit);
    return new Page(
        page.stream().map(e -> write(e).encode()).toList(),
        page.size() < limit ? Optional.empty() : Optional.of(SESSION + page.getLast().sid()));
  }

  private static JsonObject write(KeyStatus key) {
    return new JsonObject()
        .put("type", "key")
        .put("kid", key.kid())
        .put("algorithm", key.algorithm())
        .put("state", key.state().word())
        .put("since", key.since().toString())
        .put("public_jwk", new JsonObject(key.publicJwk()));
  }

  private static JsonObject write(History.Revoked revoked) {
    JsonObject json =
        new JsonObject()
            .put("type", "revocation")
            .put("seq", revoked.seq())
            .put("at", revoked.at().toString())
            .put(revoked.kind(), revoked.value());
    revoked.minVersion().ifPresent(version -> json.put("min_ver", version));
    revoked.endsAt().ifPresent(ends -> json.put("ends", ends.toString()));
    return json;
  }

  private static JsonObject write(History.EndedSession session) {
    return new JsonObject()
        .put("type", "session")
        .put("sid", session.sid())
        .put("sub", session.userId())
        .put("client_id", session.clientId())
        .put("begun", session.begunAt().toString())
        .put("ended", session.endedAt().toString())
        .put("reason", session.reason());
  }
}
