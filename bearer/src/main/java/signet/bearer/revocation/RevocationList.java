package signet.bearer.revocation;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.ClaimText;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.VerifiedJwt;

/**
 * The revocations of one issuer, in memory. Looked up by any number of threads without a lock, and
 * without a copy of what a token says where nothing of it is revoked.
 *
 * <p>A union: an entry goes only once no token is left that it could name, whatever comes after it.
 * At its bound it takes nothing more, and says so; likewise where a clock that was ahead has let go
 * of entries too early.
 */
final class RevocationList {
  private static final int FIRST_CAPACITY = 1024;

  /** The server lets entries live two minutes longer than tokens; so far ahead does no harm. */
  private static final long HARMLESS_SECONDS = 60;

  private static final ClaimText JTI = ClaimText.named(ClaimNames.JWT_ID);
  private static final ClaimText SID = ClaimText.named(ClaimNames.SESSION_ID);
  private static final ClaimText SUB = ClaimText.named(ClaimNames.SUBJECT);

  private final int maxEntries;
  private final InstantSource clock;
  private volatile RevocationTable table = new RevocationTable(FIRST_CAPACITY);
  private volatile Set<String> keys = Set.of();
  private volatile boolean overflowed;

  /** Whether an entry was not taken since all of them began to be given once more. */
  private boolean missedAnew;

  /** By this time all entries that are missing had ended, in seconds since 1970. */
  private long letGoUntil = Long.MIN_VALUE;

  private BiConsumer<RevokedBy, String> listener = (by, value) -> {};

  RevocationList(int maxEntries, InstantSource clock) {
    this.maxEntries = maxEntries;
    this.clock = clock;
  }

  /** Whether an entry names the token. */
  boolean revokes(VerifiedJwt jwt) {
    return revoking(jwt) != null;
  }

  /** The entry that names the token, or null. Makes nothing where there is none. */
  @Nullable Revocation revoking(VerifiedJwt jwt) {
    Set<String> revokedKeys = keys;
    if (!revokedKeys.isEmpty() && revokedKeys.contains(jwt.keyThumbprint())) {
      return new Revocation(Revocation.Kind.KEY, jwt.keyThumbprint(), 0, Revocation.NEVER);
    }
    RevocationTable now = table;
    JwtClaims claims = jwt.claims();
    Revocation entry = find(now, Revocation.Kind.JTI, claims, JTI);
    if (entry == null) {
      entry = find(now, Revocation.Kind.SID, claims, SID);
    }
    if (entry != null) {
      return entry;
    }
    entry = find(now, Revocation.Kind.SUB, claims, SUB);
    return isBelowVersion(entry, claims) ? entry : null;
  }

  private static @Nullable Revocation find(
      RevocationTable table, Revocation.Kind kind, JwtClaims claims, ClaimText text) {
    if (!table.mayHave(kind)) {
      return null;
    }
    long hash = text.hashIn(claims);
    return hash == ClaimText.ABSENT || !table.hasHash(hash)
        ? null
        : table.find(hash, kind, claims.string(text.name()).orElse(""));
  }

  /** A token without a version is older than any. */
  private static boolean isBelowVersion(@Nullable Revocation entry, JwtClaims claims) {
    if (entry == null) {
      return false;
    }
    OptionalLong version = claims.integer(ClaimNames.AUTHZ_VERSION);
    return version.isEmpty() || version.getAsLong() < entry.minVersion();
  }

  /** Adds entries; each counts at once. */
  synchronized void addAll(List<Revocation> added) {
    added.forEach(this::add);
    added.forEach(this::tell);
  }

  /** Tells of what is held, and from now on of what is added, whether there is room or not. */
  synchronized void listen(BiConsumer<RevokedBy, String> newListener) {
    listener = newListener;
    entries().forEach(this::tell);
  }

  private void tell(Revocation entry) {
    listener.accept(RevokedBy.of(entry), entry.value());
  }

  private void add(Revocation added) {
    if (added.kind() == Revocation.Kind.KEY) {
      addKey(added.value());
      return;
    }
    long hash = ClaimText.hash(added.value());
    Revocation known = table.find(hash, added.kind(), added.value());
    if (known != null) {
      table.put(hash, union(known, added));
    } else if (hasRoom()) {
      if (table.isFull()) {
        rebuild(table.size() * 2);
      }
      table.put(hash, added);
    }
  }

  private void addKey(String thumbprint) {
    if (!keys.contains(thumbprint) && hasRoom()) {
      Set<String> all = new HashSet<>(keys);
      all.add(thumbprint);
      keys = Set.copyOf(all);
    }
  }

  /** Where there is none, what is missing from here on is remembered as such. */
  private boolean hasRoom() {
    boolean room = size() < maxEntries;
    overflowed |= !room;
    missedAnew |= !room;
    return room;
  }

  /** Later sight of the same name never takes anything back. */
  private static Revocation union(Revocation known, Revocation added) {
    return new Revocation(
        known.kind(),
        known.value(),
        Math.max(known.minVersion(), added.minVersion()),
        Math.max(known.expiresAt(), added.expiresAt()));
  }

  /**
   * Lets go of what names no living token any more. Where the clock was set back, entries that it
   * let go of earlier count again, and are missing.
   *
   * @return whether there is room for what is missing, which is to be given anew and is missing
   *     until then; no longer once that has begun, as it may take longer than until the next time
   */
  synchronized boolean makeRoom() {
    if (hasLetGoTooEarly()) {
      overflowed = true;
      missedAnew = true;
      letGoUntil = Long.MIN_VALUE;
    }
    rebuild(table.size());
    return missedAnew && size() < maxEntries;
  }

  /** Whether entries are missing that had ended by a clock which was ahead, and count by it now. */
  synchronized boolean hasLetGoTooEarly() {
    return clock.instant().getEpochSecond() + HARMLESS_SECONDS < letGoUntil;
  }

  /** What had ended by now may be missing in what was added. */
  synchronized void mayLackWhatHasEnded() {
    letGoUntil = Math.max(letGoUntil, clock.instant().getEpochSecond());
  }

  /** All that counts is given once more from here on. */
  synchronized void beginAnew() {
    missedAnew = false;
  }

  /** All that counts has been given since it was begun anew. */
  synchronized void givenWhole() {
    overflowed = missedAnew;
  }

  private void rebuild(int capacity) {
    long now = clock.instant().getEpochSecond();
    RevocationTable fresh = new RevocationTable(Math.max(FIRST_CAPACITY, capacity));
    table.forEach(
        entry -> {
          if (entry.expiresAt() > now) {
            fresh.put(ClaimText.hash(entry.value()), entry);
          } else {
            letGoUntil = Math.max(letGoUntil, entry.expiresAt());
          }
        });
    table = fresh;
  }

  int size() {
    return table.size() + keys.size();
  }

  /** Whether entries are missing: what is not here may have been revoked. */
  boolean hasOverflowed() {
    return overflowed;
  }

  /** What is held, in no order. */
  synchronized List<Revocation> entries() {
    List<Revocation> all = new ArrayList<>(size());
    keys.forEach(key -> all.add(new Revocation(Revocation.Kind.KEY, key, 0, Revocation.NEVER)));
    table.forEach(all::add);
    return all;
  }
}
