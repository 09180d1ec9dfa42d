package signet.gateway.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import signet.bearer.revocation.RevokedBy;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * Connections and requests that last, by what can end them: {@code jti}, {@code sid}, {@code sub}
 * and key of their token, and its end. An entry of revocations finds exactly its own; no other is
 * looked at. Thread-safe.
 *
 * <p>They outlive a reload too: a name stands with its issuer, so whatever feed of that issuer is
 * followed by then ends them. There are no more than requests in flight.
 */
public final class LiveConnections {
  /** Why a connection ended, in logs and metrics. */
  public static final String ENDED = "token_ended";

  private final Map<Name, Set<Live>> named = new ConcurrentHashMap<>();
  private final ConcurrentSkipListSet<Live> ends =
      new ConcurrentSkipListSet<>(
          Comparator.comparingLong(Live::endsAtMillis).thenComparingLong(Live::number));
  private final AtomicLong numbers = new AtomicLong();

  private record Name(String issuer, RevokedBy.Kind kind, String value) {}

  /** One connection. */
  public static final class Live {
    private final long number;
    private final VerifiedJwt jwt;
    private final long endsAtMillis;
    private final List<Name> names;
    private final Executor home;
    private final Consumer<RejectReason> end;

    private Live(
        long number, VerifiedJwt jwt, Instant until, Executor home, Consumer<RejectReason> end) {
      this.number = number;
      this.jwt = jwt;
      this.endsAtMillis = until.toEpochMilli();
      this.names = names(jwt);
      this.home = home;
      this.end = end;
    }

    private long number() {
      return number;
    }

    private long endsAtMillis() {
      return endsAtMillis;
    }

    private void end(RejectReason why) {
      home.execute(() -> end.accept(why));
    }
  }

  private static List<Name> names(VerifiedJwt jwt) {
    String issuer = jwt.issuer().orElse("");
    List<Name> names = new ArrayList<>(4);
    name(issuer, RevokedBy.Kind.TOKEN, jwt.jwtId()).ifPresent(names::add);
    name(issuer, RevokedBy.Kind.SESSION, jwt.sessionId()).ifPresent(names::add);
    name(issuer, RevokedBy.Kind.SUBJECT, jwt.subject()).ifPresent(names::add);
    names.add(new Name(issuer, RevokedBy.Kind.KEY, jwt.keyThumbprint()));
    return names;
  }

  private static Optional<Name> name(String issuer, RevokedBy.Kind kind, Optional<String> value) {
    return value.map(known -> new Name(issuer, kind, known));
  }

  /**
   * Puts a connection in. Whoever does asks afterwards whether the token is revoked already: an
   * entry that came before finds nothing here.
   *
   * @param until its end if the token is not revoked before
   * @param home where {@code end} is run, such as the connection's event loop
   * @param end of the connection, which may have ended otherwise by then: as revoked or expired
   */
  public Live add(VerifiedJwt jwt, Instant until, Executor home, Consumer<RejectReason> end) {
    Live live = new Live(numbers.incrementAndGet(), jwt, until, home, end);
    for (Name name : live.names) {
      named.compute(name, (same, known) -> with(known, live));
    }
    ends.add(live);
    return live;
  }

  private static Set<Live> with(@Nullable Set<Live> known, Live live) {
    Set<Live> all = known == null ? new HashSet<>() : known;
    all.add(live);
    return all;
  }

  /** Takes a connection out that has ended. */
  public void remove(Live live) {
    if (!ends.remove(live)) {
      return;
    }
    for (Name name : live.names) {
      named.computeIfPresent(
          name,
          (same, known) -> {
            known.remove(live);
            return known.isEmpty() ? null : known;
          });
    }
  }

  /** Ends what an entry names; takes no longer where there are many others. */
  public void revoked(String issuer, RevokedBy by, String value) {
    List<Live> found = new ArrayList<>();
    named.computeIfPresent(
        new Name(issuer, by.kind(), value),
        (same, known) -> {
          found.addAll(known);
          return known;
        });
    for (Live live : found) {
      if (by.kind() != RevokedBy.Kind.SUBJECT || isBelow(live.jwt, by.minVersion())) {
        live.end(RejectReason.REVOKED);
      }
    }
  }

  /** A token without a version is older than any. */
  private static boolean isBelow(VerifiedJwt jwt, long minVersion) {
    OptionalLong version = jwt.claims().integer(ClaimNames.AUTHZ_VERSION);
    return version.isEmpty() || version.getAsLong() < minVersion;
  }

  /** Ends those whose time is over by then; asked a few times a second. */
  public void expire(long nowMillis) {
    for (Live live : ends) {
      if (live.endsAtMillis > nowMillis) {
        return;
      }
      live.end(RejectReason.EXPIRED);
    }
  }

  /** How many there are. */
  public int size() {
    return ends.size();
  }

  /** How many names they are found by; 0 where there are none. */
  int names() {
    return named.size();
  }
}
