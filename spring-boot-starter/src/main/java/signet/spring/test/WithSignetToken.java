package signet.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.security.test.context.support.WithSecurityContext;

/**
 * Runs a test as somebody whose access token was verified, without a token and without an
 * authorization server.
 *
 * <pre>{@code
 * @Test
 * @WithSignetToken(subject = "alice", scope = "orders:read", roles = "clerk")
 * void showsOrders() …
 * }</pre>
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@WithSecurityContext(factory = SignetTokenContext.class)
public @interface WithSignetToken {
  /** The token's {@code sub}. */
  String subject() default "alice";

  /** Its scopes. */
  String[] scope() default {};

  /** Its roles. */
  String[] roles() default {};

  /** Its {@code client_id}. */
  String clientId() default "default";

  /** Its {@code aud}. */
  String audience() default "test";
}
