package signet.server.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import signet.server.outage.OutageException;
import signet.server.revocation.FeedReader.Head;
import signet.server.revocation.FeedReader.Page;
import signet.server.revocation.FeedReader.Placed;

final class FeedProjectorTest {
  private final Feed feed = new Feed();
  private final Copy copy = new Copy();
  private final FeedProjector projector = new FeedProjector(feed, copy);

  @Test
  void writesWhatIsNewAndNothingTwice() throws Exception {
    feed.append("a", "b", "c");
    projector.step();
    projector.step();
    feed.append("d");
    projector.step();
    assertThat(copy.added).containsExactly("a", "b", "c", "d");
    assertThat(copy.position()).contains(feed.head());
  }

  @Test
  void aCopyThatWasEmptiedIsWrittenAnew() throws Exception {
    feed.append("a", "b");
    projector.step();
    copy.clear();
    projector.step();
    assertThat(copy.added).containsExactly("a", "b");
  }

  @Test
  void anotherEpochIsWrittenAnewOverWhatIsThere() throws Exception {
    feed.append("a", "b");
    projector.step();
    feed.epoch = "another";
    projector.step();
    assertThat(copy.added).containsExactly("a", "b", "a", "b");
    assertThat(copy.position()).contains(new Head("another", 2));
  }

  @Test
  void aFeedThatWentBackIsWrittenAnew() throws Exception {
    feed.append("a", "b");
    projector.step();
    feed.entries.removeLast();
    projector.step();
    feed.append("c");
    projector.step();
    assertThat(copy.added).containsExactly("a", "b", "a", "c");
  }

  @Test
  void whatFailsOnTheWayGoesOnWhereItStopped() throws Exception {
    feed.append("a", "b", "c");
    copy.failAfter = 2;
    assertThatThrownBy(projector::step).isInstanceOf(OutageException.class);
    copy.failAfter = Integer.MAX_VALUE;
    projector.step();
    assertThat(copy.added).containsExactly("a", "b", "c");
  }

  @Test
  void whoIsOvertakenLeavesTheRestToTheOther() throws Exception {
    feed.append("a", "b", "c");
    copy.overtake = new Head("e", 3);
    projector.step();
    assertThat(copy.added).containsExactly("a");
    assertThat(copy.position()).contains(feed.head());
  }

  /** Entries one by one, each a page. */
  private static final class Feed implements FeedReader {
    private final List<String> entries = new ArrayList<>();
    private String epoch = "e";

    void append(String... values) {
      entries.addAll(List.of(values));
    }

    @Override
    public Head head() {
      return new Head(epoch, entries.size());
    }

    @Override
    public void read(long after, long upTo, PageConsumer pages) throws InterruptedException {
      for (long seq = after + 1; seq <= upTo; seq++) {
        RevocationEntry entry = RevocationEntry.token(entries.get((int) seq - 1));
        pages.accept(new Page(List.of(new Placed(seq, entry, Long.MAX_VALUE)), seq));
      }
    }

    @Override
    public void awaitChange(Duration atMost) throws InterruptedException {
      Thread.sleep(atMost);
    }

    @Override
    public void close() {}
  }

  private static final class Copy implements FeedProjection {
    private final List<String> added = new ArrayList<>();
    private Optional<Head> position = Optional.empty();
    private Head overtake;
    private int failAfter = Integer.MAX_VALUE;

    void clear() {
      added.clear();
      position = Optional.empty();
    }

    @Override
    public Optional<Head> position() {
      return position;
    }

    @Override
    public boolean add(Optional<Head> before, Page page, Head after) {
      if (added.size() >= failAfter) {
        throw new OutageException("away");
      }
      page.entries().forEach(placed -> added.add(placed.entry().value()));
      if (overtake != null) {
        position = Optional.of(overtake);
      }
      boolean moves = position.equals(before);
      position = moves ? Optional.of(after) : position;
      return moves;
    }
  }
}
