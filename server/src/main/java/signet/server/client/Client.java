package signet.server.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import signet.jose.jwe.JweEncrypter;
import signet.server.session.Channel;

/**
 * An application that may ask for tokens.
 *
 * @param id {@code client_id}
 * @param channel how it keeps its refresh tokens
 * @param grants how it may ask
 * @param audiences what it may name as {@code resource}; the first one is the default
 * @param scopes what it may ask for, reserved ones aside
 * @param allowedOrigins from where browsers may call for it, beside the issuer's own
 * @param lifetimes where they differ from the server's
 * @param credentials how it shows that it is the client
 * @param powers what else it may do
 * @param claims from an attribute of users to the claim that shows it
 * @param isBound whether its tokens are bound to a key that it has to prove to hold (RFC 9449 §5.2)
 * @param encryption nests its access tokens, where it wants that
 */
public record Client(
    String id,
    Channel channel,
    Set<GrantType> grants,
    List<String> audiences,
    Set<String> scopes,
    Set<String> allowedOrigins,
    Lifetimes lifetimes,
    ClientKeys credentials,
    Powers powers,
    Map<String, String> claims,
    boolean isBound,
    Optional<JweEncrypter> encryption) {
  /** The built-in first-party client's {@code client_id}. */
  public static final String DEFAULT_ID = "default";

  public Client {
    grants = Set.copyOf(grants);
    audiences = List.copyOf(audiences);
    scopes = Set.copyOf(scopes);
    allowedOrigins = Set.copyOf(allowedOrigins);
    claims = Map.copyOf(claims);
  }

  /**
   * Lifetimes of a client's own; empty ones are the server's.
   *
   * @param access of access tokens
   * @param idle ends a session that is not refreshed for so long
   * @param absolute ends a session in any case
   */
  public record Lifetimes(
      Optional<Duration> access, Optional<Duration> idle, Optional<Duration> absolute) {
    /** Those of the server. */
    public static final Lifetimes USUAL =
        new Lifetimes(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * What a client may do beside asking for tokens of its audiences and scopes.
   *
   * @param verifier may ask for the scope {@code signet:revocations}
   * @param admin may ask for the scope {@code signet:admin}
   * @param resourceServers audiences of which it is the resource server, and may introspect tokens
   */
  public record Powers(boolean verifier, boolean admin, Set<String> resourceServers) {
    /** No more than asking for tokens. */
    public static final Powers NONE = new Powers(false, false, Set.of());

    public Powers {
      resourceServers = Set.copyOf(resourceServers);
    }
  }

  /** A client of that channel with those audiences and scopes, and nothing else of its own. */
  public static Client of(
      String id, Channel channel, List<String> audiences, Set<String> scopes, Set<String> origins) {
    return new Client(
        id,
        channel,
        usualGrants(channel),
        audiences,
        scopes,
        origins,
        Lifetimes.USUAL,
        ClientKeys.NONE,
        Powers.NONE,
        Map.of(),
        false,
        Optional.empty());
  }

  static Set<GrantType> usualGrants(Channel channel) {
    return Set.of(
        channel == Channel.CONFIDENTIAL ? GrantType.CLIENT_CREDENTIALS : GrantType.REFRESH_TOKEN);
  }

  /** The same client, which may name the issuer as audience too, last. */
  Client servedBy(String issuer) {
    return new Client(
        id,
        channel,
        grants,
        Stream.concat(audiences.stream(), Stream.of(issuer)).distinct().toList(),
        scopes,
        allowedOrigins,
        lifetimes,
        credentials,
        powers,
        claims,
        isBound,
        encryption);
  }

  /** The {@code aud} of tokens for which no {@code resource} is named. */
  public String defaultAudience() {
    return audiences.getFirst();
  }

  /** Whether it may ask in that way. */
  public boolean may(GrantType grant) {
    return grants.contains(grant);
  }
}
