package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signet.server.revocation.RevocationEntry;

/** Who is told of commits that revoke. */
final class PostgresFeedCommitTest {
  private final Database database = Database.open(TestPostgres.newDatabase());
  private final List<Long> seen = new ArrayList<>();

  PostgresFeedCommitTest() {
    FeedTable.prepare(database, Duration.ofMinutes(15));
    FeedEntries entries = new FeedEntries(database);
    database.onFeedCommit(() -> seen.add(entries.head().seq()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void append(RuntimeException failure) {
    database
        .writer()
        .useTransaction(
            handle -> {
              FeedTable.append(handle, List.of(RevocationEntry.token("j")), 0);
              if (failure != null) {
                throw failure;
              }
            });
  }

  @Test
  void theListenerRunsOnceTheEntryCanBeReadAndNotForWhatWasRolledBack() {
    assertThatThrownBy(() -> append(new IllegalStateException("no"))).hasMessage("no");
    assertThat(seen).isEmpty();
    append(null);
    append(null);
    assertThat(seen).containsExactly(1L, 2L);
  }
}
