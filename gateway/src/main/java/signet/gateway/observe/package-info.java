/**
 * What is written down about requests: a line each, and numbers. Imports nothing of the gateway.
 */
@NullMarked
package signet.gateway.observe;

import org.jspecify.annotations.NullMarked;
