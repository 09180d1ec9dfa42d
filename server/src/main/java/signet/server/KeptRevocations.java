package signet.server;

import java.time.InstantSource;
import signet.server.endpoint.Endpoints;
import signet.server.endpoint.FeedStreams;
import signet.server.key.SigningKeys;
import signet.server.revocation.FeedFollower;
import signet.server.revocation.FeedReader;
import signet.server.revocation.Verifiers;
import signet.server.store.Database;
import signet.server.store.FeedEntries;
import signet.server.store.VerifierTable;

/** Wires what tells verifiers of revocations, and what they tell in turn. */
final class KeptRevocations {
  private static final int MAX_FEED_STREAMS = 10_000;

  private KeptRevocations() {}

  /** The verifiers that report here, written down for other servers. */
  static Verifiers verifiers(Database database, ResourceStack resources) {
    Verifiers verifiers =
        resources.add(new Verifiers(new VerifierTable(database), System::nanoTime));
    verifiers.start();
    return verifiers;
  }

  /** The feed, followed from now on. */
  static Endpoints.Feed feed(
      Database database,
      SigningKeys keys,
      Verifiers verifiers,
      InstantSource clock,
      ResourceStack resources) {
    FeedReader reader = new FeedEntries(database);
    FeedStreams streams =
        new FeedStreams(MAX_FEED_STREAMS, () -> keys.published().keysetId(), System::nanoTime);
    FeedFollower follower = new FeedFollower(reader, streams, System::nanoTime);
    resources.add(follower);
    follower.start();
    return new Endpoints.Feed(reader, streams, verifiers, clock);
  }
}
