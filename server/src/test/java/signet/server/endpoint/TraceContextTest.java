package signet.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-00",
        "01-" + TRACE + "-" + SPAN + "-01-what-comes-later"
      })
  void joinsTheCallersTraceWithASpanOfItsOwn(String traceparent) {
    TraceContext context = TraceContext.next(List.of(traceparent));

    assertThat(context.traceId()).isEqualTo(TRACE);
    assertThat(context.spanId()).matches("[0-9a-f]{16}").isNotEqualTo(SPAN);
    assertThat(context.correlationId()).isEqualTo(TRACE + "-" + context.spanId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-01\nforged log line",
        "00-" + TRACE + "-" + SPAN
      })
  void beginsATraceWhereThereIsNone(String traceparent) {
    TraceContext context = TraceContext.next(List.of(traceparent));

    assertThat(context.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
  }

  @Test
  void beginsATraceWhereTwoAreNamed() {
    String traceparent = "00-" + TRACE + "-" + SPAN + "-01";

    assertThat(TraceContext.next(List.of(traceparent, traceparent)).traceId()).isNotEqualTo(TRACE);
  }
}
