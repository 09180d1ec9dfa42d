package signet.cli.key;

import java.io.IOException;
import java.net.URI;
import signet.cli.terminal.OperatorException;
import signet.cli.web.Web;
import signet.cli.web.WebAnswer;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;

/** Fetches a published JWK Set once: https, or http on loopback; no redirects, bounded, timed. */
public final class KeyAddress {
  private KeyAddress() {}

  /** Whether the place is an address rather than a file. */
  public static boolean isAddress(String place) {
    return Web.isAddress(place);
  }

  /** The set at the address. */
  public static JwkSet fetch(String address) throws OperatorException {
    return read(answer(address));
  }

  /** What the address answers, for {@link #read}. */
  public static WebAnswer answer(String address) throws OperatorException {
    URI uri = Web.address(address);
    if (!Web.isSafe(uri)) {
      throw OperatorException.usage("keys over plain http could be anyone's; use https");
    }
    try {
      return Web.get(uri);
    } catch (IOException e) {
      throw noKeys(uri, e);
    }
  }

  /** The set of an answer. */
  public static JwkSet read(WebAnswer answer) throws OperatorException {
    try {
      if (answer.status() != 200) {
        throw new IOException("it answered " + answer.status());
      }
      return JwkSet.parsePublished(answer.body());
    } catch (IOException e) {
      throw noKeys(answer.uri(), e);
    } catch (JwkException e) {
      throw OperatorException.keysUnavailable(
          answer.uri() + " is no JWK Set: " + e.getMessage(), e);
    }
  }

  private static OperatorException noKeys(URI uri, IOException e) {
    return OperatorException.keysUnavailable(
        "no keys from " + uri + ": " + Web.words(e) + "; check the address with curl", e);
  }
}
