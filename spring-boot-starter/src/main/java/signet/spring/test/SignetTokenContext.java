package signet.spring.test;

import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.test.context.support.WithSecurityContextFactory;
import signet.jose.jwt.ClaimNames;
import signet.spring.TokenAuthorities;

/** Makes what a verified token would have made, by the application's converter. */
final class SignetTokenContext implements WithSecurityContextFactory<WithSignetToken> {
  private final ObjectProvider<JwtAuthenticationConverter> converter;

  SignetTokenContext(ObjectProvider<JwtAuthenticationConverter> converter) {
    this.converter = converter;
  }

  @Override
  public SecurityContext createSecurityContext(WithSignetToken token) {
    Instant now = Instant.now();
    Jwt jwt =
        Jwt.withTokenValue("made-for-a-test")
            .header("alg", "none")
            .subject(token.subject())
            .audience(List.of(token.audience()))
            .issuedAt(now)
            .expiresAt(now.plusSeconds(900))
            .jti("made-for-a-test")
            .claim(ClaimNames.CLIENT_ID, token.clientId())
            .claim(ClaimNames.SCOPE, String.join(" ", token.scope()))
            .claim(ClaimNames.ROLES, List.of(token.roles()))
            .build();
    JwtAuthenticationConverter converting = converter.getIfAvailable();
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        converting == null
            ? new JwtAuthenticationToken(jwt, new TokenAuthorities().convert(jwt))
            : converting.convert(jwt));
    return context;
  }
}
