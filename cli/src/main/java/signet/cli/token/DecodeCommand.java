package signet.cli.token;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.json.JsonText;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Style;
import signet.cli.terminal.Terminal;
import signet.jose.jwt.MalformedJwtException;
import signet.jose.jwt.UnverifiedJwt;

/** {@code signet token decode}: shows what a token says, all of it marked as unverified. */
@Command(
    name = "decode",
    sortOptions = false,
    description = "Shows header and payload of a token. Nothing is checked.",
    footer = {
      "",
      "Anyone can write anything into a token. Believe it only when 'signet token",
      "verify' says valid.",
      "",
      "Examples:",
      "  signet token decode <token.txt",
      "  signet token decode --json <token.txt | jq .payload"
    })
public final class DecodeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "TOKEN", description = TokenInput.HELP)
  private Optional<String> token;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  /** The command on these streams. */
  public DecodeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, OperatorException {
    UnverifiedJwt jwt;
    try {
      jwt = UnverifiedJwt.parse(new TokenInput(terminal).one(token));
    } catch (MalformedJwtException e) {
      throw OperatorException.failed("this is no compact JWT: " + e.getMessage(), e);
    }
    if (json) {
      printJson(jwt);
    } else {
      printText(jwt);
    }
    return ExitCode.OK;
  }

  private void printJson(UnverifiedJwt jwt) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("verified", false);
    object.put("header", new JsonText.Raw(jwt.headerJson()));
    object.put("payload", new JsonText.Raw(jwt.payloadJson()));
    object.put("signature_bytes", jwt.signatureBytes());
    terminal.out().println(JsonText.line(object));
  }

  private void printText(UnverifiedJwt jwt) {
    PrintStream out = terminal.out();
    out.println(
        terminal.styled(Style.WARNING, "UNVERIFIED: anyone may have written this; see --help"));
    out.println(terminal.styled(Style.HEADING, "header (unverified)"));
    out.println(JsonText.indented(jwt.headerJson()));
    out.println(terminal.styled(Style.HEADING, "payload (unverified)"));
    out.println(JsonText.indented(jwt.payloadJson()));
    out.println(
        terminal.styled(Style.HEADING, "signature (unverified)")
            + " "
            + jwt.signatureBytes()
            + " bytes");
  }
}
