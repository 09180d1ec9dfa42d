package signet.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import signet.server.revocation.FeedReader;
import signet.server.revocation.RevocationEntry;

final class FeedTextTest {
  /** A feed of five: a key, and four others in two parts. */
  private static final class Five implements FeedReader {
    @Override
    public Head head() {
      return new Head("e", 5);
    }

    @Override
    public void read(long after, long upTo, PageConsumer pages) throws InterruptedException {
      pages.accept(new Page(List.of(placed(1, RevocationEntry.key("k"), Long.MAX_VALUE)), 0));
      pages.accept(
          new Page(
              List.of(
                  placed(2, RevocationEntry.session("s"), 1_001),
                  placed(3, RevocationEntry.token("j"), 2_000)),
              3));
      pages.accept(
          new Page(
              List.of(
                  placed(4, RevocationEntry.subject("u", 7), 3_000),
                  placed(5, RevocationEntry.session("t"), 3_000)),
              5));
    }

    private static Placed placed(long seq, RevocationEntry entry, long expires) {
      return new Placed(seq, entry, expires);
    }

    @Override
    public void awaitChange(Duration atMost) {}

    @Override
    public void close() {}
  }

  @Test
  void aSnapshotHoldsEveryKindOfEntry() throws Exception {
    assertThat(FeedText.entries(new Five(), 5, 5).encode())
        .isEqualTo(
            "[{\"key\":\"k\"},{\"sid\":\"s\",\"exp\":2},{\"jti\":\"j\",\"exp\":2},"
                + "{\"sub\":\"u\",\"min_ver\":7,\"exp\":3},{\"sid\":\"t\",\"exp\":3}]");
  }

  @Test
  void aSnapshotIsBounded() {
    assertThatThrownBy(() -> FeedText.entries(new Five(), 5, 4))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.reply("id").body().toString()).contains("read the stream"));
  }
}
