package signet.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signet.server.revocation.FeedReader;
import signet.server.revocation.RevocableToken;

/** Who has a place among the streams. */
@Timeout(30)
final class FeedStreamsTest {
  private static final FeedReader.Head HEAD = new FeedReader.Head("epoch", 1);
  private static final RevocableToken TOKEN =
      new RevocableToken("jti", Optional.empty(), "sub", OptionalLong.empty(), "key");
  private static final long A_WHILE_MILLIS = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private final FeedStreams streams = new FeedStreams(10, () -> "keys", System::nanoTime);
  private final CompletableFuture<Integer> sizeAtJoin = new CompletableFuture<>();

  FeedStreamsTest() {
    streams.began(HEAD);
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Sends a request; the socket is the caller's to close. */
  private Socket ask(Consumer<HttpServerRequest> handler) throws IOException {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(handler::accept)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private FeedStream begun(HttpServerRequest request) {
    FeedStream stream = new FeedStream(vertx, request, TOKEN);
    request.response().setChunked(true);
    stream.onEnd(() -> streams.leave(stream));
    streams.open(stream);
    stream.endAfter(A_WHILE_MILLIS);
    return stream;
  }

  private void join(FeedStream stream) {
    assertThat(streams.join(stream, HEAD)).isTrue();
    sizeAtJoin.complete(streams.size());
  }

  /** Once nothing is left to be done about the end of the connection. */
  private void onceGone(HttpServerRequest request, Runnable task) {
    request.connection().closeHandler(closed -> vertx.setTimer(1, later -> task.run()));
  }

  @Test
  void whoListensHasAPlaceUntilItGoes() throws Exception {
    try (Socket listening = ask(request -> join(begun(request)))) {
      assertThat(sizeAtJoin.get(20, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(listening.getInputStream().read()).isEqualTo('H');
      assertThat(streams.size()).isEqualTo(1);
    }
    await().until(() -> streams.size() == 0);
  }

  @Test
  void aClientHasHalfOfThePlacesWhetherItsStreamsListenOrCatchUp() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    AtomicInteger begun = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      assertThat(streams.hasRoomFor("sub")).isTrue();
      sockets.add(
          ask(
              request -> {
                begun(request);
                begun.incrementAndGet();
              }));
      int now = i + 1;
      await().until(() -> begun.get() == now);
    }
    assertThat(streams.hasRoomFor("sub")).isFalse();
    assertThat(streams.hasRoomFor("another")).isTrue();
    for (Socket socket : sockets) {
      socket.close();
    }
    await().until(() -> streams.hasRoomFor("sub"));
  }

  @Test
  void whoIsGoneBeforeItIsLetInTakesNoPlace() throws Exception {
    goes(request -> onceGone(request, () -> join(begun(request))));
  }

  @Test
  void whoGoesWhileItIsSentWhatItMissedTakesNoPlace() throws Exception {
    goes(
        request -> {
          FeedStream stream = begun(request);
          onceGone(request, () -> join(stream));
        });
  }

  /** Is gone before it joins, as which it counts for a moment alone. */
  private void goes(Consumer<HttpServerRequest> slow) throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    Socket gone = ask(slow.andThen(request -> asked.complete(null)));
    asked.get(20, TimeUnit.SECONDS);
    gone.close();
    assertThat(sizeAtJoin.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    await().until(() -> streams.size() == 0 && streams.openOf("sub") == 0);
  }
}
