package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.server.revocation.FeedReader.Page;
import signet.server.revocation.FeedReader.Placed;
import signet.server.revocation.RevocationEntry;

/** What verifiers are given of the feed, whatever database lies beneath. */
abstract class FeedEntriesContract {
  private static final long FAR = 9_000_000_000_000L;

  abstract Database database();

  @BeforeEach
  void begin() {
    FeedTable.prepare(database(), Duration.ofMinutes(15));
  }

  private FeedEntries feed() {
    return new FeedEntries(database());
  }

  private void append(List<RevocationEntry> entries) {
    database().writer().useTransaction(handle -> FeedTable.append(handle, entries, FAR));
  }

  private static List<RevocationEntry> sessions(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> RevocationEntry.session("%s-%05d".formatted(name, i)))
        .toList();
  }

  private List<Page> pages(long after) throws InterruptedException {
    List<Page> pages = new ArrayList<>();
    feed().read(after, feed().head().seq(), pages::add);
    return pages;
  }

  private static List<RevocationEntry> entries(List<Page> pages) {
    return pages.stream().flatMap(page -> page.entries().stream()).map(Placed::entry).toList();
  }

  private static List<RevocationEntry> missing(
      List<RevocationEntry> wanted, List<RevocationEntry> given) {
    Set<RevocationEntry> all = new HashSet<>(given);
    return wanted.stream().filter(entry -> !all.contains(entry)).toList();
  }

  /** A fence ends any number of sessions at one position, which then is the newest. */
  @Test
  void theNewestPositionIsGivenWholeHoweverManyItNames() throws Exception {
    append(sessions("before", 3));
    for (int count : new int[] {499, 500, 501, 1_201}) {
      List<RevocationEntry> fenced = sessions("fenced" + count, count);
      append(fenced);
      long seq = feed().head().seq();

      List<Page> pages = pages(seq - 1);
      assertThat(missing(fenced, entries(pages))).isEmpty();
      assertThat(entries(pages)).hasSize(count);
      assertThat(pages.getLast().upTo()).isEqualTo(seq);
      assertThat(missing(fenced, entries(pages(0)))).isEmpty();
    }
  }

  @Test
  void whoBreaksOffGoesOnAtAPagesPositionAndMissesNothing() throws Exception {
    append(sessions("a", 700));
    append(List.of(RevocationEntry.key("k"), RevocationEntry.token("j")));
    append(sessions("b", 1_100));
    List<Page> all = pages(0);
    List<RevocationEntry> whole = entries(all);
    assertThat(whole).hasSize(1_802).doesNotHaveDuplicates();

    for (int taken = 1; taken <= all.size(); taken++) {
      List<RevocationEntry> known = new ArrayList<>(entries(all.subList(0, taken)));
      known.addAll(entries(pages(all.get(taken - 1).upTo())));
      assertThat(missing(whole, known)).isEmpty();
    }
  }

  @Test
  void whatHasExpiredIsLeftOutAndKeysNeverExpire() throws Exception {
    append(List.of(RevocationEntry.token("living")));
    database()
        .writer()
        .useTransaction(
            handle ->
                FeedTable.append(
                    handle, List.of(RevocationEntry.key("k"), RevocationEntry.token("old")), 0));

    List<Page> pages = pages(0);
    assertThat(entries(pages))
        .containsExactlyInAnyOrder(RevocationEntry.key("k"), RevocationEntry.token("living"));
    assertThat(pages.getLast().upTo()).isEqualTo(2);
    assertThat(entries(pages(2))).isEmpty();
  }
}
