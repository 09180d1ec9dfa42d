package signet.benchmarks.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy on the loopback interface that can cut what passes it, keep silent or be slow.
 * Several targets are taken by turns, and those that refuse are passed over, as a load balancer
 * does.
 */
final class TcpLink implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int PAUSE_MILLIS = 10;

  /** What happens to what passes. */
  enum Mode {
    OPEN,
    /** Connections are reset at once. */
    CUT,
    /** Nothing passes; what came goes on once it is open again. */
    SILENT
  }

  private final ServerSocket listening;
  private final int[] targets;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.OPEN;
  private volatile int delayMillis;

  private TcpLink(ServerSocket listening, int... targets) {
    this.listening = listening;
    this.targets = targets;
  }

  /** Listens at once. */
  static TcpLink open(int... targets) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    TcpLink link = new TcpLink(socket, targets);
    Thread.ofVirtual().start(link::accept);
    return link;
  }

  int port() {
    return listening.getLocalPort();
  }

  void set(Mode newMode) {
    mode = newMode;
    if (newMode == Mode.CUT) {
      sockets.forEach(TcpLink::reset);
    }
  }

  /** Holds each piece that passes, in either direction, for that long. */
  void delay(int millis) {
    delayMillis = millis;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // Closed, or out of files for a moment.
        sleep();
      }
    }
  }

  private void serve(Socket client) {
    sockets.add(client);
    try {
      awaitPassage();
      Socket server = connect();
      sockets.add(server);
      if (mode == Mode.CUT) {
        reset(server);
        reset(client);
        return;
      }
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> pump(server, client));
      pump(client, server);
    } catch (IOException e) {
      reset(client);
    } finally {
      sockets.remove(client);
    }
  }

  private Socket connect() throws IOException {
    IOException failure = new IOException("no target");
    int first = turn.getAndIncrement();
    for (int i = 0; i < targets.length; i++) {
      Socket socket = new Socket();
      try {
        int port = targets[Math.floorMod(first + i, targets.length)];
        InetAddress loopback = InetAddress.getLoopbackAddress();
        socket.connect(new InetSocketAddress(loopback, port), CONNECT_MILLIS);
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }

  /** Until one side ends, or is cut; then both end. */
  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitPassage();
        if (delayMillis > 0) {
          LockSupport.parkNanos(delayMillis * 1_000_000L);
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One side is gone; closing both tells the other.
      reset(to);
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void awaitPassage() throws IOException {
    while (mode == Mode.SILENT) {
      sleep();
    }
    if (mode == Mode.CUT) {
      throw new IOException("cut");
    }
  }

  private static void sleep() {
    LockSupport.parkNanos(PAUSE_MILLIS * 1_000_000L);
  }

  private static void reset(Socket socket) {
    try (socket) {
      // Zero makes closing a reset: whoever reads gets an error, not an orderly end.
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It was closed before.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      // Nothing listens any more in any case.
    }
    set(Mode.CUT);
  }
}
