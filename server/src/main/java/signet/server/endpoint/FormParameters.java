package signet.server.endpoint;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a form, read strictly. */
final class FormParameters {
  private FormParameters() {}

  /**
   * The parameters, without those that have no value (RFC 6749 §3.2); empty if the form is
   * malformed or repeats one.
   */
  static Optional<Map<String, String>> parse(byte[] body) {
    Map<String, String> parameters = new HashMap<>();
    try {
      String text = decode(body);
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          String name = unescape(pair.substring(0, equals));
          String value = unescape(pair.substring(equals + 1));
          // RFC 6749 §3.2: a parameter stands once.
          if (parameters.put(name, value) != null) {
            return Optional.empty();
          }
        }
      }
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
    parameters.values().removeIf(String::isEmpty);
    return Optional.of(parameters);
  }

  private static String decode(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private static String unescape(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
