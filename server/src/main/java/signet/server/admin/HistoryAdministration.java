package signet.server.admin;

import java.util.List;
import java.util.Optional;

/** What an administrator can take away of what has ended. Thread-safe. */
@FunctionalInterface
public interface HistoryAdministration {
  /**
   * A part of the history.
   *
   * @param lines JSON objects
   * @param next what to ask for next; empty at the end
   */
  record Page(List<String> lines, Optional<String> next) {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A page: keys first, then revocations, then sessions.
   *
   * @param after {@link Page#next} of the page before; empty starts at the beginning
   * @param limit lines at most, from 1 to {@value Administration#MAX_PAGE}, keys not counted
   * @throws AdministrationException if the limit, or where to go on, is not one
   */
  Page page(Optional<String> after, int limit);
}
