package signet.server.client;

/** Whether a request comes from the client that it says it comes from. */
public sealed interface ClientAuthentication {
  /**
   * It does; a client without a secret is believed.
   *
   * @param client a confidential one has shown its secret or key
   */
  record Authenticated(Client client) implements ClientAuthentication {}

  /** It does not, or there is no such client; nobody is told which. */
  record Refused() implements ClientAuthentication {}

  /** It does not say so in the one way that RFC 6749 §2.3 asks for. */
  record Malformed() implements ClientAuthentication {}
}
