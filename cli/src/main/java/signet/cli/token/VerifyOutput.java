package signet.cli.token;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import signet.cli.explain.Diagnosis;
import signet.cli.json.JsonText;
import signet.cli.terminal.Style;
import signet.cli.terminal.Terminal;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;

/** Prints results of {@code token verify}. */
final class VerifyOutput {
  private final Terminal terminal;
  private final List<String> notChecked;

  VerifyOutput(Terminal terminal, List<String> notChecked) {
    this.terminal = terminal;
    this.notChecked = notChecked;
  }

  /** For a person: the verdict first, then what supports it. */
  void text(Verification result) {
    if (result instanceof Verification.Verified verified) {
      VerifiedJwt jwt = verified.jwt();
      terminal.out().println(terminal.styled(Style.GOOD, "valid"));
      field("alg", jwt.algorithm().wireName());
      jwt.kid().ifPresent(kid -> field("kid", kid));
      jwt.type().ifPresent(typ -> field("typ", typ));
      terminal.out().println(JsonText.indented(jwt.claims().toJson()));
    } else if (result instanceof Verification.Rejected rejected) {
      terminal.out().println(terminal.styled(Style.BAD, "refused: " + rejected.reason().word()));
      field("detail", rejected.detail());
      rejected.unverifiedKid().ifPresent(kid -> field("kid", kid + " (unverified)"));
      field("why", "run signet token explain with the same options");
      field("guide", Diagnosis.guide(rejected.reason()));
    }
    if (!notChecked.isEmpty()) {
      field("not checked", String.join(", ", notChecked));
    }
  }

  private void field(String name, String value) {
    terminal.out().println("  " + name + ": " + JsonText.printable(value));
  }

  /** For {@code --lines}: the verdict alone. */
  void line(Verification result) {
    terminal
        .out()
        .println(
            result instanceof Verification.Rejected rejected
                ? "refused " + rejected.reason().word()
                : "valid");
  }

  /** For scripts: one line of JSON, whose member names are stable. */
  void json(Verification result) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (result instanceof Verification.Verified verified) {
      VerifiedJwt jwt = verified.jwt();
      object.put("valid", true);
      object.put("alg", jwt.algorithm().wireName());
      jwt.kid().ifPresent(kid -> object.put("kid", kid));
      jwt.type().ifPresent(typ -> object.put("typ", typ));
      object.put("claims", new JsonText.Raw(jwt.claims().toJson()));
    } else if (result instanceof Verification.Rejected rejected) {
      object.put("valid", false);
      object.put("reason", rejected.reason().word());
      object.put("detail", rejected.detail());
      rejected.unverifiedKid().ifPresent(kid -> object.put("unverified_kid", kid));
    }
    object.put("not_checked", notChecked);
    terminal.out().println(JsonText.line(object));
  }
}
