package signet.cli.attack;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.jose.jwk.PublicJwk;
import signet.testkit.forge.ForgeKey;

/**
 * What an attacker has in hands. Never shows tokens or keys.
 *
 * @param token one that the endpoint takes
 * @param algorithm as its header says
 * @param published what the issuer publishes; empty where that is not known
 * @param publishedText the text in which it is published; empty where that is not known
 * @param listener where keys of the attacker can be fetched; empty where nobody listens
 * @param issuerKey what the issuer signs with: on a system of one's own, or guessed
 * @param otherToken one of somebody else, or for somebody else
 * @param now the time
 */
record Material(
    String token,
    String algorithm,
    List<PublicJwk> published,
    String publishedText,
    Optional<URI> listener,
    Optional<ForgeKey> issuerKey,
    Optional<String> otherToken,
    Instant now) {
  Material {
    published = List.copyOf(published);
  }

  @Override
  public String toString() {
    return "Material[" + algorithm + "]";
  }
}
