package signet.spring;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application behind a gateway says about the transaction tokens that it accepts.
 * Immutable. As with {@link SignetProperties}, its settings stay over versions, not this class.
 *
 * @param trustDomain Whom they are for, as in aud: the name of everything behind the gateway.
 * @param jwkSetUri Where the gateway's keys are.
 * @param issuer The iss to ask for; any, or none, where nothing is said.
 * @param clockSkew How far clocks may be apart; 60 s at most.
 * @param realm Names the application in challenges.
 * @param guide Where people read what a reason means, sent along as error_uri; absolute, without a
 *     fragment.
 * @param cachedTokens How many verified tokens are remembered; 0 for none.
 */
@ConfigurationProperties("signet.transaction-tokens")
record TransactionProperties(
    @Nullable String trustDomain,
    @Nullable URI jwkSetUri,
    @Nullable String issuer,
    @DefaultValue("30s") Duration clockSkew,
    @DefaultValue("api") String realm,
    @Nullable URI guide,
    @DefaultValue("0") int cachedTokens) {}
