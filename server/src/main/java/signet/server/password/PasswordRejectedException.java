package signet.server.password;

/** A chosen password breaks a rule. */
public final class PasswordRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String rule;

  PasswordRejectedException(String rule) {
    super(rule);
    this.rule = rule;
  }

  /** The rule, as a sentence that holds nothing of the password. */
  public String rule() {
    return rule;
  }
}
