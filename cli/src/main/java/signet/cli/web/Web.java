package signet.cli.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import signet.cli.terminal.OperatorException;

/** One GET: bounded in time and size, without redirects. */
public final class Web {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  private Web() {}

  /** Whether the place is an address rather than a file. */
  public static boolean isAddress(String place) {
    return place.matches("(?i)https?://.*");
  }

  /**
   * An address that a person gave, of a host.
   *
   * @throws OperatorException when it is none
   */
  public static URI address(String address) throws OperatorException {
    try {
      URI uri = URI.create(address);
      if (uri.getHost() == null || !isAddress(address)) {
        throw OperatorException.usage("'" + address + "' names no host; write https://…");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw OperatorException.usage("'" + address + "' is no address", e);
    }
  }

  /** Whether nobody on the way can change what comes: https, or http on loopback. */
  public static boolean isSafe(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme())
        || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost()));
  }

  /**
   * Whether the host is this machine, judged by its text: a name's address is for others to decide.
   *
   * @param host as {@link URI#getHost} gives it, so IPv6 in brackets
   */
  public static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      return InetAddress.ofLiteral(bare).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The answer of an address, whatever its status. */
  public static WebAnswer get(URI uri) throws IOException {
    return get(uri, Optional.empty());
  }

  /** As {@link #get(URI)}, with an access token for it. */
  public static WebAnswer get(URI uri, Optional<String> accessToken) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", "application/json");
    accessToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    try {
      HttpResponse<String> response =
          client
              .sendAsync(
                  request.build(),
                  HttpResponse.BodyHandlers.limiting(
                      HttpResponse.BodyHandlers.ofString(UTF_8), MAX_BYTES))
              // The request's own timeout ends with the headers; this one bounds the body too.
              .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return new WebAnswer(
          uri, response.statusCode(), response.headers(), response.body(), response.sslSession());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + TIMEOUT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    } finally {
      client.shutdownNow();
    }
  }

  /** What went wrong, in words. */
  public static String words(IOException e) {
    if (e instanceof ConnectException) {
      return "nothing accepts connections there, or the name leads nowhere";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
