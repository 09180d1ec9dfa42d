/**
 * Strict base64url and JSON for the packages beside this one. Not exported, and no API: it changes
 * without notice. Imports the JDK alone.
 */
@NullMarked
package signet.jose.internal;

import org.jspecify.annotations.NullMarked;
