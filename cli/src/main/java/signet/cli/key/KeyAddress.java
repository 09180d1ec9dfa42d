package signet.cli.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import signet.cli.terminal.OperatorException;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;

/** Fetches a published JWK Set once: https, or http on loopback; no redirects, bounded, timed. */
public final class KeyAddress {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 512 * 1024;

  private KeyAddress() {}

  /** Whether the place is an address rather than a file. */
  public static boolean isAddress(String place) {
    return place.matches("(?i)https?://.*");
  }

  /** The set at the address. */
  public static JwkSet fetch(String address) throws OperatorException {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw OperatorException.usage("'" + address + "' is no address", e);
    }
    if (uri.getHost() == null) {
      throw OperatorException.usage("'" + address + "' names no host");
    }
    if ("http".equalsIgnoreCase(uri.getScheme()) && !isLoopback(uri.getHost())) {
      throw OperatorException.usage("keys over plain http could be anyone's; use https");
    }
    try {
      return JwkSet.parsePublished(get(uri));
    } catch (IOException e) {
      throw OperatorException.keysUnavailable(
          "no keys from " + address + ": " + cause(e) + "; check the address with curl", e);
    } catch (JwkException e) {
      throw OperatorException.keysUnavailable(address + " is no JWK Set: " + e.getMessage(), e);
    }
  }

  // Judged by its text: a name's address is for others to decide.
  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String get(URI uri) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", "application/json").build();
    try (HttpClient client =
            HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        InputStream body = body(client.send(request, HttpResponse.BodyHandlers.ofInputStream()))) {
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("the answer is larger than 512 KiB");
      }
      return new String(bytes, UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static InputStream body(HttpResponse<InputStream> response) throws IOException {
    if (response.statusCode() != 200) {
      response.body().close();
      throw new IOException("it answered " + response.statusCode());
    }
    return response.body();
  }

  private static String cause(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
