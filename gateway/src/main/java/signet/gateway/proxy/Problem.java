package signet.gateway.proxy;

import java.util.Locale;

/** What the gateway itself answers, as problem details (RFC 9457): status, type and title. */
enum Problem {
  BAD_REQUEST(400, "The request is not valid"),
  NO_ROUTE(404, "There is nothing here"),
  METHOD_REFUSED(405, "This method is not passed on"),
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  BODY_TOO_LARGE(413, "The body is too large"),
  TARGET_TOO_LONG(414, "The address is too long"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL_ERROR(500, "Something went wrong here"),
  UPSTREAM_FAILED(502, "The service behind did not answer as it should"),
  BUSY(503, "Too much to do at this moment"),
  STOPPING(503, "The gateway is starting or stopping"),
  NOT_READY(503, "Transaction tokens cannot be signed at this moment"),
  UPSTREAM_TIMEOUT(504, "The service behind took too long"),
  VERSION_REFUSED(505, "This version of HTTP is not spoken here");

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  /** The {@code type}, a relative reference. */
  String type() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As logs and metrics have it. */
  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The body; of the request it has the correlation id alone, which is ours or hexadecimal. */
  String body(String correlationId) {
    return "{\"type\":\""
        + type()
        + "\",\"title\":\""
        + title
        + "\",\"status\":"
        + status
        + ",\"correlation_id\":\""
        + correlationId
        + "\"}";
  }
}
