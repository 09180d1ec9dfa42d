package signet.cli.terminal;

/** What the command's exit status says; scripts rely on these numbers. */
public final class ExitCode {
  /** Done; for {@code token verify}: the token is valid. */
  public static final int OK = 0;

  /** It did not work, or a token was refused. */
  public static final int FAILED = 1;

  /** A wrong flag, argument, file or configuration: nothing was attempted. */
  public static final int USAGE = 2;

  /** The keys to verify with could not be had, so nothing is known about the token. */
  public static final int KEYS_UNAVAILABLE = 3;

  /** A defect in Signet itself, as in {@code sysexits.h}. */
  public static final int DEFECT = 70;

  private ExitCode() {}
}
