/**
 * HTTP: parses requests into records, asks {@code grant}, {@code admin} and {@code key}, renders
 * replies. Nothing here decides who may have what.
 */
@NullMarked
package signet.server.endpoint;

import org.jspecify.annotations.NullMarked;
