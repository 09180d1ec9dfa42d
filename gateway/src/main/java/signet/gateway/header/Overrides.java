package signet.gateway.header;

import java.util.List;

/**
 * Headers by which a request names another path or method than its own. Services and frameworks
 * believe them, so that they would answer what no route was found for.
 */
public final class Overrides {
  static final List<String> NAMES =
      List.of(
          "x-original-url",
          "x-rewrite-url",
          "x-http-method-override",
          "x-http-method",
          "x-method-override");

  private static final NameSet ALL = new NameSet(NAMES);

  private Overrides() {}

  /** Whether a header of that name is one. */
  public static boolean contains(CharSequence name) {
    return ALL.contains(name);
  }
}
