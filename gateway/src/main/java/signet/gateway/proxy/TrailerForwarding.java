package signet.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.gateway.framing.SentTrailers;
import signet.gateway.header.PlainFields;
import signet.gateway.header.Trailers;

/** Ends a request to a service with the trailers that the client sent and that may pass. */
final class TrailerForwarding {
  private TrailerForwarding() {}

  /**
   * The trailers that may pass.
   *
   * @return null where one of them is none that a request may have
   */
  static @Nullable List<Map.Entry<String, String>> passing(
      Trailers rules, Exchange exchange, List<Map.Entry<String, String>> sent) {
    List<Map.Entry<String, String>> passing = new ArrayList<>(sent.size());
    for (Map.Entry<String, String> field : sent) {
      String name = field.getKey();
      if (exchange.isHttp2() && !PlainFields.isPlain(name, field.getValue())) {
        return null;
      }
      if (rules.passes(name) && !exchange.listed.contains(name)) {
        passing.add(field);
      }
    }
    return passing;
  }

  /**
   * Ends the request.
   *
   * @param written completes when the head and all of the body so far are on their way
   */
  static void end(
      HttpClientRequest out, List<Map.Entry<String, String>> trailers, Future<Void> written) {
    ChannelHandlerContext channel =
        out.connection() instanceof HttpClientConnectionInternal known
            ? known.channelHandlerContext()
            : null;
    boolean http2 = out.version() == HttpVersion.HTTP_2;
    // RFC 9112 §7.1.2: only chunked framing has a place for them.
    if (trailers.isEmpty() || channel == null || !(http2 || out.isChunked())) {
      out.end();
    } else if (!http2) {
      SentTrailers.beforeTheEnd(channel, trailers);
      out.end();
    } else if (channel.handler() instanceof Http2ConnectionHandler handler) {
      written.onSuccess(done -> SentTrailers.end(handler, channel, out.streamId(), trailers));
    }
  }
}
