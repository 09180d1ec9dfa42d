package signet.server.store;

import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;

/**
 * Runs statements that only read, and see everything committed before. Thread-safe. Throws {@link
 * signet.server.outage.OutageException} where the database cannot be used.
 */
final class Reads {
  private final Source source;
  private final Outages outages;

  /** Gives a connection for the time of one read. */
  interface Source {
    <R, X extends Exception> R withHandle(HandleCallback<R, X> read) throws X;
  }

  Reads(Source source, Outages outages) {
    this.source = source;
    this.outages = outages;
  }

  <R, X extends Exception> R withHandle(HandleCallback<R, X> read) throws X {
    try {
      R result = source.withHandle(read);
      outages.readSucceeded();
      return result;
    } catch (RuntimeException e) {
      throw outages.readFailed(e);
    }
  }

  <X extends Exception> void useHandle(HandleConsumer<X> read) throws X {
    withHandle(
        handle -> {
          read.useHandle(handle);
          return true;
        });
  }
}
