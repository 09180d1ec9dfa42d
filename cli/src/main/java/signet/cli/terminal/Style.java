package signet.cli.terminal;

/** The few colours that the command line uses, as ANSI escapes. */
public enum Style {
  /** It is as it should be. */
  GOOD("32"),
  /** It was refused or is wrong. */
  BAD("31"),
  /** Worth a look. */
  WARNING("33"),
  /** A heading. */
  HEADING("1"),
  /** Detail that the eye may skip. */
  QUIET("2");

  private final String escape;

  Style(String code) {
    this.escape = "\u001b[" + code + "m";
  }

  String escape() {
    return escape;
  }
}
