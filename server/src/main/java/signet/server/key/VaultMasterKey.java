package signet.server.key;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import signet.jose.jwt.JwtClaims;
import signet.runtime.start.StartupException;

/**
 * The master key in a secret of Vault's key-value store, version 2, read once at start. Never shows
 * the token or the key.
 */
public final class VaultMasterKey implements MasterKeySource {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_TOKEN_BYTES = 8 * 1024;

  private final URI address;
  private final Optional<String> namespace;
  private final String mount;
  private final String path;
  private final String field;
  private final Token token;
  private final Duration timeout;

  /** What Vault knows the server by. */
  public sealed interface Token permits GivenToken, TokenFile {}

  /** A token as such; never shows itself. */
  public record GivenToken(String value) implements Token {
    @Override
    public String toString() {
      return "GivenToken[]";
    }
  }

  /** A token in a file, as Vault's agent writes it. */
  public record TokenFile(Path file) implements Token {}

  /**
   * A field of a secret.
   *
   * @param address of Vault, https or on loopback
   * @param namespace of Vault Enterprise
   * @param secret mount and path, such as {@code secret/signet}
   * @param field which holds the line that {@code signet key master} writes
   */
  public VaultMasterKey(
      URI address, Optional<String> namespace, String secret, String field, Token token) {
    this(address, namespace, secret, field, token, TIMEOUT);
  }

  VaultMasterKey(
      URI address,
      Optional<String> namespace,
      String secret,
      String field,
      Token token,
      Duration timeout) {
    this.address = address;
    this.namespace = namespace;
    this.mount = secret.substring(0, secret.indexOf('/'));
    this.path = secret.substring(mount.length() + 1);
    this.field = field;
    this.token = token;
    this.timeout = timeout;
  }

  @Override
  public MasterKey open(boolean isNeeded) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(stripped(address.toString()) + "/v1/" + mount + "/data/" + path))
            .timeout(timeout)
            .header("X-Vault-Request", "true");
    namespace.ifPresent(name -> request.header("X-Vault-Namespace", name));
    try {
      request.header("X-Vault-Token", token());
    } catch (IllegalArgumentException e) {
      // No cause: its message would quote the token.
      throw failure("its token has characters that no token has", "look at the token", null);
    }
    return key(answer(request.build()));
  }

  private static String stripped(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private String token() {
    if (token instanceof GivenToken given) {
      return given.value();
    }
    Path file = ((TokenFile) token).file();
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        throw StartupException.surroundings(
            "the file with Vault's token %s is open to others: run chmod o= %s"
                .formatted(file, file));
      }
      if (Files.size(file) > MAX_TOKEN_BYTES) {
        throw StartupException.surroundings(
            "the file " + file + " holds no token of Vault: name the right one");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw StartupException.surroundings(
          "the file with Vault's token "
              + file
              + " cannot be read: check that Vault's agent has written it, and its permissions",
          e);
    }
  }

  /** Bounded in time from the first byte sent to the last one received, and in size. */
  private String answer(HttpRequest request) {
    HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    CompletableFuture<String> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(this::body);
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unreachable("it did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartupException refused) {
        throw refused;
      }
      throw unreachable("it cannot be reached", e);
    } finally {
      answer.cancel(true);
      http.shutdownNow();
    }
  }

  private String body(HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      switch (response.statusCode()) {
        case 200 -> {
          byte[] bytes = in.readNBytes(MAX_BYTES + 1);
          if (bytes.length > MAX_BYTES) {
            throw failure("the answer is larger than 64 KiB", "check master-key.vault.path", null);
          }
          return new String(bytes, StandardCharsets.UTF_8);
        }
        case 403 ->
            throw failure(
                "it refused the token",
                "renew the token, or allow it to read " + mount + "/data/" + path,
                null);
        case 404 ->
            throw failure(
                "there is no such secret",
                "check master-key.vault.path, and that the mount is a key-value store of version 2",
                null);
        case 503 -> throw failure("it is sealed or being maintained", "unseal it", null);
        default -> throw failure("it answered " + response.statusCode(), "check VAULT_ADDR", null);
      }
    } catch (IOException e) {
      throw unreachable("its answer broke off", e);
    }
  }

  private MasterKey key(String json) {
    try {
      // {"data": {"data": {FIELD: TEXT}, "metadata": {…}}, …}
      Object data = JwtClaims.parse(json).value("data").orElse("");
      Object secret = data instanceof Map<?, ?> outer ? outer.get("data") : "";
      Object text = secret instanceof Map<?, ?> inner ? inner.get(field) : "";
      if (text instanceof String line) {
        Optional<MasterKey> key = MasterKey.parse(line.strip());
        if (key.isPresent()) {
          return key.get();
        }
      }
    } catch (RuntimeException e) {
      // Nothing of it: the answer holds a secret.
    }
    throw failure(
        "its field " + field + " holds no master key",
        "put there the line that 'signet key master FILE' writes",
        null);
  }

  private StartupException unreachable(String what, Exception cause) {
    return failure(what, "check VAULT_ADDR, its certificate and that it runs", cause);
  }

  private StartupException failure(String what, String hint, @Nullable Exception cause) {
    return StartupException.surroundings(
        "the master key cannot be read from %s: %s; %s".formatted(this, what, hint), cause);
  }

  @Override
  public String toString() {
    return "Vault's " + mount + "/" + path + " at " + address;
  }
}
