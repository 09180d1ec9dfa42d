package signet.cli.replay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.key.KeyFiles;
import signet.cli.option.AlgorithmConverter;
import signet.cli.option.DurationConverter;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.runtime.crypto.CryptoProvider;

/** {@code signet replay-audit}: which requests should not have been accepted. */
@Command(
    name = "replay-audit",
    sortOptions = false,
    description = "Finds accepted requests in access logs whose token was not good.",
    footer = {
      "",
      "Reads JSON lines, the combined log format (with the token in a field, or in the",
      "address) and tokens a line; gzip too, and standard input for '-'. Each token is",
      "verified as of the time of its line. Logs without tokens, such as the gateway's,",
      "are judged by kid, jti and sid.",
      "",
      "--history tells of keys that were retired and of what was revoked; without it",
      "neither is known. What cannot be known is undetermined, never forged.",
      "",
      "Exit status: 0 nothing found, 1 something found, 2 wrong usage, 3 no keys.",
      "",
      "Examples:",
      "  signet audit export-history history.jsonl",
      "  signet replay-audit access.log.gz --history history.jsonl \\",
      "      --issuer https://auth.example --audience orders --html audit.html",
      "  zcat access.*.gz | signet replay-audit - --jwks keys.json --json"
    })
public final class ReplayAuditCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The logs; '-' is standard input.")
  private List<String> files;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "What 'signet audit export-history' wrote.")
  private Optional<Path> history;

  @Option(
      names = "--jwks",
      paramLabel = "URL|FILE",
      description = "The issuer's public keys, beside those of the history.")
  private Optional<String> jwks;

  @Option(names = "--issuer", paramLabel = "ISSUER", description = "What iss must be.")
  private Optional<String> issuer;

  @Option(names = "--audience", paramLabel = "NAME", description = "What aud must contain.")
  private Optional<String> audience;

  @Option(
      names = "--alg",
      paramLabel = "ALG",
      converter = AlgorithmConverter.class,
      description = "An accepted algorithm; repeat it for several.")
  private List<JwsAlgorithm> algorithms = List.of();

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "2s",
      description = "How long a revoked token may still have passed (default: ${DEFAULT-VALUE}).")
  private Duration grace;

  @Option(
      names = "--format",
      paramLabel = "json|combined|tokens",
      description = "How lines are written; found out by the first one if not given.")
  private Optional<String> format;

  @Option(
      names = "--token-field",
      paramLabel = "NAME",
      description = "The member of JSON lines that holds the token; dots go into objects.")
  private Optional<String> tokenField;

  @Option(
      names = "--time-field",
      paramLabel = "NAME",
      description = "The member of JSON lines that holds the time.")
  private Optional<String> timeField;

  @Option(names = "--json", description = "Print the result as one line of JSON.")
  private boolean json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page too.")
  private Optional<Path> html;

  /** The command on these streams. */
  public ReplayAuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, OperatorException {
    CryptoProvider.install();
    JsonLines lines = new JsonLines(JsonLines.Fields.usual().with(tokenField, timeField));
    LogFormat chosen = chosen(lines);
    History past = history.isPresent() ? History.of(history.get()) : History.none();
    Audit audit = new Audit(judge(past));
    for (String file : files) {
      read(audit, file, chosen, lines);
    }
    AuditResult result = audit.result(unknowns());
    if (json) {
      terminal.out().println(ReplayReports.json(result));
    } else {
      ReplayReports.text(terminal, result);
    }
    write(result);
    return result.badCount() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private @Nullable LogFormat chosen(JsonLines lines) throws OperatorException {
    if (format.isEmpty()) {
      return null;
    }
    return switch (format.get()) {
      case "json" -> lines;
      case "combined" -> new CombinedLines();
      case "tokens" -> new TokenLines();
      default -> throw OperatorException.usage("--format is json, combined or tokens");
    };
  }

  private Judge judge(History past) throws OperatorException {
    JwkSet published = jwks.isPresent() ? new KeyFiles(terminal).keySetAt(jwks.get()) : JwkSet.of();
    try {
      return new Judge(new Judge.Rules(published, issuer, audience, algorithms, grace), past);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw OperatorException.usage(e);
    }
  }

  private void read(Audit audit, String file, @Nullable LogFormat chosen, JsonLines lines)
      throws OperatorException {
    boolean standard = file.equals("-");
    try (InputStream raw = standard ? terminal.in() : opened(Path.of(file));
        InputStream plain = unzipped(raw)) {
      audit.read(standard ? "standard input" : file, new LineReader(plain), chosen, lines);
    } catch (ZipException e) {
      throw OperatorException.failed(file + " is damaged: its gzip cannot be read", e);
    } catch (IOException e) {
      throw OperatorException.usage("cannot read " + file + "; is the name right?", e);
    }
  }

  private InputStream opened(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return terminal.showsProgress()
        ? new Progress(String.valueOf(file.getFileName()), in, Files.size(file), terminal.err())
        : in;
  }

  /** By the first two bytes, whatever the name says. */
  private static InputStream unzipped(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, 64 * 1024);
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return zipped ? new GZIPInputStream(in, 64 * 1024) : in;
  }

  private List<String> unknowns() {
    List<String> unknowns = new ArrayList<>();
    if (jwks.isEmpty() && history.isEmpty()) {
      unknowns.add("signatures (give --jwks or --history)");
    }
    if (history.isEmpty()) {
      unknowns.add("what was revoked, and retired keys (give --history)");
    }
    if (issuer.isEmpty()) {
      unknowns.add("the issuer (give --issuer)");
    }
    if (audience.isEmpty()) {
      unknowns.add("the audience (give --audience)");
    }
    return unknowns;
  }

  private void write(AuditResult result) throws OperatorException {
    if (html.isPresent()) {
      try {
        Files.writeString(html.get(), ReplayReports.html(result));
      } catch (IOException e) {
        throw OperatorException.failed(
            "cannot write " + html.get() + "; does its folder exist?", e);
      }
    }
  }
}
