package signet.cli.web;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import signet.cli.terminal.OperatorException;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtClaims;

/**
 * What a service says of its keys at its health address.
 *
 * @param answer the whole answer
 * @param kids the keys that it holds
 * @param keysetId their name; empty where it has none yet
 * @param fetchedAt when it fetched them, as it writes it
 */
public record ServiceReading(
    WebAnswer answer, List<String> kids, Optional<String> keysetId, Optional<String> fetchedAt) {
  /** Keeps a copy of the list. */
  public ServiceReading {
    kids = List.copyOf(kids);
  }

  /**
   * Asks a service.
   *
   * @throws OperatorException when it does not answer in the form of Signet's integrations
   */
  public static ServiceReading of(String address) throws OperatorException {
    URI uri = Web.address(address);
    try {
      WebAnswer answer = Web.get(uri);
      // A service that is not ready answers 503, in the same form.
      JwtClaims members = JwtClaims.parse(answer.body());
      Map<?, ?> form =
          members.value("details").orElse(null) instanceof Map<?, ?> details
              ? details
              : members.toMap();
      if (!(form.get("kids") instanceof List<?> list)) {
        throw new IOException("the answer has no kids");
      }
      List<String> kids = new ArrayList<>();
      list.forEach(kid -> kids.add(String.valueOf(kid)));
      return new ServiceReading(answer, kids, text(form, "keyset_id"), text(form, "fetched_at"));
    } catch (IOException | IllegalArgumentException e) {
      throw OperatorException.failed(
          uri + " is no health address of a service: " + e.getMessage(), e);
    }
  }

  private static Optional<String> text(Map<?, ?> form, String name) {
    return form.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Those of the published keys that the service holds. */
  public JwkSet heldOf(JwkSet published) {
    List<Jwk> held =
        published.keys().stream()
            .filter(key -> key.kid().filter(kids::contains).isPresent())
            .toList();
    return JwkSet.of(held);
  }
}
