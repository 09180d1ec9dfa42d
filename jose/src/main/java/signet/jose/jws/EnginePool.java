package signet.jose.jws;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps prepared JCA objects, which serve one thread at a time. A thread takes what lies in its
 * slot and puts it back; slots are a cache line apart, so threads on different cores share nothing.
 * An empty slot costs the making of one.
 */
final class EnginePool<T> {
  private static final int STRIDE = 32;

  private final AtomicReferenceArray<@Nullable T> slots;
  private final int mask;

  EnginePool() {
    int count = Integer.highestOneBit(Math.max(1, Runtime.getRuntime().availableProcessors())) * 4;
    slots = new AtomicReferenceArray<>(count * STRIDE);
    mask = count - 1;
  }

  /** What lies in this thread's slot, or null. */
  @Nullable T take() {
    int slot = slot();
    return slots.getPlain(slot) == null ? null : slots.getAndSet(slot, null);
  }

  void give(T engine) {
    slots.setRelease(slot(), engine);
  }

  private int slot() {
    return ((int) Thread.currentThread().getId() & mask) * STRIDE;
  }
}
