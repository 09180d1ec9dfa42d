package signet.server.session;

import java.util.Optional;

/**
 * Who presents a refresh token.
 *
 * @param clientId the client
 * @param channel how it does
 * @param provenKey the key that it proves to hold (RFC 9449 §5), if any
 */
public record Presenter(String clientId, Channel channel, Optional<ProvenKey> provenKey) {
  /** A client that has shown no key. */
  public static Presenter of(String clientId, Channel channel) {
    return new Presenter(clientId, channel, Optional.empty());
  }

  /** The thumbprint of the key that it proves to hold, if any. */
  public Optional<String> provenThumbprint() {
    return provenKey.map(ProvenKey::thumbprint);
  }

  /** Whether the session is this client's, on this channel. */
  boolean mayUse(Session session) {
    return session.clientId().equals(clientId) && session.channel() == channel;
  }

  /** Whether it holds the key that the session is bound to, if it is. */
  boolean holdsKeyOf(Session session) {
    return session.boundTo().isEmpty() || session.boundTo().equals(provenThumbprint());
  }
}
