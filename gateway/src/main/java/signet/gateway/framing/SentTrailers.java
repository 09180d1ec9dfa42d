package signet.gateway.framing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the trailers of a request to a service, which the HTTP library has no words for. Used on
 * the connection's event loop alone.
 */
public final class SentTrailers {
  private SentTrailers() {}

  /**
   * HTTP/1.1: the next end of a chunked body on that connection is written with these trailers. Its
   * head must have been written before.
   *
   * @throws IllegalArgumentException if one of them cannot be written; nothing is changed then
   */
  public static void beforeTheEnd(
      ChannelHandlerContext channel, List<Map.Entry<String, String>> trailers) {
    channel.pipeline().addBefore(channel.name(), null, new End(trailers));
  }

  /**
   * HTTP/2: ends the stream with these trailers, behind the data that were written to it.
   *
   * @param handler of the connection, whose channel it is
   */
  // Where it fails the stream does, which the answer hears of.
  @SuppressWarnings("FutureReturnValueIgnored")
  public static void end(
      Http2ConnectionHandler handler,
      ChannelHandlerContext channel,
      int stream,
      List<Map.Entry<String, String>> trailers) {
    Http2Headers headers = new DefaultHttp2Headers();
    trailers.forEach(
        field -> headers.add(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
    handler.encoder().writeHeaders(channel, stream, headers, 0, true, channel.newPromise());
    channel.flush();
  }

  /** Goes once it has done its work, so that the next request on the connection has none. */
  private static final class End extends ChannelOutboundHandlerAdapter {
    // Made at once: in the middle of the end it would be too late for a trailer to be refused.
    private final HttpHeaders trailers = new DefaultLastHttpContent().trailingHeaders();

    End(List<Map.Entry<String, String>> fields) {
      fields.forEach(field -> trailers.add(field.getKey(), field.getValue()));
    }

    // The future of a write is its promise, which the writer holds.
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (!(message instanceof LastHttpContent last) || message instanceof HttpRequest) {
        context.write(message, promise);
        return;
      }
      context.pipeline().remove(this);
      LastHttpContent end = new DefaultLastHttpContent(last.content().retain());
      end.trailingHeaders().add(trailers);
      ReferenceCountUtil.release(last);
      context.write(end, promise);
    }
  }
}
