/**
 * The documentation as a static site. {@link signet.site.Site} is where to enter; {@link
 * signet.site.Links} can be used alone, to find links that lead nowhere.
 */
@NullMarked
package signet.site;

import org.jspecify.annotations.NullMarked;
