package signet.server.client;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a request says which client sends it; never shows itself.
 *
 * @param authorization the header of that name
 * @param clientId of the form
 * @param clientSecret of the form, where no secret belongs
 * @param assertionType of the form
 * @param assertion of the form
 */
public record PresentedClient(
    Optional<String> authorization,
    Optional<String> clientId,
    Optional<String> clientSecret,
    Optional<String> assertionType,
    Optional<String> assertion) {
  private static final Pattern BASIC =
      Pattern.compile("basic +([A-Za-z0-9+/]{1,1024}={0,2})", Pattern.CASE_INSENSITIVE);

  /** How many methods of authentication it uses; RFC 6749 §2.3 permits one. */
  int methods() {
    return (authorization.isPresent() ? 1 : 0)
        + (clientSecret.isPresent() ? 1 : 0)
        + (assertion.isPresent() || assertionType.isPresent() ? 1 : 0);
  }

  /** Whether it used the header, which decides how it is told that it failed (RFC 6749 §5.2). */
  public boolean usesHeader() {
    return authorization.isPresent();
  }

  /** Name and secret of {@code client_secret_basic}; empty where the header is something else. */
  Optional<Basic> basic() {
    Matcher matcher = BASIC.matcher(authorization.orElse(""));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(matcher.group(1));
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int colon = text.indexOf(':');
      if (colon < 0) {
        return Optional.empty();
      }
      // RFC 6749 §2.3.1: both are encoded as in a form before they are joined.
      return Optional.of(
          new Basic(
              URLDecoder.decode(text.substring(0, colon), StandardCharsets.UTF_8),
              URLDecoder.decode(text.substring(colon + 1), StandardCharsets.UTF_8)));
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  record Basic(String clientId, String secret) {
    @Override
    public String toString() {
      return "Basic";
    }
  }

  @Override
  public String toString() {
    return "PresentedClient";
  }
}
