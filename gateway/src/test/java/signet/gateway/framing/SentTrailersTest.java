package signet.gateway.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentTrailersTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final ChannelHandlerContext connection = channel.pipeline().firstContext();

  @Test
  void theyGoWithTheNextEndAlone() {
    SentTrailers.beforeTheEnd(
        connection, List.of(Map.entry("X-Sum", "1"), Map.entry("x-sum", "2")));

    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);

    LastHttpContent first = channel.readOutbound();
    LastHttpContent second = channel.readOutbound();
    assertThat(first.trailingHeaders().getAll("x-sum")).containsExactly("1", "2");
    assertThat(second.trailingHeaders()).isEmpty();
  }

  /** Else the request would never end, and the next one on the connection would be its body. */
  @Test
  void oneThatCannotBeWrittenIsToldBeforeTheEndAndLeavesNothingBehind() {
    assertThatThrownBy(() -> SentTrailers.beforeTheEnd(connection, List.of(Map.entry("a;b", "v"))))
        .isInstanceOf(IllegalArgumentException.class);

    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);

    LastHttpContent end = channel.readOutbound();
    assertThat(end.trailingHeaders()).isEmpty();
  }
}
