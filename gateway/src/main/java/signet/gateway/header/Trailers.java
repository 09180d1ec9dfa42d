package signet.gateway.header;

import java.util.List;

/**
 * Decides which trailers pass, in both directions: those that a recipient may take for headers say
 * nothing there about framing, routing, who asks or how to answer (RFC 9110 §6.5.1). Immutable.
 */
public final class Trailers {
  private static final NameSet STOPPED =
      new NameSet(
          List.of(
              "content-*",
              "if-*",
              "accept*",
              "proxy-*",
              "x-http-*",
              "cache-control",
              "pragma",
              "max-forwards",
              "range",
              "origin",
              "age",
              "date",
              "expires",
              "location",
              "retry-after",
              "vary",
              "www-authenticate"));

  private final RequestHeaders requests;

  /** With the rules for headers of requests, which hold here as well. */
  public Trailers(RequestHeaders requests) {
    this.requests = requests;
  }

  /** Whether a trailer of that name passes. */
  public boolean passes(CharSequence name) {
    return !STOPPED.contains(name) && ResponseHeaders.passes(name) && requests.passes(name);
  }
}
