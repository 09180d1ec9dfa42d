package signet.benchmarks.soak;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a fault can hit: a process, in the order of starting, or a connection between two. */
enum Part {
  POSTGRES,
  REDIS,
  SERVER_ONE,
  SERVER_TWO,
  GATEWAY,
  JAVA_SERVICE,
  NODE_SERVICE,
  /** From the first server to PostgreSQL. */
  SQL_ONE,
  /** From the second server to PostgreSQL. */
  SQL_TWO,
  /** From both servers to Redis. */
  REDIS_LINK,
  /** From the gateway to the servers: keys, tokens of its own, the feed. */
  FEED_GATEWAY,
  /** The same for the service in Java. */
  FEED_JAVA,
  /** The same for the service in Node. */
  FEED_NODE,
  /** From the gateway to the service in Java. */
  UP_JAVA,
  /** From the gateway to the service in Node. */
  UP_NODE,
  /** From browsers to both servers, by turns. */
  FRONT;

  /** All that a request to either server may need. */
  static final Set<Part> SERVERS =
      Set.copyOf(EnumSet.of(SERVER_ONE, SERVER_TWO, POSTGRES, SQL_ONE, SQL_TWO));

  /** As in schedules and reports. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean isServer() {
    return this == SERVER_ONE || this == SERVER_TWO;
  }

  boolean isLink() {
    return compareTo(SQL_ONE) >= 0;
  }
}
