package signet.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrorCodes;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import signet.bearer.Challenge;
import signet.bearer.Challenges;
import signet.bearer.dpop.SenderConstraint;
import signet.jose.reject.RejectReason;

/**
 * Turns what Spring Security throws into the answers that Signet gives everywhere: status, {@code
 * WWW-Authenticate} with the reason, problem details. Immutable.
 */
final class ChallengeHandlers
    implements AuthenticationEntryPoint, AuthenticationFailureHandler, AccessDeniedHandler {
  private final Challenges challenges;
  private final SenderConstraint constraint;

  ChallengeHandlers(Challenges challenges, SenderConstraint constraint) {
    this.challenges = challenges;
    this.constraint = constraint;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    send(response, challenge(failure));
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    send(response, challenge(failure));
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException {
    send(response, challenge(denied));
  }

  private Challenge challenge(AuthenticationException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RejectedJwtException rejected) {
        return challenges.refused(rejected.reason());
      }
      if (cause instanceof UnprovenJwtException unproven) {
        return challenges.unproven(constraint, unproven.problem());
      }
      if (cause instanceof UnavailableJwtException unavailable) {
        return challenges.refused(unavailable.reason());
      }
    }
    if (failure instanceof OAuth2AuthenticationException oauth) {
      // Without a reason of ours another decoder, which the application brought, said no.
      return BearerTokenErrorCodes.INVALID_REQUEST.equals(oauth.getError().getErrorCode())
          ? challenges.invalidRequest()
          : challenges.refused(RejectReason.CUSTOM_CHECK);
    }
    if (failure instanceof AuthenticationServiceException) {
      throw failure;
    }
    return challenges.noCredentials();
  }

  private Challenge challenge(AccessDeniedException denied) {
    if (denied instanceof AuthorizationDeniedException known
        && known.getAuthorizationResult() instanceof PolicyAuthorization.Refusal refusal) {
      return refusal.challenge();
    }
    List<String> missing =
        denied instanceof AuthorizationDeniedException known
            ? authorities(known).stream()
                .flatMap(authority -> Optional.ofNullable(authority.getAuthority()).stream())
                .toList()
            : List.of();
    List<String> scopes =
        missing.stream()
            .filter(authority -> authority.startsWith(TokenAuthorities.SCOPE))
            .map(authority -> authority.substring(TokenAuthorities.SCOPE.length()))
            .toList();
    boolean role =
        scopes.isEmpty()
            && missing.stream().anyMatch(name -> name.startsWith(TokenAuthorities.ROLE));
    return role ? challenges.missingRole() : challenges.insufficientScope(scopes);
  }

  private static Collection<? extends GrantedAuthority> authorities(
      AuthorizationDeniedException denied) {
    return denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision
        ? decision.getAuthorities()
        : List.of();
  }

  private static void send(HttpServletResponse response, Challenge challenge) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] body = challenge.problem().getBytes(StandardCharsets.UTF_8);
    challenge.headers().forEach(header -> response.setHeader(header.name(), header.value()));
    response.setStatus(challenge.status());
    response.setContentType("application/problem+json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
