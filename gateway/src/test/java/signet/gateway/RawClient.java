package signet.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** A client that sends bytes as they are, and reads answers by its own few lines. */
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;

  public RawClient(String url) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  public RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  public Socket socket() {
    return socket;
  }

  /** One answer, head and body as they came; empty where the connection ends before it. */
  public String answer() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
    }
    String head = text.toString().toLowerCase(Locale.ROOT);
    var length = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n").matcher(head);
    if (length.find()) {
      byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
      text.append(new String(body, StandardCharsets.ISO_8859_1));
    } else if (head.contains("transfer-encoding: chunked")) {
      int start = text.length();
      while (!text.substring(start).endsWith("0\r\n\r\n") && !endsWithTrailers(text, start)) {
        int next = in.read();
        if (next < 0) {
          return text.toString();
        }
        text.append((char) next);
      }
    }
    return text.toString();
  }

  private static boolean endsWithTrailers(StringBuilder text, int start) {
    return text.substring(start).matches("(?s).*\r\n0\r\n[^\r\n].*\r\n\r\n");
  }

  /** Everything until the other side ends the connection. */
  public String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      int next;
      while ((next = socket.getInputStream().read()) >= 0) {
        all.write(next);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection was not ended after " + all, e);
    } catch (IOException e) {
      // A reset ends it too.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
