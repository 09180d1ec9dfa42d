/**
 * Signet's access tokens in Spring Boot. Enter at {@link signet.spring.SignetAutoConfiguration},
 * which puts it together from the settings below {@code signet.resource-server}; applications with
 * a filter chain of their own use {@link signet.spring.SignetResourceServer}. Imports {@code
 * signet.jose}, {@code signet.bearer} and Spring.
 */
@NullMarked
package signet.spring;

import org.jspecify.annotations.NullMarked;
