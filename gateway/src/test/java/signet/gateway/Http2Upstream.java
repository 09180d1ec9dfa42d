package signet.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A service of HTTP/2 without TLS that keeps each frame of requests, and answers 200. */
final class Http2Upstream implements AutoCloseable {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<String> frames = new CopyOnWriteArrayList<>();
  private final Channel server;
  private volatile Map<String, String> answerFields = Map.of();

  Http2Upstream() {
    server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            // Fields are sent as they are.
                            Http2FrameCodecBuilder.forServer().validateHeaders(false).build(),
                            new Recorder());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  String url() {
    return "http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** Answers with these fields from now on, whatever they have in them. */
  void answers(Map<String, String> fields) {
    answerFields = Map.copyOf(fields);
  }

  /** What came, a line a frame. */
  List<String> frames() {
    return frames;
  }

  private final class Recorder extends ChannelInboundHandlerAdapter {
    // A void promise is its own answer.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean ended = false;
      if (message instanceof Http2HeadersFrame headers) {
        StringBuilder line = new StringBuilder("HEADERS");
        headers.headers().forEach(h -> line.append(' ').append(h.getKey() + "=" + h.getValue()));
        frames.add(line.toString());
        ended = headers.isEndStream();
      } else if (message instanceof Http2DataFrame data) {
        frames.add("DATA " + data.content().toString(StandardCharsets.US_ASCII));
        ended = data.isEndStream();
      }
      if (ended && message instanceof Http2StreamFrame frame) {
        Http2Headers answer = new DefaultHttp2Headers(false).status("200");
        answerFields.forEach(answer::add);
        context.writeAndFlush(
            new DefaultHttp2HeadersFrame(answer, true).stream(frame.stream()),
            context.voidPromise());
      }
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
