package signet.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import signet.jose.reject.RejectReason;

/**
 * Somebody who calls a service again and again with one token, until it is refused as revoked. A
 * thread of its own.
 */
final class Hammer {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http;
  private final URI service;
  private final String token;
  private final CountDownLatch accepted = new CountDownLatch(1);
  private final Thread thread;

  private final AtomicLong calls = new AtomicLong();
  private volatile long lastAcceptedNanos;
  private volatile long firstRefusedNanos;
  private volatile boolean refused;

  Hammer(HttpClient http, URI service, String token) {
    this.http = http;
    this.service = service;
    this.token = token;
    this.thread = Thread.ofVirtual().name("hammer").start(this::run);
  }

  private void run() {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!refused && System.nanoTime() < deadlineNanos) {
        call();
      }
    } catch (IOException e) {
      // Not refused: the story tells that it never was.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call() throws IOException, InterruptedException {
    long sentNanos = System.nanoTime();
    Reply reply = Reply.toBearer(http, service, Optional.of(token));
    calls.incrementAndGet();
    if (reply.status() == 200) {
      lastAcceptedNanos = sentNanos;
      accepted.countDown();
    } else if (isRevoked(reply)) {
      firstRefusedNanos = sentNanos;
      refused = true;
    } else if (reply.status() != 503) {
      // 503 is the answer until the service has heard of revocations for the first time.
      throw new IOException("the service answered " + reply.status());
    }
  }

  private static boolean isRevoked(Reply reply) {
    String reason = "reason=\"" + RejectReason.REVOKED.word() + "\"";
    return reply.status() == 401 && reply.challenge().filter(c -> c.contains(reason)).isPresent();
  }

  /** Waits until the service accepts the token. */
  boolean awaitAccepted() throws InterruptedException {
    return accepted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits until the service refuses the token, and says whether it does. */
  boolean awaitRefused() throws InterruptedException {
    thread.join(PATIENCE);
    return refused;
  }

  long calls() {
    return calls.get();
  }

  /** When the last request that was accepted had been sent, beside {@link System#nanoTime}. */
  long lastAcceptedNanos() {
    return lastAcceptedNanos;
  }

  /** When the first request that was refused had been sent, likewise. */
  long firstRefusedNanos() {
    return firstRefusedNanos;
  }
}
