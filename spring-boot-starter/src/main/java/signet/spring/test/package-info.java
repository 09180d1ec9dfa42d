/**
 * Tests of applications without tokens: {@link signet.spring.test.WithSignetToken}. Imports Spring
 * Security's test support, which the application brings.
 */
@NullMarked
package signet.spring.test;

import org.jspecify.annotations.NullMarked;
