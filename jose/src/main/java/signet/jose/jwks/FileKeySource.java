package signet.jose.jwks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.KeyText;

/**
 * The keys of a file: a JWK Set, one JWK, or PEM. Safe for use by many threads.
 *
 * <p>Once an interval, one caller looks whether the file has changed and reads it again. A file
 * that is gone, half written or without a usable key leaves the keys held in place and tells the
 * listener. An HMAC secret rotates by writing old and new under their {@code kid}s, so tokens of
 * the old one stay good until they expire.
 */
public final class FileKeySource implements KeySource {
  private static final long MAX_FILE_BYTES = 512 * 1024;

  private final Path file;
  private final long intervalNanos;
  private final Consumer<Exception> failureListener;
  private final AtomicLong lookedAtNanos = new AtomicLong();
  private volatile Held held;

  /** What was read, and how the file looked then. */
  private record Held(Optional<JwkSet> keys, Look look) {}

  /**
   * How the file looks from outside.
   *
   * @param identity another one where another file was put in its place, be its times and size the
   *     same, as they are where a build sets all times to one; null where the system has none
   */
  private record Look(FileTime modified, long size, @Nullable Object identity) {
    static Look at(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Look(now.lastModifiedTime(), now.size(), now.fileKey());
    }
  }

  private FileKeySource(
      Path file, Duration interval, Consumer<Exception> failureListener, Held held) {
    this.file = file;
    this.intervalNanos = interval.toNanos();
    this.failureListener = failureListener;
    this.held = held;
    lookedAtNanos.set(System.nanoTime());
  }

  /**
   * Reads the file and watches it, looking once a second.
   *
   * @throws KeyFetchException when it cannot be read or has no usable key now
   */
  public static FileKeySource watch(Path file) throws KeyFetchException {
    return watch(file, Duration.ofSeconds(1), failure -> {});
  }

  /**
   * Reads the file and watches it.
   *
   * @param interval the least time between two looks
   * @param failureListener told when a changed file could not be used; must not block
   * @throws KeyFetchException when it cannot be read or has no usable key now
   */
  public static FileKeySource watch(
      Path file, Duration interval, Consumer<Exception> failureListener) throws KeyFetchException {
    try {
      return new FileKeySource(file, interval, failureListener, read(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new KeyFetchException(e);
    }
  }

  private static Held read(Path file) throws IOException {
    Look before = Look.at(file);
    if (before.size() > MAX_FILE_BYTES) {
      throw new IOException("the file is above 512 KiB");
    }
    JwkSet keys = KeyText.parse(Files.readString(file, StandardCharsets.UTF_8));
    if (keys.isEmpty()) {
      throw new IOException("the file has no usable key");
    }
    return new Held(Optional.of(keys), before);
  }

  @Override
  public Optional<JwkSet> current() {
    long now = System.nanoTime();
    long lookedAt = lookedAtNanos.get();
    if (now - lookedAt >= intervalNanos && lookedAtNanos.compareAndSet(lookedAt, now)) {
      @Nullable Exception failure = reload();
      if (failure != null) {
        failureListener.accept(failure);
      }
    }
    return held.keys;
  }

  private @Nullable Exception reload() {
    try {
      Held before = held;
      if (!Look.at(file).equals(before.look)) {
        Held fresh = read(file);
        boolean same = fresh.keys.orElseThrow().keys().equals(before.keys.orElseThrow().keys());
        held = same ? new Held(before.keys, fresh.look) : fresh;
      }
      return null;
    } catch (IOException | IllegalArgumentException e) {
      return new KeyFetchException(e);
    }
  }

  @Override
  public String toString() {
    return "FileKeySource[" + file + "]";
  }
}
