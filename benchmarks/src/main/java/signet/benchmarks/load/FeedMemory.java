package signet.benchmarks.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import signet.bearer.revocation.RevocationFeed;

/** What a verifier's list of revocations weighs. */
public final class FeedMemory {
  private static final int[] ENTRIES = {100_000, 1_000_000};

  private FeedMemory() {}

  /** Writes the heap that lists of several sizes hold. */
  public static void measure(Path results) throws IOException, InterruptedException {
    JsonArray rows = new JsonArray();
    for (int entries : ENTRIES) {
      long before = used();
      try (SpokenFeed feed = new SpokenFeed(entries);
          RevocationFeed verifier = feed.read()) {
        long bytes = used() - before;
        rows.add(
            new JsonObject()
                .put("entries", verifier.health().entries())
                .put("heap_bytes", bytes)
                .put("bytes_per_entry", bytes / entries));
      }
    }
    System.out.println(rows.encodePrettily());
    Files.createDirectories(results);
    Files.writeString(results.resolve("feed-memory.json"), rows.encodePrettily() + "\n");
  }

  // What is left after several collections is what is held.
  @SuppressWarnings("ExplicitGC")
  private static long used() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(100);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
