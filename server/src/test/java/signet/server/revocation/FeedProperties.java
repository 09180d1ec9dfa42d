package signet.server.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** No entry of the feed is missed, whoever writes, reads, comes and goes in whatever order. */
final class FeedProperties {
  @Property
  void noEntryIsMissed(
      @ForAll @Size(min = 20, max = 300) List<@IntRange(max = 1_000) Integer> schedule)
      throws InterruptedException {
    new FeedWorld(schedule, true).run();
  }

  private static List<Integer> random(long seed) {
    return new Random(seed).ints(200, 0, 1_000).boxed().toList();
  }

  @Example
  void schedulesCommitDuringReadsResumeAndPush() throws InterruptedException {
    int commits = 0;
    int resumptions = 0;
    int pushes = 0;
    for (int seed = 0; seed < 100; seed++) {
      FeedWorld world = new FeedWorld(random(seed), true);
      world.run();
      commits += world.commitsDuringReads;
      resumptions += world.resumptions;
      pushes += world.pushes;
    }
    assertThat(commits).isGreaterThan(200);
    assertThat(resumptions).isGreaterThan(200);
    assertThat(pushes).isGreaterThan(200);
  }

  /** The model can fail: a position taken before others commit is one that readers pass by. */
  @Example
  void withPositionsTakenSideBySideEntriesWouldBeMissed() {
    int missed = 0;
    for (int seed = 0; seed < 100; seed++) {
      try {
        new FeedWorld(random(seed), false).run();
      } catch (AssertionError e) {
        missed++;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(missed).isGreaterThan(10);
  }
}
