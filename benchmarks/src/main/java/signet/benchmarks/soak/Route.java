package signet.benchmarks.soak;

import java.util.EnumSet;
import java.util.Set;

/** A way to call a service with an access token, and who judges the token there. */
enum Route {
  EDGE_JAVA("/java", Part.FEED_GATEWAY, false, Part.UP_JAVA, Part.JAVA_SERVICE),
  EDGE_NODE("/node", Part.FEED_GATEWAY, false, Part.UP_NODE, Part.NODE_SERVICE),
  EDGE_STRICT("/java/strict", Part.FEED_GATEWAY, true, Part.UP_JAVA, Part.JAVA_SERVICE),
  JAVA("/orders", Part.FEED_JAVA, false, Part.FEED_JAVA, Part.JAVA_SERVICE),
  JAVA_STRICT("/strict", Part.FEED_JAVA, true, Part.FEED_JAVA, Part.JAVA_SERVICE),
  NODE("/orders", Part.FEED_NODE, false, Part.FEED_NODE, Part.NODE_SERVICE),
  NODE_STRICT("/strict", Part.FEED_NODE, true, Part.FEED_NODE, Part.NODE_SERVICE);

  private final String path;
  private final Part feed;
  private final boolean strict;
  private final Part link;
  private final Part service;

  Route(String path, Part feed, boolean strict, Part link, Part service) {
    this.path = path;
    this.feed = feed;
    this.strict = strict;
    this.link = link;
    this.service = service;
  }

  String path() {
    return path;
  }

  /** The process that judges the access token. */
  Part verifier() {
    return feed == Part.FEED_GATEWAY ? Part.GATEWAY : service;
  }

  /** Whether it refuses while its revocations are stale; else it accepts until tokens expire. */
  boolean isStrict() {
    return strict;
  }

  /** What lies between a commit and the verifier's knowledge of it. */
  Set<Part> chain() {
    EnumSet<Part> chain = EnumSet.copyOf(Part.SERVERS);
    chain.add(feed);
    chain.add(verifier());
    return chain;
  }

  /** All that has to work for an answer. */
  Set<Part> uses() {
    EnumSet<Part> uses = EnumSet.copyOf(chain());
    uses.add(link);
    uses.add(service);
    return uses;
  }
}
