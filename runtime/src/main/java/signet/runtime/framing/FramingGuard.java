package signet.runtime.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the HTTP decoder of one connection and lets whole heads pass, and bodies as they
 * come. A head that is refused is replaced by one that the decoder cannot read: so the answer, 400,
 * comes from where answers come from, and after those to earlier requests. Broken framing inside a
 * body ends the connection.
 */
public final class FramingGuard extends ChannelInboundHandlerAdapter {
  /** What Vert.x calls the decoder of HTTP/1.1 in a pipeline. */
  public static final String DECODER = "httpDecoder";

  private static final byte[] UNREADABLE = "REFUSED\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final MessageScanner scanner = new MessageScanner();
  private final int maxHeadBytes;
  private final long headMillis;
  private @Nullable ByteBuf held;
  private @Nullable ScheduledFuture<?> headTimer;
  private boolean open;
  private boolean refused;

  private FramingGuard(int maxHeadBytes, Duration headTime) {
    this.maxHeadBytes = maxHeadBytes;
    this.headMillis = headTime.toMillis();
  }

  /**
   * Puts a guard in front of a connection's decoder.
   *
   * @param maxHeadBytes a longer head is refused
   * @param headTime how long a head may take from its first byte to its last
   * @return null where the connection has no such decoder, as with HTTP/2
   */
  public static @Nullable FramingGuard before(
      ChannelPipeline pipeline, int maxHeadBytes, Duration headTime) {
    if (pipeline.context(DECODER) == null) {
      return null;
    }
    FramingGuard guard = new FramingGuard(maxHeadBytes, headTime);
    pipeline.addBefore(DECODER, "framingGuard", guard);
    return guard;
  }

  /** Lets everything pass from now on: the connection speaks another protocol. */
  public void release() {
    open = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (open || !(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    if (refused) {
      bytes.release();
      return;
    }
    if (held == null) {
      read(context, bytes, bytes.readerIndex(), bytes.readerIndex());
      return;
    }
    ByteBuf earlier = held;
    held = null;
    int from = earlier.writerIndex();
    earlier.writeBytes(bytes);
    bytes.release();
    read(context, earlier, earlier.readerIndex(), from);
  }

  /** Passes what is whole, and keeps a head that is not. */
  private void read(ChannelHandlerContext context, ByteBuf bytes, int start, int from) {
    int passable = start;
    int at = from;
    while (at < bytes.writerIndex()) {
      at = scanner.scan(bytes, at);
      if (scanner.isRefused()) {
        refuse(context, bytes, passable, !scanner.brokeInBody());
        return;
      }
      if (!scanner.isInHead()) {
        passable = at;
      }
    }
    if (passable == bytes.writerIndex()) {
      stopTimer();
      context.fireChannelRead(bytes);
      return;
    }
    if (passable > start) {
      stopTimer();
    }
    keep(context, bytes, passable);
  }

  private void keep(ChannelHandlerContext context, ByteBuf bytes, int from) {
    int size = bytes.writerIndex() - from;
    if (size > maxHeadBytes) {
      refuse(context, bytes, from, true);
      return;
    }
    ByteBuf rest = context.alloc().buffer(Math.max(256, size * 2)).writeBytes(bytes, from, size);
    pass(context, bytes, from);
    held = rest;
    if (headTimer == null) {
      headTimer =
          context.executor().schedule(() -> close(context), headMillis, TimeUnit.MILLISECONDS);
    }
  }

  private static void pass(ChannelHandlerContext context, ByteBuf bytes, int end) {
    bytes.writerIndex(end);
    if (bytes.isReadable()) {
      context.fireChannelRead(bytes);
    } else {
      bytes.release();
    }
  }

  private void refuse(ChannelHandlerContext context, ByteBuf bytes, int passable, boolean inHead) {
    refused = true;
    stopTimer();
    pass(context, bytes, passable);
    if (inHead) {
      context.fireChannelRead(Unpooled.wrappedBuffer(UNREADABLE));
    } else {
      close(context);
    }
  }

  // Nobody is left to hear how it went.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void close(ChannelHandlerContext context) {
    context.close();
  }

  private void stopTimer() {
    if (headTimer != null) {
      headTimer.cancel(false);
      headTimer = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stopTimer();
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
