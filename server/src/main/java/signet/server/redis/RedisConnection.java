package signet.server.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.outage.OutageException;

/**
 * A connection to Redis, made anew in the background whenever it is lost or does not answer.
 * Thread-safe.
 *
 * <p>Callers never wait for a connection: while there is none, they are refused at once. Lettuce
 * could connect again by itself, but would not leave a connection that is open and silent.
 */
public final class RedisConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final long TEND_EVERY_MILLIS = 1_000;
  private static final long WARN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_WAITING = 4_096;
  // The least that Lettuce takes.
  private static final int THREADS = 2;

  private final Duration timeout;
  private final String name;
  private final ClientResources resources;
  private final RedisClient client;
  private final AtomicReference<@Nullable StatefulRedisConnection<String, String>> current =
      new AtomicReference<>();
  private final Map<String, Runnable> subscriptions = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable StatefulRedisPubSubConnection<String, String>> listening =
      new AtomicReference<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("redis").daemon().factory());
  // Of the timer's thread, and of the one that opens before there is a timer.
  private boolean warned;
  private long lastWarningNanos = System.nanoTime() - WARN_EVERY_NANOS;

  private RedisConnection(RedisAddress address) {
    timeout = address.timeout();
    name = address.host() + ":" + address.port();
    resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .build();
    client = RedisClient.create(resources, uri(address));
    client.setOptions(options(address));
  }

  /** Connects, now if that can be, otherwise as soon as it can. Does not fail. */
  // Nothing comes out of the work that a future could tell of.
  @SuppressWarnings("FutureReturnValueIgnored")
  public static RedisConnection open(RedisAddress address) {
    RedisConnection connection = new RedisConnection(address);
    connection.tend();
    connection.timer.scheduleWithFixedDelay(
        connection::tend, TEND_EVERY_MILLIS, TEND_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return connection;
  }

  private static RedisURI uri(RedisAddress address) {
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(address.host())
            .withPort(address.port())
            .withDatabase(address.database())
            .withSsl(address.tls())
            .withVerifyPeer(true)
            .withTimeout(CONNECT_TIMEOUT)
            .withClientName("signet");
    address
        .password()
        .ifPresent(
            password ->
                address
                    .user()
                    .ifPresentOrElse(
                        user -> uri.withAuthentication(user, password.toCharArray()),
                        () -> uri.withPassword(password.toCharArray())));
    return uri.build();
  }

  private static ClientOptions options(RedisAddress address) {
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MAX_WAITING)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build());
    address
        .certificate()
        .ifPresent(
            file -> options.sslOptions(SslOptions.builder().trustManager(file.toFile()).build()));
    return options.build();
  }

  /** Whether commands can be sent at this moment. */
  public boolean isUsable() {
    StatefulRedisConnection<String, String> connection = current.get();
    return connection != null && connection.isOpen();
  }

  /**
   * Sends a command and waits for the answer.
   *
   * @throws OutageException if it is not answered in time, or with an error; whether it was carried
   *     out is not known then
   */
  <T> T call(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    StatefulRedisConnection<String, String> connection = current.get();
    if (connection == null || !connection.isOpen()) {
      throw new OutageException("Redis is not connected");
    }
    try {
      return answer(connection, command);
    } catch (OutageException e) {
      drop(connection);
      throw e;
    }
  }

  private <T> T answer(
      StatefulRedisConnection<String, String> connection,
      Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    try {
      return command.apply(connection.async()).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted while Redis was asked");
    } catch (ExecutionException | TimeoutException | RedisException e) {
      throw new OutageException(e);
    }
  }

  /** Tells all that are subscribed to a channel, if that can be done now. Returns at once. */
  // Whoever is not reached looks by itself before long.
  @SuppressWarnings("FutureReturnValueIgnored")
  public void publish(String channel) {
    StatefulRedisConnection<String, String> connection = current.get();
    if (connection != null && connection.isOpen()) {
      try {
        connection.async().publish(channel, "");
      } catch (RedisException e) {
        LOG.debug("nobody is told", e);
      }
    }
  }

  /**
   * Has that run, quickly, whenever the channel is told something, and whenever something may have
   * been missed.
   */
  public void subscribe(String channel, Runnable onMessage) {
    subscriptions.put(channel, onMessage);
    timer.execute(this::tend);
  }

  private void listen() {
    StatefulRedisPubSubConnection<String, String> before = listening.get();
    if (subscriptions.isEmpty() || (before != null && before.isOpen())) {
      return;
    }
    StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            subscriptions.getOrDefault(channel, () -> {}).run();
          }
        });
    try {
      connection.sync().subscribe(subscriptions.keySet().toArray(String[]::new));
    } catch (RuntimeException e) {
      hangUp(connection);
      throw e;
    }
    listening.set(connection);
    subscriptions.values().forEach(Runnable::run);
  }

  /** The timer makes another. */
  private void drop(StatefulRedisConnection<String, String> connection) {
    if (current.compareAndSet(connection, null)) {
      hangUp(connection);
      // What no longer answers on one connection is not heard on the other.
      StatefulRedisPubSubConnection<String, String> heard = listening.getAndSet(null);
      if (heard != null) {
        hangUp(heard);
      }
    }
  }

  // What is left behind does not matter any more.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void hangUp(StatefulRedisConnection<String, String> connection) {
    connection.closeAsync();
  }

  /** Sees to it that there is a connection that answers. */
  private void tend() {
    try {
      StatefulRedisConnection<String, String> connection = current.get();
      if (connection == null || !connection.isOpen()) {
        connect();
      } else {
        call(RedisAsyncCommands::ping);
      }
      listen();
    } catch (RuntimeException e) {
      warn(e);
    }
  }

  private void connect() {
    StatefulRedisConnection<String, String> connection = client.connect();
    try {
      answer(connection, RedisAsyncCommands::ping);
    } catch (RuntimeException e) {
      hangUp(connection);
      throw e;
    }
    current.set(connection);
    if (warned) {
      warned = false;
      LOG.info("Redis at {} answers again", name);
    }
  }

  private void warn(RuntimeException failure) {
    long now = System.nanoTime();
    if (!warned && now - lastWarningNanos >= WARN_EVERY_NANOS) {
      lastWarningNanos = now;
      warned = true;
      LOG.warn(
          "Redis at {} cannot be used, this server counts failed logins by itself and does not write"
              + " revocations there: {}",
          name,
          words(failure));
    }
  }

  /** What it was, without what a message may quote. */
  private static String words(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    // The first word of Redis's answer is its kind, such as NOAUTH or OOM.
    return deepest instanceof RedisCommandExecutionException && message != null
        ? "it answered " + message.split(" ", 2)[0]
        : deepest.getClass().getSimpleName();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.shutdown(0, CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    resources
        .shutdown(0, CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CONNECT_TIMEOUT.toMillis());
  }
}
