/**
 * Why a request was refused: what {@code token explain} finds out. Pure: it reads no file and asks
 * nobody. Enter at {@link signet.cli.explain.Explainer}, which has the verifier of services decide
 * and then looks for the cause. Imports jose, bearer and runtime, and of the server what claims and
 * refresh tokens look like.
 */
@NullMarked
package signet.cli.explain;

import org.jspecify.annotations.NullMarked;
