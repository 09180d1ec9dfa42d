package signet.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that comes is sent back by a server behind the link. */
@Timeout(30)
final class TcpLinkTest {
  private static final int SILENCE_MILLIS = 100;

  private ServerSocket echo;
  private TcpLink link;

  @BeforeEach
  void open() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    link = TcpLink.open(unused(), echo.getLocalPort());
  }

  private static int unused() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                  } catch (IOException e) {
                    // Cut, as it should be.
                  }
                });
      } catch (IOException e) {
        return;
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    echo.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), link.port());
  }

  private static int roundTrip(Socket socket, int value) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(value);
    InputStream in = socket.getInputStream();
    return in.read();
  }

  @Test
  void passesBytesBothWaysPastATargetThatIsNotThere() throws IOException {
    for (int i = 0; i < 4; i++) {
      try (Socket socket = connect()) {
        assertThat(roundTrip(socket, i)).isEqualTo(i);
      }
    }
  }

  @Test
  void cutEndsConnectionsAndOpenTakesNewOnes() throws IOException {
    try (Socket socket = connect()) {
      assertThat(roundTrip(socket, 1)).isEqualTo(1);
      link.set(TcpLink.Mode.CUT);
      assertThatThrownBy(() -> readToEnd(socket)).isInstanceOf(IOException.class);
    }
    link.set(TcpLink.Mode.OPEN);
    try (Socket socket = connect()) {
      assertThat(roundTrip(socket, 2)).isEqualTo(2);
    }
  }

  /** A reset is an exception; an orderly end is made one. */
  private static void readToEnd(Socket socket) throws IOException {
    if (roundTrip(socket, 1) == -1) {
      throw new IOException("ended");
    }
  }

  @Test
  void silenceHoldsWhatCameAndPassesItLater() throws IOException {
    try (Socket socket = connect()) {
      assertThat(roundTrip(socket, 1)).isEqualTo(1);
      link.set(TcpLink.Mode.SILENT);
      socket.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> roundTrip(socket, 2)).isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(0);
      link.set(TcpLink.Mode.OPEN);
      assertThat(socket.getInputStream().read()).isEqualTo(2);
    }
  }
}
