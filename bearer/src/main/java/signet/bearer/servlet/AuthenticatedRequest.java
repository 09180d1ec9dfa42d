package signet.bearer.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;

/** A request that carried a token which holds: it knows who sent it. */
final class AuthenticatedRequest extends HttpServletRequestWrapper {
  private final TokenPrincipal principal;
  private final HttpServletResponse response;
  private final String authType;

  AuthenticatedRequest(
      HttpServletRequest request,
      HttpServletResponse response,
      TokenPrincipal principal,
      String authType) {
    super(request);
    this.response = response;
    this.principal = principal;
    this.authType = authType;
  }

  @Override
  public Principal getUserPrincipal() {
    return principal;
  }

  @Override
  public String getRemoteUser() {
    return principal.getName();
  }

  @Override
  public boolean isUserInRole(String role) {
    return principal.roles().contains(role);
  }

  @Override
  public String getAuthType() {
    return authType;
  }

  /** Without arguments the container would hand its own request, which knows nobody, to threads. */
  @Override
  public AsyncContext startAsync() {
    return startAsync(this, response);
  }
}
