package signet.server.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import signet.server.outage.OutageException;

/** Keeps what is written, at a time that stands still. */
final class FakeVerifierStore implements VerifierStore {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  final List<List<Aged>> writes = new ArrayList<>();
  List<VerifierReading.Seen> elsewhere = List.of();
  boolean watched;
  boolean away;

  @Override
  public boolean write(List<Aged> reports, Duration forgottenAfter) {
    if (away) {
      throw new OutageException("away");
    }
    writes.add(reports);
    return watched;
  }

  @Override
  public VerifierReading read(Duration forgottenAfter) {
    return new VerifierReading(new FeedReader.Head("e", 7), NOW, NOW, 2, elsewhere);
  }
}
