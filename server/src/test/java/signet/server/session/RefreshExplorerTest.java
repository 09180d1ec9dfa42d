package signet.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import signet.server.session.RefreshWorld.Finding;
import signet.testkit.Scale;

/**
 * Walks through every state that clients, losses, crashes and a thief can bring a session into, not
 * through a sample of them. Time passes in ticks; full scale takes finer ones.
 */
final class RefreshExplorerTest {
  private static final int ROUND_TRIP = Scale.count(1, 2);
  // The smallest whole number of which a round trip is less than a third.
  private static final int WINDOW = 3 * ROUND_TRIP + 1;

  @Test
  void anHonestUserIsNeverLoggedOutWhileAnswersTakeLessThanAThirdOfTheWindow() {
    RefreshWorld world = new RefreshWorld(WINDOW, ROUND_TRIP, 3, false, false);

    List<String> counterexample = world.search(Finding.HONEST_LOGOUT);

    System.out.println("two tabs and a retrying client: " + world.states() + " states");
    assertThat(counterexample).isEmpty();
    assertThat(world.states()).isGreaterThan(1_000);
  }

  @Test
  void slowAnswersCanLogAnHonestUserOut() {
    RefreshWorld world = new RefreshWorld(3, 8, 2, false, false);

    List<String> counterexample = world.search(Finding.HONEST_LOGOUT);

    System.out.println(
        "the shortest way to an honest logout with answers that take "
            + "more than the window (3 ticks):\n  "
            + String.join("\n  ", counterexample));
    assertThat(counterexample).isNotEmpty();
  }

  @Test
  void aClientThatSendsAnOldTokenAgainAfterAWaitCanLogTheUserOut() {
    RefreshWorld world = new RefreshWorld(4, 1, 3, false, true);

    List<String> counterexample = world.search(Finding.HONEST_LOGOUT);

    System.out.println("the shortest such way:\n  " + String.join("\n  ", counterexample));
    assertThat(counterexample).isNotEmpty();
  }

  @Test
  void theLowerOfTwoLatestGenerationsEndsTheSessionUnlessItIsTheParent() {
    RefreshWorld world = new RefreshWorld(WINDOW, ROUND_TRIP, Scale.count(2, 3), true, false);

    assertThat(world.search(Finding.DIVERGENCE_UNSEEN)).isEmpty();
    System.out.println("with a thief and a logout: " + world.states() + " states");
  }

  @Test
  void noRefreshSucceedsAfterACommittedLogout() {
    RefreshWorld world = new RefreshWorld(WINDOW, ROUND_TRIP, Scale.count(2, 3), true, false);

    assertThat(world.search(Finding.REFRESH_AFTER_LOGOUT)).isEmpty();
  }

  @Test
  void aThiefCanBeFoundAndCanStayUnseen() {
    RefreshWorld world = new RefreshWorld(4, 1, 2, true, false);

    // Both are reachable, so the properties above are not true for want of a thief.
    assertThat(world.search(Finding.THIEF_FOUND)).isNotEmpty();
    assertThat(world.search(Finding.THIEF_GRANTED)).isNotEmpty();
  }
}
