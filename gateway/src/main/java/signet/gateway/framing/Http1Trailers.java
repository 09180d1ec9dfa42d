package signet.gateway.framing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import signet.runtime.framing.FramingGuard;

/**
 * Trailers of HTTP/1.1. Requests are counted as they are read and as they are handled, since with
 * pipelining the one can be ahead of the other.
 */
final class Http1Trailers extends RequestTrailers {
  private final Map<Long, HttpHeaders> kept = new HashMap<>();
  private long read;
  private long handled;

  static Http1Trailers behind(ChannelPipeline pipeline) {
    Http1Trailers trailers = new Http1Trailers();
    pipeline.addAfter(FramingGuard.DECODER, "requestTrailers", trailers.new Reader());
    return trailers;
  }

  @Override
  public long begin(int stream) {
    // Those of the request before, if nobody has asked for them.
    kept.remove(handled);
    return ++handled;
  }

  @Override
  public List<Map.Entry<String, String>> take(long request) {
    HttpHeaders trailers = kept.remove(request);
    return trailers == null ? List.of() : trailers.entries();
  }

  private final class Reader extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        read++;
      }
      if (message instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
        kept.put(read, last.trailingHeaders());
      }
      context.fireChannelRead(message);
    }
  }
}
