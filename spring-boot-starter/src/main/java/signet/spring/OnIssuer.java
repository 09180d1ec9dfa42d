package signet.spring;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Somebody said who issues the tokens. */
final class OnIssuer extends AnyNestedCondition {
  OnIssuer() {
    super(ConfigurationPhase.PARSE_CONFIGURATION);
  }

  @ConditionalOnProperty("signet.resource-server.issuer")
  static final class Ours {}

  @ConditionalOnProperty("spring.security.oauth2.resourceserver.jwt.issuer-uri")
  static final class Standard {}
}
