package signet.cli.json;

/** Text for HTML and XML. */
public final class MarkupText {
  private MarkupText() {}

  /**
   * For text and attributes in double quotes; what a terminal would obey, and XML may not hold,
   * becomes an escape of JSON.
   */
  public static String escaped(String text) {
    return JsonText.printable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
