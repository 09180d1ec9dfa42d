/**
 * The way of a request, step by step. Enter at {@link signet.gateway.proxy.Pipeline}, which is the
 * list of the steps. Imports {@code access}, {@code config}, {@code framing}, {@code header},
 * {@code live}, {@code mint}, {@code observe}, {@code route} and {@code upstream}.
 */
@NullMarked
package signet.gateway.proxy;

import org.jspecify.annotations.NullMarked;
