package signet.bearer.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static EventStream of(String text) {
    return new EventStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            // As a network does it: a few bytes at a time.
            return super.read(bytes, offset, Math.min(length, 3));
          }
        });
  }

  @Test
  void readsEventsWithTheirFields() throws IOException {
    EventStream events =
        of(
            ": hello\r\n\r\nid: e:1\nevent: revoked\ndata: {\"a\":1,\ndata:\"b\":\"\u00e9\"}\n\ndata:x\n\n");
    assertThat(events.next())
        .isEqualTo(new EventStream.Event("e:1", "revoked", "{\"a\":1,\n\"b\":\"\u00e9\"}\n"));
    assertThat(events.next()).isEqualTo(new EventStream.Event("", "message", "x\n"));
    assertThat(events.next()).isNull();
  }

  @Test
  void anEventThatWasCutOffIsNone() throws IOException {
    assertThat(of("data: whole\n\nevent: fresh\ndata: {}\n").next()).isNotNull();
    EventStream events = of("event: fresh\ndata: {}\n");
    assertThat(events.next()).isNull();
  }

  @Test
  void readsLongLinesAndRefusesEndlessOnes() throws IOException {
    String long1 = "x".repeat(100_000);
    assertThat(of("data: " + long1 + "\n\n").next().data()).isEqualTo(long1 + "\n");
    EventStream endless = endless("x");
    assertThatThrownBy(endless::next).isInstanceOf(IOException.class).hasMessageContaining("line");
  }

  @Test
  void refusesAnEndlessEvent() {
    EventStream endless = endless("data: " + "y".repeat(100) + "\n");
    assertThatThrownBy(endless::next).isInstanceOf(IOException.class).hasMessageContaining("event");
  }

  /** That text, over and over. */
  private static EventStream endless(String text) {
    byte[] repeated = text.repeat(100).getBytes(StandardCharsets.UTF_8);
    Enumeration<InputStream> copies =
        Collections.enumeration(
            Collections.nCopies(100_000, repeated).stream()
                .<InputStream>map(ByteArrayInputStream::new)
                .toList());
    return new EventStream(new SequenceInputStream(copies));
  }
}
