/**
 * What tests of all modules share: forged tokens, a clock that stands still, the published vectors,
 * and the two switches of a test run ({@code signet.scale}, {@code SIGNET_REQUIRE_ALL}).
 *
 * <p>Imports the JDK alone and nothing of Signet, so that what it forges is made by an oracle that
 * shares no code with what is tested.
 */
@NullMarked
package signet.testkit;

import org.jspecify.annotations.NullMarked;
