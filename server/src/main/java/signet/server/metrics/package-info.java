/** What the server counts and measures, for Prometheus to fetch. Imports nothing of the server. */
@NullMarked
package signet.server.metrics;

import org.jspecify.annotations.NullMarked;
