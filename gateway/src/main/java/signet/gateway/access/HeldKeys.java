package signet.gateway.access;

import java.util.Optional;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.jwks.RemoteJwkSet;

/**
 * The keys that are here already: never waits for a fetch, so that event loops can ask. Whoever is
 * told that there is no key asks the source itself, elsewhere.
 */
final class HeldKeys implements KeySource {
  private final RemoteJwkSet source;

  HeldKeys(RemoteJwkSet source) {
    this.source = source;
  }

  @Override
  public Optional<JwkSet> current() {
    // Where a usable set is held the source answers with it, and refreshes beside that.
    return source.held().isEmpty() ? Optional.empty() : source.current();
  }

  @Override
  public Optional<JwkSet> after(String unknownKid) {
    return current();
  }
}
