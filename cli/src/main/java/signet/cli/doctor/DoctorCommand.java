package signet.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.doctor.Finding.Outcome;
import signet.cli.json.JsonText;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Style;
import signet.cli.terminal.Terminal;
import signet.cli.terminal.Wrap;
import signet.cli.web.Discovery;
import signet.cli.web.ServiceReading;
import signet.cli.web.Web;
import signet.jose.jwk.JwkSet;

/** {@code signet doctor}: what is wrong with an authorization server, as its verifiers see it. */
@Command(
    name = "doctor",
    sortOptions = false,
    description = "Looks at an authorization server as services see it.",
    footer = {
      "",
      "URL is the issuer of a Signet server or of any OpenID Connect provider, or a",
      "JWK Set. Only that address is asked, those that it names, and the service.",
      "",
      "  ✔ as it should be   ! works, could be better   ✖ to be mended",
      "",
      "Exit status: 0 nothing to be mended, 1 something is, 2 wrong usage, 3 the",
      "server could not be reached.",
      "",
      "Examples:",
      "  signet doctor https://auth.example",
      "  signet doctor https://login.example/realms/main --json",
      "  signet doctor https://auth.example --service https://orders.example/health/keys"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int NAME_COLUMNS = 10;

  private final Terminal terminal;
  private final InstantSource clock;

  @Parameters(paramLabel = "URL", description = "The issuer, or a JWK Set.")
  private String url;

  @Option(
      names = "--service",
      paramLabel = "URL",
      description = "A service's health address: compares the keys that it holds, and its clock.")
  private Optional<String> service;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  /** The command on these streams; other clocks are compared with this one. */
  public DoctorCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws OperatorException {
    URI address = Web.address(url);
    Optional<Discovery> found = Optional.empty();
    Examination examination = new Examination(clock.instant());
    Optional<JwkSet> keys = Optional.empty();
    try {
      found = Optional.of(Discovery.of(address));
      keys = examination.server(found.get());
    } catch (IOException e) {
      examination.findings().add(unreachable(address, e));
    }
    if (service.isPresent() && keys.isPresent()) {
      examination.service(ServiceReading.of(service.get()), keys.get());
    }
    print(examination.findings());
    boolean bad = examination.findings().stream().anyMatch(each -> each.outcome() == Outcome.BAD);
    return found.isEmpty() ? ExitCode.KEYS_UNAVAILABLE : bad ? ExitCode.FAILED : ExitCode.OK;
  }

  private static Finding unreachable(URI address, IOException e) {
    String advice =
        e instanceof SSLException
            ? "mend the certificate: services refuse it as well"
            : "check the address, the network and that the server runs: curl -v " + address;
    return Finding.bad("reachable", address + ": " + Web.words(e), advice);
  }

  private void print(List<Finding> findings) {
    if (json) {
      terminal.out().println(JsonText.line(members(findings)));
      return;
    }
    findings.forEach(this::print);
    long bad = findings.stream().filter(each -> each.outcome() == Outcome.BAD).count();
    terminal.out().println();
    terminal
        .out()
        .println(
            bad == 0
                ? terminal.styled(Style.GOOD, "nothing to be mended")
                : terminal.styled(Style.BAD, "to be mended: " + bad));
  }

  private void print(Finding finding) {
    String sign =
        switch (finding.outcome()) {
          case GOOD -> "✔";
          case FAIR -> "!";
          case BAD -> "✖";
        };
    Style style =
        switch (finding.outcome()) {
          case GOOD -> Style.GOOD;
          case FAIR -> Style.WARNING;
          case BAD -> Style.BAD;
        };
    String label = String.format("%s %-" + NAME_COLUMNS + "s ", sign, finding.check());
    boolean first = true;
    for (String line : Wrap.after(label, JsonText.printable(finding.detail()))) {
      // Only the sign is coloured; its escapes have no width.
      terminal.out().println(first ? terminal.styled(style, sign) + line.substring(1) : line);
      first = false;
    }
    if (!finding.advice().isEmpty()) {
      String indent = " ".repeat(label.length()) + "→ ";
      Wrap.after(indent, JsonText.printable(finding.advice())).forEach(terminal.out()::println);
    }
  }

  private static Map<String, Object> members(List<Finding> findings) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("healthy", findings.stream().noneMatch(each -> each.outcome() == Outcome.BAD));
    members.put("findings", findings.stream().map(DoctorCommand::members).toList());
    return members;
  }

  private static Map<String, Object> members(Finding finding) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("check", finding.check());
    members.put("outcome", finding.outcome().word());
    members.put("detail", finding.detail());
    if (!finding.advice().isEmpty()) {
      members.put("advice", finding.advice());
    }
    return members;
  }
}
