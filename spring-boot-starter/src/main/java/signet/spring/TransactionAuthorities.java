package signet.spring;

import java.util.Collection;
import java.util.Map;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import signet.jose.jwt.ClaimNames;

/**
 * What a transaction token lets its bearer do: {@code SCOPE_} for each scope, and {@code ROLE_} for
 * each role within {@code tctx}, where the gateway passes them on. Immutable.
 */
public final class TransactionAuthorities implements Converter<Jwt, Collection<GrantedAuthority>> {
  @Override
  public Collection<GrantedAuthority> convert(Jwt jwt) {
    Object context = jwt.getClaim(ClaimNames.TRANSACTION_CONTEXT);
    Object roles = context instanceof Map<?, ?> members ? members.get(ClaimNames.ROLES) : null;
    return TokenAuthorities.of(jwt, roles);
  }
}
