package signet.bearer.revocation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Revocations by the hash of what they name: open addressing, at most half full. One thread at a
 * time adds, any number look up without a lock.
 *
 * <p>An entry is written before its hash, so whoever sees the hash sees the entry.
 */
final class RevocationTable {
  private static final VarHandle HASHES = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long EMPTY = 0;

  private final long[] hashes;
  private final @Nullable Revocation[] entries;
  private final int mask;

  /** The bits of the kinds that were ever put. */
  private volatile int kinds;

  private int size;

  /** A table for that many entries. */
  RevocationTable(int capacity) {
    int slots = Integer.highestOneBit(Math.max(8, capacity) * 2 - 1) * 2;
    hashes = new long[slots];
    entries = new Revocation[slots];
    mask = slots - 1;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size > mask / 2;
  }

  /** Whether there may be an entry of that kind. */
  boolean mayHave(Revocation.Kind kind) {
    return (kinds & kind.bit()) != 0;
  }

  /** The entry at the first slot of the chain that has the hash and the kind, or null. */
  @Nullable Revocation find(long hash, Revocation.Kind kind, String value) {
    for (int slot = slot(hash); ; slot = (slot + 1) & mask) {
      long there = (long) HASHES.getAcquire(hashes, slot);
      if (there == EMPTY) {
        return null;
      }
      Revocation entry = entries[slot];
      if (there == hash && entry != null && entry.kind() == kind && entry.value().equals(value)) {
        return entry;
      }
    }
  }

  /** Whether some entry has the hash: if not, nothing of that hash is revoked. */
  boolean hasHash(long hash) {
    for (int slot = slot(hash); ; slot = (slot + 1) & mask) {
      long there = (long) HASHES.getAcquire(hashes, slot);
      if (there == hash) {
        return true;
      }
      if (there == EMPTY) {
        return false;
      }
    }
  }

  /** Adds an entry, in the place of one that names the same. */
  void put(long hash, Revocation added) {
    int before = kinds;
    kinds = before | added.kind().bit();
    int slot = slot(hash);
    while (hashes[slot] != EMPTY && !isSame(slot, hash, added)) {
      slot = (slot + 1) & mask;
    }
    boolean isNew = hashes[slot] == EMPTY;
    entries[slot] = added;
    HASHES.setRelease(hashes, slot, hash);
    size += isNew ? 1 : 0;
  }

  private boolean isSame(int slot, long hash, Revocation added) {
    Revocation entry = entries[slot];
    return hashes[slot] == hash
        && entry != null
        && entry.kind() == added.kind()
        && entry.value().equals(added.value());
  }

  void forEach(Consumer<Revocation> action) {
    for (Revocation entry : entries) {
      if (entry != null) {
        action.accept(entry);
      }
    }
  }

  private int slot(long hash) {
    return (int) (hash >>> 20) & mask;
  }
}
