package signet.cli.explain;

import java.util.List;

/**
 * What most likely went wrong, and what to do.
 *
 * @param text one or two sentences; may show what the token says, never its signature or a secret
 * @param next what to do or run next, the first first
 */
public record Cause(String text, List<String> next) {
  /** Keeps a copy of the list. */
  public Cause {
    next = List.copyOf(next);
  }

  static Cause of(String text, String... next) {
    return new Cause(text, List.of(next));
  }

  Cause and(String more) {
    return new Cause(text + " " + more, next);
  }
}
