package signet.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import signet.bearer.revocation.RevocationFeed;
import signet.jose.jwks.RemoteJwkSet;

/** The health of keys and revocations, where the application has Actuator. */
@AutoConfiguration(
    after = {SignetAutoConfiguration.class, SignetTransactionAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(RemoteJwkSet.class)
@ConditionalOnEnabledHealthIndicator("signet")
public final class SignetHealthAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "signetHealthIndicator")
  static HealthIndicator signetHealthIndicator(
      RemoteJwkSet keys, ObjectProvider<RevocationFeed> revocations) {
    return new SignetHealthIndicator(keys, revocations.getIfAvailable());
  }
}
