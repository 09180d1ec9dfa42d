package signet.spring;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import signet.bearer.revocation.RevocationFeed;

/** Metrics of refusals and of the feed, where the application has Micrometer. */
@AutoConfiguration(
    after = {SignetAutoConfiguration.class, SignetTransactionAutoConfiguration.class})
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(SignetJwtDecoder.class)
public final class SignetMetricsAutoConfiguration {
  @Bean
  static SignetMetrics signetMetrics(ObjectProvider<RevocationFeed> revocations) {
    return new SignetMetrics(revocations.getIfAvailable());
  }
}
