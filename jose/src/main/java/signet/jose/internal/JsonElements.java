package signet.jose.internal;

/** Walks the elements of an array that {@link JsonScanner} has checked. Used by one thread. */
final class JsonElements {
  private final byte[] json;
  private final int last;
  private int at;
  private int start;
  private int end;

  /**
   * @param start the position of the opening bracket
   * @param end the position after the closing one
   */
  JsonElements(byte[] json, int start, int end) {
    this.json = json;
    this.at = start + 1;
    this.last = end - 1;
  }

  /** Moves to the next element; false when there is none. */
  boolean next() {
    while (at < last && (json[at] <= ' ' || json[at] == ',')) {
      at++;
    }
    if (at == last) {
      return false;
    }
    start = at;
    int depth = 0;
    boolean quoted = false;
    for (; at < last; at++) {
      byte c = json[at];
      if (quoted) {
        if (c == '\\') {
          at++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      } else if (depth == 0 && (c == ',' || c <= ' ')) {
        break;
      }
    }
    end = at;
    return true;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }
}
