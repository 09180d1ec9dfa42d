/**
 * Signs and forges tokens with raw JDK calls. Enter at {@link signet.testkit.forge.TokenForge};
 * {@link signet.testkit.forge.ForgeKey} is a key under an algorithm of one's choice, {@link
 * signet.testkit.forge.Damage} alters a finished token. Imports {@code signet.testkit.json}.
 */
@NullMarked
package signet.testkit.forge;

import org.jspecify.annotations.NullMarked;
