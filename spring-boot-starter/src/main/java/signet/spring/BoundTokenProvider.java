package signet.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import signet.bearer.BearerRequest;

/** As {@link JwtAuthenticationProvider}, for tokens that come with a proof. Thread-safe. */
final class BoundTokenProvider implements AuthenticationProvider {
  private final SignetJwtDecoder decoder;
  private final @Nullable JwtAuthenticationConverter converter;

  BoundTokenProvider(SignetJwtDecoder decoder, @Nullable JwtAuthenticationConverter converter) {
    this.decoder = decoder;
    this.converter = converter;
  }

  /** A token, and the request that it is to be judged with. */
  static final class Presented extends BearerTokenAuthenticationToken {
    private static final long serialVersionUID = 1;

    /** Lives for one request, as the whole object does. */
    private final transient BearerRequest request;

    Presented(String token, BearerRequest request) {
      super(token);
      this.request = request;
    }
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    Presented presented = (Presented) authentication;
    JwtAuthenticationProvider provider =
        new JwtAuthenticationProvider(token -> decoder.decode(token, presented.request));
    if (converter != null) {
      provider.setJwtAuthenticationConverter(converter);
    }
    return provider.authenticate(presented);
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return Presented.class.isAssignableFrom(authentication);
  }
}
