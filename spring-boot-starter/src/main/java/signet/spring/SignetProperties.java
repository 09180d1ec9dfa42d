package signet.spring;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import signet.bearer.revocation.StalePolicy;

/**
 * What an application says about the tokens that it accepts. Immutable; never shows the secret.
 * What stays over versions are the names of the settings, not this class, which each new one
 * changes.
 *
 * @param issuer Who issues the tokens: the address of the authorization server, as in iss.
 * @param audience Whom they are for, as in aud; any one of several is enough.
 * @param jwkSetUri Where the keys are; below the issuer where nothing is said.
 * @param algorithms Accepted algorithms.
 * @param clockSkew How far clocks may be apart; 60 s at most.
 * @param realm Names the application in challenges.
 * @param guide Where people read what a reason means, sent along as error_uri; absolute, without a
 *     fragment.
 * @param cachedTokens How many verified tokens are remembered; 0 for none.
 * @param proofsFor The origin under which clients see the application, such as https://api.example.
 *     With it, tokens that are bound to a key are taken with their proof (RFC 9449); without it
 *     they are refused.
 * @param clientId Who follows the revocation feed. Without it the feed is off.
 * @param clientSecret The secret of that client.
 * @param revocations How the feed is followed.
 */
@ConfigurationProperties("signet.resource-server")
record SignetProperties(
    @Nullable String issuer,
    @Nullable List<String> audience,
    @Nullable URI jwkSetUri,
    @DefaultValue({"RS256", "ES256", "Ed25519"}) List<String> algorithms,
    @DefaultValue("30s") Duration clockSkew,
    @DefaultValue("api") String realm,
    @Nullable URI guide,
    @DefaultValue("0") int cachedTokens,
    @Nullable String proofsFor,
    @Nullable String clientId,
    @Nullable String clientSecret,
    @DefaultValue Revocations revocations) {

  /**
   * How the revocation feed is followed.
   *
   * @param uri Where the feed is; below the issuer where nothing is said.
   * @param tokenUri Where the client gets its own tokens; below the issuer where nothing is said.
   * @param copy A file that keeps what is known over a restart.
   * @param staleAfter After what time without news revocations are stale.
   * @param whenStale What happens to tokens then.
   */
  record Revocations(
      @Nullable URI uri,
      @Nullable URI tokenUri,
      @Nullable Path copy,
      @DefaultValue("30s") Duration staleAfter,
      @DefaultValue("accept-until-expiry") StalePolicy whenStale) {}

  @Override
  public String toString() {
    return "SignetProperties[" + issuer + ", " + audience + "]";
  }
}
