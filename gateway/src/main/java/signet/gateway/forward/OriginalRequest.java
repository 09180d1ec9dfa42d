package signet.gateway.forward;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import signet.gateway.header.Overrides;
import signet.gateway.route.MethodName;
import signet.gateway.route.RequestTarget;

/**
 * The request that another proxy asks about, as its headers tell: {@code
 * X-Forwarded-{Method,Uri,Host}} or {@code X-Original-{Method,Uri,Host}}. Of the two families one
 * is there, whole, each header once, and no {@link Overrides} are. Anything else could be a
 * client's word beside the proxy's, and is no request. Immutable.
 *
 * @param method in upper case
 * @param host with or without port
 * @param target in origin form
 */
record OriginalRequest(String method, String host, RequestTarget target) {
  private static final List<String> PARTS = List.of("Method", "Uri", "Host");
  private static final String FORWARDED = "X-Forwarded-";
  private static final String ORIGINAL = "X-Original-";
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,260}");

  /** The request; empty where it cannot be told for certain. */
  static Optional<OriginalRequest> of(MultiMap headers) {
    boolean forwarded = has(headers, FORWARDED);
    if (forwarded == has(headers, ORIGINAL) || hasOverride(headers)) {
      return Optional.empty();
    }
    String family = forwarded ? FORWARDED : ORIGINAL;
    String method = single(headers, family + PARTS.get(0));
    String uri = single(headers, family + PARTS.get(1));
    String host = single(headers, family + PARTS.get(2));
    if (method == null || uri == null || host == null) {
      return Optional.empty();
    }
    RequestTarget target = RequestTarget.parse(uri);
    return target == null || !MethodName.isValid(method) || !HOST.matcher(host).matches()
        ? Optional.empty()
        : Optional.of(new OriginalRequest(method, host, target));
  }

  private static boolean has(MultiMap headers, String family) {
    return PARTS.stream().anyMatch(part -> headers.contains(family + part));
  }

  /** The service may get it too, and would answer another request than was asked about. */
  private static boolean hasOverride(MultiMap headers) {
    for (Map.Entry<String, String> header : headers) {
      if (Overrides.contains(header.getKey())) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String single(MultiMap headers, String name) {
    List<String> values = headers.getAll(name);
    return values.size() == 1 ? values.get(0) : null;
  }
}
