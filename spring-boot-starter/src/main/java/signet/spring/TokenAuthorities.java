package signet.spring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import signet.jose.jwt.ClaimNames;

/**
 * What a token lets its bearer do, in Spring Security's words: {@code SCOPE_} for each scope and
 * {@code ROLE_} for each role. Immutable.
 */
public final class TokenAuthorities implements Converter<Jwt, Collection<GrantedAuthority>> {
  static final String SCOPE = "SCOPE_";
  static final String ROLE = "ROLE_";

  @Override
  public Collection<GrantedAuthority> convert(Jwt jwt) {
    return of(jwt, jwt.getClaim(ClaimNames.ROLES));
  }

  /** Those of its scope and of the roles, which may be anything that stands in a token. */
  static Collection<GrantedAuthority> of(Jwt jwt, @Nullable Object claimedRoles) {
    Collection<GrantedAuthority> authorities = new ArrayList<>();
    if (jwt.getClaim(ClaimNames.SCOPE) instanceof String scope) {
      for (String word : scope.split(" ", -1)) {
        add(authorities, SCOPE, word);
      }
    }
    for (String role : texts(claimedRoles)) {
      add(authorities, ROLE, role);
    }
    return authorities;
  }

  /** As {@code VerifiedJwt} reads them: one string, or an array of strings and nothing else. */
  private static List<String> texts(@Nullable Object roles) {
    if (roles instanceof String one) {
      return List.of(one);
    }
    if (!(roles instanceof List<?> list)) {
      return List.of();
    }
    List<String> texts =
        list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    return texts.size() == list.size() ? texts : List.of();
  }

  private static void add(Collection<GrantedAuthority> authorities, String prefix, String word) {
    if (!word.isEmpty()) {
      authorities.add(new SimpleGrantedAuthority(prefix + word));
    }
  }
}
