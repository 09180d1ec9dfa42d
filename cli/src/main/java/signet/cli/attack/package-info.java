/**
 * {@code signet attack}: tries what is known against one's own endpoint. What is sent is forged by
 * testkit's forge from a valid token and from what the issuer publishes.
 */
@NullMarked
package signet.cli.attack;

import org.jspecify.annotations.NullMarked;
