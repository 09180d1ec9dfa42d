package signet.server.store;

import org.jdbi.v3.core.config.JdbiConfig;

/** Who is told, at once and on the same thread, that a transaction that revokes was committed. */
public final class FeedCommits implements JdbiConfig<FeedCommits> {
  private volatile Runnable listener = () -> {};

  /** Nobody yet. */
  public FeedCommits() {}

  void tell(Runnable newListener) {
    listener = newListener;
  }

  void committed() {
    listener.run();
  }

  /** The same for all handles of a database. */
  @Override
  public FeedCommits createCopy() {
    return this;
  }
}
