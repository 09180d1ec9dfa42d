package signet.gateway.framing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trailers of HTTP/2: the second block of headers of a stream, kept for as long as that lives. */
final class Http2Trailers extends RequestTrailers {
  private final Http2Connection connection;
  private final Http2Connection.PropertyKey begun;
  private final Http2Connection.PropertyKey key;

  private Http2Trailers(Http2Connection connection) {
    this.connection = connection;
    this.begun = connection.newKey();
    this.key = connection.newKey();
  }

  static Http2Trailers behind(Http2ConnectionHandler handler) {
    Http2Trailers trailers = new Http2Trailers(handler.connection());
    Http2FrameListener next = handler.decoder().frameListener();
    handler.decoder().frameListener(trailers.new Reader(next));
    return trailers;
  }

  @Override
  public long begin(int stream) {
    return stream;
  }

  @Override
  public List<Map.Entry<String, String>> take(long request) {
    Http2Stream stream = connection.stream(Math.toIntExact(request));
    Http2Headers trailers = stream == null ? null : stream.removeProperty(key);
    if (trailers == null) {
      return List.of();
    }
    List<Map.Entry<String, String>> fields = new ArrayList<>(trailers.size());
    trailers.forEach(
        field -> fields.add(Map.entry(field.getKey().toString(), field.getValue().toString())));
    return fields;
  }

  private final class Reader extends Http2FrameListenerDecorator {
    Reader(Http2FrameListener next) {
      super(next);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int streamId,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endOfStream)
        throws Http2Exception {
      Http2Stream stream = connection.stream(streamId);
      if (stream != null && stream.setProperty(begun, Boolean.TRUE) != null) {
        stream.setProperty(key, headers);
      }
      super.onHeadersRead(
          context, streamId, headers, dependency, weight, exclusive, padding, endOfStream);
    }
  }
}
