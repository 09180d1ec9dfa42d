package signet.gateway.route;

import java.util.regex.Pattern;

/**
 * The name of a method as routes know it: in upper case, as is the custom. Methods differ by case
 * (RFC 9110 §9.1), but services that do not mind it would take {@code post} for {@code POST}, and
 * by another route.
 */
public final class MethodName {
  // RFC 9110 §5.6.2
  private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9!#$%&'*+.^_`|~-]{0,31}");

  private MethodName() {}

  /** Whether a route can be found by it. */
  public static boolean isValid(String name) {
    return FORM.matcher(name).matches();
  }
}
