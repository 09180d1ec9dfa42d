package signet.cli.server;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import signet.cli.json.JsonText;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.key.KeyStatus;

/** {@code signet key list}: the server's signing keys, two lines each. */
@Command(
    name = "list",
    sortOptions = false,
    description = "Lists the server's signing keys, the oldest first.",
    footer = {
      "",
      "Shows state, algorithm and kid of each; then for how long it has been in that",
      "state, which one follows by itself and when, and how many tokens of it may be",
      "alive at most (its signatures within the longest lifetime of a token).",
      "",
      "Examples:",
      "  signet key list",
      "  signet key list --json | jq -r 'select(.state == \"active\").kid'"
    })
public final class KeyListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--json", description = "Print a line of JSON for each.")
  private boolean json;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public KeyListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal, administration -> administration.keys().list().forEach(this::print));
  }

  private void print(KeyStatus key) {
    if (json) {
      terminal.out().println(JsonText.line(members(key)));
      return;
    }
    terminal
        .out()
        .println(
            JsonText.printable(
                "%-11s  %-9s  %s".formatted(key.state().word(), key.algorithm(), key.kid())));
    terminal
        .out()
        .println(
            "             for %s%s; live tokens at most %d%s"
                .formatted(
                    rough(key.age()),
                    next(key),
                    key.liveTokensAtMost(),
                    key.imported() ? "; imported" : ""));
  }

  private static Map<String, Object> members(KeyStatus key) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kid", key.kid());
    object.put("algorithm", key.algorithm());
    object.put("state", key.state().word());
    object.put("since", key.since().toString());
    object.put("age_seconds", key.age().toSeconds());
    key.next().ifPresent(next -> object.put("next", next.word()));
    key.nextAt().ifPresent(at -> object.put("next_at", at.toString()));
    object.put("live_tokens_at_most", key.liveTokensAtMost());
    object.put("imported", key.imported());
    return object;
  }

  private static String next(KeyStatus key) {
    return key.next()
        .map(
            next ->
                ", "
                    + next.word()
                    + key.nextAt()
                        .map(at -> " " + at.truncatedTo(ChronoUnit.SECONDS))
                        .orElse(" later"))
        .orElse("");
  }

  /** In its largest unit. */
  private static String rough(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 1) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + "m" : age.toSeconds() + "s";
  }
}
