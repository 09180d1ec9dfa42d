package signet.bearer.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import signet.bearer.health.ServiceHealth;

/**
 * How the service stands, as JSON: 200 where tokens can be judged, 503 where they cannot yet.
 * Thread-safe when its supplier is.
 *
 * <pre>{@code
 * context.addServlet("health", new HealthServlet(() -> ServiceHealth.of(keys, revocations)))
 *     .addMapping("/health");
 * }</pre>
 */
public final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Supplier<ServiceHealth> health;

  /** Shows what the supplier says at each request. */
  public HealthServlet(Supplier<ServiceHealth> health) {
    this.health = health;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ServiceHealth now = health.get();
    byte[] body = now.toJson().getBytes(StandardCharsets.UTF_8);
    response.setStatus(now.isReady() ? 200 : 503);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
