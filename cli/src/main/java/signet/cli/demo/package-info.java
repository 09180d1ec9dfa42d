/**
 * {@code signet demo}: the whole flow against a real server, a real gateway and sample APIs, told
 * as a story. Imports server, gateway, bearer, jose, and testkit's forge, which makes the forged
 * tokens.
 */
@NullMarked
package signet.cli.demo;

import org.jspecify.annotations.NullMarked;
