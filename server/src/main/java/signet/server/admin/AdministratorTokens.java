package signet.server.admin;

/** Where the access tokens of an administration from afar come from. */
public interface AdministratorTokens {
  /**
   * One with the scope {@code signet:admin}.
   *
   * @throws AdministrationException if none can be had
   */
  String current();

  /** The server has refused that one: the next one is to be another. */
  void giveUp(String token);
}
