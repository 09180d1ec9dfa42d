package signet.server.endpoint;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.server.grant.AdminAccess.Decision;
import signet.server.revocation.FeedReader;

/**
 * {@code GET /revocations} and {@code /revocations/stream}: what verifiers need to know, for
 * clients with the scope {@code signet:revocations}.
 */
final class FeedEndpoint {
  private static final Pattern POSITION = Pattern.compile("([A-Za-z0-9_-]{1,64}):([0-9]{1,18})");

  private static final int MAX_SNAPSHOT_ENTRIES = 50_000;
  private static final int MOST_CATCHING_UP = 256;
  private static final int MOST_WAITING = 5_000;
  private static final Duration FOLLOWER_PAUSE = Duration.ofMillis(20);

  private final Vertx vertx;
  private final Workers workers;
  private final BearerGate gate;
  private final FeedReader reader;
  private final FeedStreams streams;
  private final InstantSource clock;
  private final CatchingUp catchingUp = new CatchingUp(MOST_CATCHING_UP, MOST_WAITING);

  FeedEndpoint(
      Vertx vertx,
      Workers workers,
      BearerGate gate,
      FeedReader reader,
      FeedStreams streams,
      InstantSource clock) {
    this.vertx = vertx;
    this.workers = workers;
    this.gate = gate;
    this.reader = reader;
    this.streams = streams;
    this.clock = clock;
  }

  /** All that counts now, in one answer. */
  void snapshot(RoutingContext context) {
    PresentedCredentials credentials = Exchange.of(context).credentials();
    Optional<String> known = Optional.ofNullable(context.request().getHeader("If-None-Match"));
    workers.answer(context, () -> snapshot(credentials, known));
  }

  private Reply snapshot(PresentedCredentials credentials, Optional<String> known) {
    gate.admitVerifier(credentials);
    FeedReader.Head head = reader.head();
    // Weak: entries that expire leave the answer and change nothing (RFC 9110 §8.8.1).
    String etag = "W/\"" + head.epoch() + ":" + head.seq() + "\"";
    if (known.filter(etag::equals).isPresent()) {
      return Reply.empty(304).withHeader("ETag", etag);
    }
    JsonArray entries;
    try {
      entries = FeedText.entries(reader, head.seq(), MAX_SNAPSHOT_ENTRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.of(Problem.BUSY);
    }
    JsonObject body =
        new JsonObject()
            .put("epoch", head.epoch())
            .put("seq", head.seq())
            .put("entries", entries)
            .put("keyset_id", streams.keysetId());
    return Reply.json(200, body).withHeader("ETag", etag);
  }

  /** What counts now, and then what comes, as server-sent events. */
  void stream(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    PresentedCredentials credentials = Exchange.of(context).credentials();
    Optional<String> position = Optional.ofNullable(context.request().getHeader("Last-Event-ID"));
    workers.stream(
        context,
        () -> admit(credentials),
        admitted -> begin(context, exchange, admitted),
        stream -> {
          if (!catchingUp.inTurn(stream.client(), () -> catchUp(stream, position))) {
            stream.end();
          }
        });
  }

  private Decision.Admitted admit(PresentedCredentials credentials) {
    Decision.Admitted admitted = gate.admitVerifier(credentials);
    if (!streams.hasRoomFor(admitted.subject())) {
      throw ProblemException.of(Problem.BUSY).withHeader("Retry-After", "1");
    }
    return admitted;
  }

  private FeedStream begin(RoutingContext context, Exchange exchange, Decision.Admitted admitted) {
    FeedStream stream = new FeedStream(vertx, context.request(), admitted.token());
    exchange.stream(
        Reply.of(200, "text/event-stream", Buffer.buffer())
            // nginx would hold events back until a buffer is full.
            .withHeader("X-Accel-Buffering", "no"));
    stream.onEnd(() -> streams.leave(stream));
    streams.open(stream);
    stream.endAfter(admitted.until().toEpochMilli() - clock.millis());
    return stream;
  }

  /** Sends what was missed, and joins those who hear of everything that comes. May block. */
  private void catchUp(FeedStream stream, Optional<String> lastEventId)
      throws InterruptedException {
    try {
      FeedReader.Head head = reader.head();
      long sent = resumeAt(lastEventId, head);
      if (lastEventId.isPresent() && sent == 0 && !stream.send(FeedText.reset())) {
        return;
      }
      while (true) {
        Sending sending = new Sending(stream, head.epoch());
        reader.read(sent, head.seq(), sending);
        if (!sending.taken || streams.join(stream, head)) {
          return;
        }
        sent = head.seq();
        FeedReader.Head next = reader.head();
        if (!next.epoch().equals(head.epoch())) {
          // It comes back, and is told of the new epoch.
          stream.end();
          return;
        }
        if (next.seq() == head.seq()) {
          // The one who follows the feed has not begun, or is about to tell of another epoch.
          Thread.sleep(FOLLOWER_PAUSE);
        }
        head = next;
      }
    } catch (RuntimeException e) {
      stream.end();
      throw e;
    }
  }

  private static final class Sending implements FeedReader.PageConsumer {
    private final FeedStream stream;
    private final String epoch;
    private boolean taken = true;

    Sending(FeedStream stream, String epoch) {
      this.stream = stream;
      this.epoch = epoch;
    }

    @Override
    public void accept(FeedReader.Page page) throws InterruptedException {
      Buffer events = FeedText.revoked(epoch, page);
      taken = taken && (events.length() == 0 || stream.send(events));
      if (taken && stream.isRevokedBy(page)) {
        stream.end();
        taken = false;
      }
    }
  }

  /** The position to go on from; 0 where the one that was given means nothing here. */
  private static long resumeAt(Optional<String> lastEventId, FeedReader.Head head) {
    Matcher position = POSITION.matcher(lastEventId.orElse(""));
    boolean known =
        position.matches()
            && position.group(1).equals(head.epoch())
            // Further than the feed: the database has gone back.
            && Long.parseLong(position.group(2)) <= head.seq();
    return known ? Long.parseLong(position.group(2)) : 0;
  }
}
