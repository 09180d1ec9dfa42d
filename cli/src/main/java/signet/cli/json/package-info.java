/** JSON as the command line prints it. Imports nothing of Signet. */
@NullMarked
package signet.cli.json;

import org.jspecify.annotations.NullMarked;
