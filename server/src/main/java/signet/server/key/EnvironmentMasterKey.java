package signet.server.key;

import signet.runtime.start.StartupException;

/** The master key that a variable of the environment holds; never shows it. */
public final class EnvironmentMasterKey implements MasterKeySource {
  private final String variable;
  private final String text;

  /**
   * The key in that variable.
   *
   * @param text 32 bytes, base64url without padding
   * @throws IllegalArgumentException if it is no master key, with a message that completes "KEY
   *     must …" and does not quote it
   */
  public EnvironmentMasterKey(String variable, String text) {
    this.variable = variable;
    this.text = text;
    if (MasterKey.parse(text).isEmpty()) {
      throw new IllegalArgumentException(
          "be the line that 'signet key master FILE' writes (to name that file, set "
              + variable
              + "_FILE)");
    }
  }

  @Override
  public MasterKey open(boolean isNeeded) {
    return MasterKey.parse(text)
        .orElseThrow(() -> StartupException.surroundings(variable + " holds no master key"));
  }

  @Override
  public String toString() {
    return "the variable " + variable;
  }
}
