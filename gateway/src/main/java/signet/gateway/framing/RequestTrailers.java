package signet.gateway.framing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trailers of one connection's requests, which the HTTP library reads and lets fall. Used on
 * the connection's event loop alone. Their size is bounded with that of heads: by the decoder of
 * HTTP/1.1, and by SETTINGS_MAX_HEADER_LIST_SIZE.
 */
public abstract sealed class RequestTrailers permits Http1Trailers, Http2Trailers {
  private static final AttributeKey<RequestTrailers> KEY =
      AttributeKey.valueOf(RequestTrailers.class, "of");

  RequestTrailers() {}

  /** Begins to keep the trailers of a connection; before its first request. */
  public static void keep(ChannelHandlerContext channel) {
    RequestTrailers trailers =
        channel.handler() instanceof Http2ConnectionHandler http2
            ? Http2Trailers.behind(http2)
            : Http1Trailers.behind(channel.pipeline());
    channel.channel().attr(KEY).set(trailers);
  }

  /** Those of a connection; null where none are kept. */
  public static @Nullable RequestTrailers of(ChannelHandlerContext channel) {
    return channel.channel().attr(KEY).get();
  }

  /**
   * Notes that a request is handled now; to be called for each, in their order.
   *
   * @param stream of HTTP/2; anything else for HTTP/1.1
   * @return by which {@link #take} knows the request again
   */
  public abstract long begin(int stream);

  /** The trailers of a request whose body has ended, names and values, each as it came; once. */
  public abstract List<Map.Entry<String, String>> take(long request);
}
