package signet.cli.server;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import signet.cli.json.JsonText;
import signet.cli.option.DurationConverter;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.admin.Administration;
import signet.server.admin.AuditAdministration;
import signet.server.audit.AuditEvent;
import signet.server.audit.AuditLog;
import signet.server.audit.AuditRecord;

/** {@code signet audit}: what happened, the oldest first. */
@Command(
    name = "audit",
    sortOptions = false,
    description = "Shows what was put on record, the oldest first, a line each.",
    footer = {
      "",
      "A line holds: time, event, outcome, reason, who did it, the user and the",
      "session that it concerns, and from where; - stands for nothing.",
      "",
      "Examples:",
      "  signet audit",
      "  signet audit --user alice --since 7d",
      "  signet audit --event login --json | jq .reason"
    })
public final class AuditCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final InstantSource clock;

  @Option(names = "--user", paramLabel = "NAME", description = "What concerns this user alone.")
  private Optional<String> user;

  @Option(
      names = "--event",
      paramLabel = "EVENT",
      description = "This kind alone, such as login or session-theft.")
  private Optional<String> event;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "24h",
      description = "How far back, such as 1h or 7d (default: 24h).")
  private Duration since;

  @Option(names = "--json", description = "Print a line of JSON for each.")
  private boolean json;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public AuditCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration -> {
          Optional<String> id =
              user.isEmpty()
                  ? Optional.empty()
                  : Optional.of(AdministrationOptions.user(administration, user.get()).id());
          printAll(administration.audit(), id, clock.instant().minus(since));
        });
  }

  private void printAll(AuditAdministration audit, Optional<String> userId, Instant from) {
    Optional<AuditRecord.Position> after = Optional.empty();
    List<AuditRecord> page;
    do {
      page =
          audit.list(
              new AuditLog.Query(after, Optional.of(from), userId, event, Administration.MAX_PAGE));
      for (AuditRecord audited : page) {
        print(audited);
        after = Optional.of(audited.position());
      }
    } while (page.size() == Administration.MAX_PAGE);
  }

  private void print(AuditRecord audited) {
    AuditEvent happened = audited.event();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("at", audited.at().toString());
    object.put("event", happened.event());
    object.put("outcome", happened.outcome().word());
    object.put("reason", happened.reason());
    object.put("actor", happened.origin().actor());
    object.put("sub", audited.userId().orElse(""));
    object.put("sid", audited.sid().orElse(""));
    object.put("address", happened.origin().address());
    object.put("correlation_id", happened.origin().correlationId());
    if (json) {
      object.values().removeIf(value -> value.equals(""));
      terminal.out().println(JsonText.line(object));
    } else {
      object.remove("correlation_id");
      object.replaceAll((name, value) -> value.equals("") ? "-" : value);
      terminal
          .out()
          .println(
              JsonText.printable(
                  String.join("  ", object.values().stream().map(String::valueOf).toList())));
    }
  }
}
