package signet.server.endpoint;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import signet.server.revocation.FeedReader;
import signet.server.revocation.RevocationEntry;

/** The revocation feed as it is written: JSON, and server-sent events of it. */
final class FeedText {
  private FeedText() {}

  /**
   * Everything up to a position.
   *
   * @throws ProblemException if that is more than {@code most} entries
   */
  static JsonArray entries(FeedReader reader, long upTo, int most) throws InterruptedException {
    JsonArray all = new JsonArray();
    reader.read(
        0,
        upTo,
        page -> {
          if (all.size() + page.entries().size() > most) {
            throw ProblemException.of(
                Problem.BUSY, "there are too many entries for one answer: read the stream");
          }
          all.addAll(entries(page));
        });
    return all;
  }

  static JsonArray entries(FeedReader.Page page) {
    JsonArray entries = new JsonArray();
    page.entries().forEach(placed -> entries.add(entry(placed)));
    return entries;
  }

  private static JsonObject entry(FeedReader.Placed placed) {
    RevocationEntry entry = placed.entry();
    JsonObject json = new JsonObject().put(entry.kind().word(), entry.value());
    entry.minVersion().ifPresent(version -> json.put("min_ver", version));
    if (entry.kind() != RevocationEntry.Kind.KEY) {
      // Rounded up: a second too long does no harm.
      json.put("exp", Math.ceilDiv(placed.expiresAtMillis(), 1000));
    }
    return json;
  }

  /** The event {@code revoked}; nothing of a part that holds no entry. */
  static Buffer revoked(String epoch, FeedReader.Page page) {
    if (page.entries().isEmpty()) {
      return Buffer.buffer();
    }
    return Buffer.buffer("id: " + epoch + ":" + page.upTo() + "\nevent: revoked\ndata: ")
        .appendString(new JsonObject().put("entries", entries(page)).encode())
        .appendString("\n\n");
  }

  static Buffer fresh(FeedReader.Head head, long ageMillis, String keysetId) {
    String data =
        new JsonObject()
            .put("epoch", head.epoch())
            .put("seq", head.seq())
            .put("age_ms", ageMillis)
            .put("keyset_id", keysetId)
            .encode();
    return Buffer.buffer(
        "id: " + head.epoch() + ":" + head.seq() + "\nevent: fresh\ndata: " + data + "\n\n");
  }

  static Buffer reset() {
    return Buffer.buffer("event: reset\ndata: {}\n\n");
  }
}
