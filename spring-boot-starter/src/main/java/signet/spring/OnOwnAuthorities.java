package signet.spring;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/** Nobody asked for Spring Boot's own way from claims to authorities. */
final class OnOwnAuthorities extends NoneNestedConditions {
  OnOwnAuthorities() {
    super(ConfigurationPhase.REGISTER_BEAN);
  }

  @ConditionalOnProperty("spring.security.oauth2.resourceserver.jwt.authority-prefix")
  static final class Prefix {}

  @ConditionalOnProperty("spring.security.oauth2.resourceserver.jwt.principal-claim-name")
  static final class Principal {}

  @ConditionalOnProperty("spring.security.oauth2.resourceserver.jwt.authorities-claim-name")
  static final class Authorities {}
}
