/**
 * {@code signet demo}: the whole flow against a real server and a sample API, told as a story.
 * Imports server, bearer, jose, and testkit's forge, which makes the forged tokens.
 */
@NullMarked
package signet.cli.demo;

import org.jspecify.annotations.NullMarked;
