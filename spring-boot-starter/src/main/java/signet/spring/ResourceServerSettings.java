package signet.spring;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import signet.bearer.ClientCredentials;
import signet.bearer.revocation.RevocationFeed;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwks.KeySource;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;

/**
 * What our properties and those of Spring Security say together; ours count where both speak. Makes
 * the parts, and says which property is wrong where one is.
 */
final class ResourceServerSettings {
  private static final String OURS = "signet.resource-server.";
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#@\\s]+");

  private final SignetProperties ours;
  private final OAuth2ResourceServerProperties.Jwt standard;
  private final String issuer;

  ResourceServerSettings(SignetProperties ours, OAuth2ResourceServerProperties.Jwt standard) {
    this.ours = ours;
    this.standard = standard;
    String said = ours.issuer() == null ? standard.getIssuerUri() : ours.issuer();
    this.issuer = said == null ? "" : said;
    if (issuer.isBlank()) {
      throw invalid(
          "issuer", null, "say who issues the tokens: the authorization server's address");
    }
  }

  RemoteJwkSet keys() {
    Optional<URI> said =
        Optional.ofNullable(ours.jwkSetUri())
            .or(() -> Optional.ofNullable(standard.getJwkSetUri()).map(URI::create));
    URI address = said.orElseGet(() -> below("/.well-known/jwks.json"));
    try {
      return RemoteJwkSet.builder(address).build();
    } catch (IllegalArgumentException e) {
      throw invalid(
          said.isPresent() ? "jwk-set-uri" : "issuer",
          address,
          "keys are fetched over https, or over http from this machine only");
    }
  }

  JwtVerifier verifier(KeySource keys, @Nullable RevocationFeed revocations) {
    List<String> audiences = audiences();
    JwtVerifier.Builder verifier =
        JwtVerifier.accessToken(issuer, audiences.get(0))
            .keys(keys)
            .algorithms(algorithms())
            .clockSkew(clockSkew());
    audiences.stream().skip(1).forEach(verifier::audience);
    if (revocations != null) {
      verifier.revocation(revocations);
    }
    if (ours.cachedTokens() > 0) {
      verifier.cache(ours.cachedTokens());
    }
    return verifier.build();
  }

  /** How far clocks may be apart. */
  Duration clockSkew() {
    return ours.clockSkew();
  }

  private List<String> audiences() {
    List<String> said = ours.audience() == null ? standard.getAudiences() : ours.audience();
    if (said == null || said.isEmpty() || said.stream().anyMatch(String::isBlank)) {
      // A token for another service must not pass here, so there is no default.
      throw invalid(
          "audience", null, "say whom the tokens are for: the aud that this application is");
    }
    return said;
  }

  private JwsAlgorithm[] algorithms() {
    List<JwsAlgorithm> algorithms = new ArrayList<>();
    for (String name : ours.algorithms()) {
      algorithms.add(
          JwsAlgorithm.fromWireName(name)
              .filter(algorithm -> !algorithm.isSymmetric())
              .orElseThrow(
                  () ->
                      invalid(
                          "algorithms", name, "it is one such as RS256, PS256, ES256 or Ed25519")));
    }
    return algorithms.toArray(new JwsAlgorithm[0]);
  }

  /** How tokens are taken that are bound to a key; null where they are refused. */
  SignetResourceServer.@Nullable Proofs proofs(
      JwtDecoder decoder, @Nullable JwtAuthenticationConverter converter) {
    String origin = ours.proofsFor();
    if (origin == null) {
      return null;
    }
    if (!ORIGIN.matcher(origin).matches()) {
      throw invalid("proofs-for", origin, "it is an origin such as https://api.example, no path");
    }
    if (!(decoder instanceof SignetJwtDecoder signet)) {
      throw invalid("proofs-for", origin, "the application's own JwtDecoder does not see proofs");
    }
    return new SignetResourceServer.Proofs(new BoundTokenProvider(signet, converter), origin);
  }

  /** A secret without its client was meant for the feed, which must not stay off in silence. */
  void requireNoCredentials() {
    if (ours.clientSecret() != null) {
      throw halfOfCredentials("client-id");
    }
  }

  private static InvalidConfigurationPropertyValueException halfOfCredentials(String missing) {
    return invalid(
        missing,
        null,
        "the revocation feed takes both client-id and client-secret; without both it is off");
  }

  RevocationFeed revocations() {
    String clientId = ours.clientId();
    String secret = ours.clientSecret();
    if (clientId == null || clientId.isBlank() || secret == null || secret.isBlank()) {
      throw halfOfCredentials(secret == null || secret.isBlank() ? "client-secret" : "client-id");
    }
    SignetProperties.Revocations feed = ours.revocations();
    URI tokens = Optional.ofNullable(feed.tokenUri()).orElseGet(() -> below("/oauth2/token"));
    URI stream = Optional.ofNullable(feed.uri()).orElseGet(() -> below("/revocations/stream"));
    RevocationFeed.Builder builder =
        RevocationFeed.of(
                stream,
                ClientCredentials.at(tokens)
                    .secret(clientId, secret)
                    .scope("signet:revocations")
                    .build())
            .staleAfter(feed.staleAfter())
            .whenStale(feed.whenStale());
    Optional.ofNullable(feed.copy()).ifPresent(builder::copy);
    return builder.start();
  }

  private URI below(String path) {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    try {
      return URI.create(base + path);
    } catch (IllegalArgumentException e) {
      throw invalid("issuer", issuer, "it is an address such as https://id.example");
    }
  }

  private static InvalidConfigurationPropertyValueException invalid(
      String property, @Nullable Object value, String reason) {
    return new InvalidConfigurationPropertyValueException(OURS + property, value, reason);
  }
}
