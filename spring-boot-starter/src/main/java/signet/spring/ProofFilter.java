package signet.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.authentication.WebAuthenticationDetailsSource;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import signet.bearer.BearerRequest;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.dpop.SenderConstraint.Scheme;

/**
 * Spring Security's filter, by Signet's rules for the scheme {@code DPoP} (RFC 9449 §7): its tokens
 * are taken with their proof, or the scheme is not known here. Immutable once it stands in a chain.
 */
final class ProofFilter extends BearerTokenAuthenticationFilter {
  private static final String AUTHORIZATION = "Authorization";

  /** What a header begins with that Spring Security's own filter for proofs looks at. */
  private static final String SCHEME = "dpop";

  private final BearerTokenAuthenticationFilter usual;
  private final @Nullable Bound bound;
  private final ChallengeHandlers handlers;
  private final RequestAttributeSecurityContextRepository contexts =
      new RequestAttributeSecurityContextRepository();
  private final WebAuthenticationDetailsSource details = new WebAuthenticationDetailsSource();

  /**
   * Who takes tokens that are bound to a key.
   *
   * @param manager decides about {@link BoundTokenProvider.Presented}
   * @param origin scheme, host and port that proofs name
   */
  record Bound(AuthenticationManager manager, String origin) {}

  /**
   * A filter.
   *
   * @param usual decides about tokens of the scheme {@code Bearer}
   * @param manager of that, which the type asks for
   * @param bound null where the scheme {@code DPoP} is not known
   */
  ProofFilter(
      BearerTokenAuthenticationFilter usual,
      AuthenticationManager manager,
      @Nullable Bound bound,
      ChallengeHandlers handlers) {
    super(manager);
    this.usual = usual;
    this.bound = bound;
    this.handlers = handlers;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    BearerRequest presented = BearerRequest.of(Collections.list(request.getHeaders(AUTHORIZATION)));
    if (bound == null || presented.scheme() != Scheme.DPOP) {
      usual.doFilter(request, response, (r, answer) -> chain.doFilter(hidden(r), answer));
      return;
    }
    presented =
        presented.withProof(
            Collections.list(request.getHeaders(DpopVerifier.HEADER)),
            request.getMethod(),
            bound.origin() + request.getRequestURI());
    try {
      keep(authenticated(request, presented, bound.manager()), request, response);
    } catch (AuthenticationException e) {
      SecurityContextHolder.clearContext();
      handlers.onAuthenticationFailure(request, response, e);
      return;
    }
    chain.doFilter(new Judged(request), response);
  }

  /** Without what Spring Security's own filter for this scheme would take for its matter. */
  private static ServletRequest hidden(ServletRequest request) {
    return request instanceof HttpServletRequest http
            && Collections.list(http.getHeaders(AUTHORIZATION)).stream()
                .anyMatch(value -> value.strip().toLowerCase(Locale.ROOT).startsWith(SCHEME))
        ? new Judged(http)
        : request;
  }

  private Authentication authenticated(
      HttpServletRequest request, BearerRequest presented, AuthenticationManager manager) {
    String token = presented.token().orElseThrow(StrictBearerTokenResolver::severalTokens);
    BoundTokenProvider.Presented asked = new BoundTokenProvider.Presented(token, presented);
    asked.setDetails(details.buildDetails(request));
    return manager.authenticate(asked);
  }

  private void keep(
      Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(authentication);
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
  }

  /**
   * A request whose token has been looked at. The filter of Spring Security's own that comes later
   * and knows the scheme too would judge it a second time, by the Host header.
   */
  private static final class Judged extends HttpServletRequestWrapper {
    Judged(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      return name.equalsIgnoreCase(AUTHORIZATION) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(AUTHORIZATION)
          ? Collections.emptyEnumeration()
          : super.getHeaders(name);
    }
  }
}
