package signet.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Frames of HTTP/2 written by hand, since libraries refuse to write what is tried here. */
final class RawHttp2 {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_HEADERS = 0x4;
  private static final int END_STREAM = 0x1;

  private RawHttp2() {}

  /** Whether a request with those headers is answered with 200. */
  static boolean ask(String url, Map<String, String> headers) throws Exception {
    return send(url, "GET", "/raw", headers, "", Map.of());
  }

  /** Whether a request with a body, or trailers, or both is answered with 200. */
  static boolean askWithTrailers(
      String url,
      String path,
      Map<String, String> headers,
      String body,
      Map<String, String> trailers)
      throws Exception {
    return send(url, "POST", path, headers, body, trailers);
  }

  private static boolean send(
      String url,
      String method,
      String path,
      Map<String, String> headers,
      String body,
      Map<String, String> trailers)
      throws Exception {
    try (SSLSocket socket = connect(url, "h2")) {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      Map<String, String> pseudo = new LinkedHashMap<>();
      pseudo.put(":method", method);
      pseudo.put(":scheme", "https");
      pseudo.put(":path", path);
      pseudo.put(":authority", "localhost");
      // Those that are given stand in the place of the usual ones.
      pseudo.keySet().removeAll(headers.keySet());
      pseudo.forEach((name, value) -> literal(block, name, value));
      headers.forEach((name, value) -> literal(block, name, value));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(out, SETTINGS, 0, 0, new byte[0]);
      int end = trailers.isEmpty() ? END_STREAM : 0;
      frame(out, HEADERS, END_HEADERS | (body.isEmpty() ? end : 0), 1, block);
      if (!body.isEmpty()) {
        frame(out, DATA, end, 1, body.getBytes(StandardCharsets.US_ASCII));
      }
      if (!trailers.isEmpty()) {
        ByteArrayOutputStream last = new ByteArrayOutputStream();
        trailers.forEach((name, value) -> literal(last, name, value));
        frame(out, HEADERS, END_HEADERS | END_STREAM, 1, last);
      }
      socket.getOutputStream().write(out.toByteArray());
      socket.getOutputStream().flush();
      return answered(new DataInputStream(socket.getInputStream()));
    }
  }

  private static boolean answered(DataInputStream in) throws IOException {
    while (true) {
      int first = in.read();
      if (first < 0) {
        // The whole connection was ended for it.
        return false;
      }
      int length = first << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      boolean hasPriority = (in.readUnsignedByte() & 0x20) != 0;
      in.readInt();
      byte[] payload = in.readNBytes(length);
      if (type == RST_STREAM || type == GOAWAY) {
        return false;
      }
      if (type == HEADERS) {
        // RFC 7541 appendix A: the eighth entry is ":status: 200".
        return (payload[hasPriority ? 5 : 0] & 0xff) == 0x88;
      }
    }
  }

  private static void literal(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    text(out, name);
    text(out, value);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.write(text.length());
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void frame(
      ByteArrayOutputStream out, int type, int flags, int stream, ByteArrayOutputStream payload) {
    frame(out, type, flags, stream, payload.toByteArray());
  }

  private static void frame(
      ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
    out.write(payload.length >> 16);
    out.write(payload.length >> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    out.writeBytes(payload);
  }

  static SSLSocket connect(String url, String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", URI.create(url).getPort());
    socket.setSoTimeout(10_000);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // A client of a test.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Whom it talks to is not what is tested.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
