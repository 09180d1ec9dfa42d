package peer;

import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * Spring Authorization Server as Boot sets it up: clients from its properties, some users in
 * memory, authorizations (and with them refresh tokens) in PostgreSQL.
 */
@SpringBootApplication
public class AuthorizationServerApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(AuthorizationServerApplication.class, arguments);
  }

  @Bean
  OAuth2AuthorizationService authorizations(
      JdbcOperations jdbc, RegisteredClientRepository clients) {
    return new JdbcOAuth2AuthorizationService(jdbc, clients);
  }

  /** Users have Spring's own hash; a client's secret stays as it is given. */
  @Bean
  PasswordEncoder passwords() {
    PasswordEncoder usual = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    return new PasswordEncoder() {
      @Override
      public String encode(CharSequence password) {
        return usual.encode(password);
      }

      @Override
      public boolean matches(CharSequence password, String hash) {
        return usual.matches(password, hash);
      }

      @Override
      public boolean upgradeEncoding(String hash) {
        // Otherwise each request of a client would cost as much as a login.
        return false;
      }
    };
  }

  @Bean
  UserDetailsService users(
      PasswordEncoder passwords,
      @Value("${peer.users}") int count,
      @Value("${peer.password}") String password) {
    String hash = passwords.encode(password);
    UserDetails[] users =
        IntStream.range(0, count)
            .mapToObj(i -> User.withUsername("user-" + i).password(hash).roles("USER").build())
            .toArray(UserDetails[]::new);
    return new InMemoryUserDetailsManager(users);
  }
}
