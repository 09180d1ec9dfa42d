package signet.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.authentication.WebAuthenticationDetailsSource;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import signet.bearer.BearerRequest;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.dpop.SenderConstraint.Scheme;

/**
 * Spring Security's filter, which takes tokens of the scheme {@code DPoP} as well, by Signet's
 * rules (RFC 9449 §7). Immutable once it stands in a chain.
 */
final class ProofFilter extends BearerTokenAuthenticationFilter {
  private static final String AUTHORIZATION = "Authorization";

  private final AuthenticationManager bound;
  private final String origin;
  private final ChallengeHandlers handlers;
  private final RequestAttributeSecurityContextRepository contexts =
      new RequestAttributeSecurityContextRepository();
  private final WebAuthenticationDetailsSource details = new WebAuthenticationDetailsSource();

  /**
   * A filter.
   *
   * @param bearer decides about tokens of the scheme {@code Bearer}
   * @param resolver finds those
   * @param bound decides about {@link BoundTokenProvider.Presented}
   * @param origin scheme, host and port that proofs name
   */
  ProofFilter(
      AuthenticationManager bearer,
      BearerTokenResolver resolver,
      AuthenticationManager bound,
      String origin,
      ChallengeHandlers handlers) {
    super(bearer, converter(resolver));
    this.bound = bound;
    this.origin = origin;
    this.handlers = handlers;
  }

  private static BearerTokenAuthenticationConverter converter(BearerTokenResolver resolver) {
    BearerTokenAuthenticationConverter converter = new BearerTokenAuthenticationConverter();
    converter.setBearerTokenResolver(resolver);
    return converter;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    BearerRequest presented =
        BearerRequest.of(Collections.list(request.getHeaders(AUTHORIZATION)))
            .withProof(
                Collections.list(request.getHeaders(DpopVerifier.HEADER)),
                request.getMethod(),
                origin + request.getRequestURI());
    if (presented.scheme() != Scheme.DPOP) {
      super.doFilterInternal(request, response, chain);
      return;
    }
    try {
      keep(authenticated(request, presented), request, response);
    } catch (AuthenticationException e) {
      SecurityContextHolder.clearContext();
      handlers.onAuthenticationFailure(request, response, e);
      return;
    }
    chain.doFilter(new Judged(request), response);
  }

  private Authentication authenticated(HttpServletRequest request, BearerRequest presented) {
    String token = presented.token().orElseThrow(StrictBearerTokenResolver::severalTokens);
    BoundTokenProvider.Presented asked = new BoundTokenProvider.Presented(token, presented);
    asked.setDetails(details.buildDetails(request));
    return bound.authenticate(asked);
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
