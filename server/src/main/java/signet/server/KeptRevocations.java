package signet.server;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import signet.runtime.start.ResourceStack;
import signet.server.endpoint.Endpoints;
import signet.server.endpoint.FeedStreams;
import signet.server.key.SigningKeys;
import signet.server.redis.RedisConnection;
import signet.server.redis.RedisProjection;
import signet.server.revocation.FeedFollower;
import signet.server.revocation.FeedProjector;
import signet.server.revocation.FeedReader;
import signet.server.revocation.Verifiers;
import signet.server.store.Database;
import signet.server.store.FeedEntries;
import signet.server.store.VerifierTable;

/** Wires what tells verifiers of revocations, and what they tell in turn. */
final class KeptRevocations {
  private static final int MAX_FEED_STREAMS = 10_000;

  /** Where servers tell each other that the feed has grown. */
  private static final String CHANNEL = "signet:feed";

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
      Optional<RedisConnection> redis,
      Verifiers verifiers,
      InstantSource clock,
      ResourceStack resources) {
    FeedReader reader = new FeedEntries(database);
    FeedStreams streams =
        new FeedStreams(MAX_FEED_STREAMS, () -> keys.published().keysetId(), System::nanoTime);
    List<FeedFollower.Listener> listeners = new ArrayList<>(List.of(streams));
    redis
        .map(connection -> new FeedProjector(reader, new RedisProjection(connection)))
        .ifPresent(
            projector -> {
              resources.add(projector).start();
              listeners.add(projector);
            });
    FeedFollower follower = new FeedFollower(reader, listeners, System::nanoTime);
    resources.add(follower).start();
    database.onFeedCommit(
        () -> {
          follower.wake();
          redis.ifPresent(connection -> connection.publish(CHANNEL));
        });
    redis.ifPresent(connection -> connection.subscribe(CHANNEL, follower::wake));
    return new Endpoints.Feed(reader, streams, verifiers, clock);
  }
}
