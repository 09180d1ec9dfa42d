package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static signet.cli.Mishaps.NOW;
import static signet.cli.Mishaps.RSA;
import static signet.cli.Mishaps.claimsOf;
import static signet.cli.Mishaps.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** What {@code token explain} says against a token that is accepted. */
final class WarningsTest {
  private static final String SECRETS = "look like secrets";
  private static final String PERSONAL = "personal data";
  private static final String LONG = "of more than an hour";
  private static final String LARGE = "it is large";

  @TempDir private Path folder;

  /** In one line, since warnings are wrapped. */
  private String explained(Map<String, Object> claims) throws IOException {
    Path keys = Files.writeString(folder.resolve("keys.json"), ForgeKey.jwks(RSA));
    byte[] token = TokenForge.with(RSA).claims(claims).sign().getBytes(UTF_8);
    CommandRun run =
        CommandRun.of(Set.of(), Map.of(), token, "token", "explain", "--jwks", keys.toString());
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    return run.out().lines().map(String::strip).collect(Collectors.joining(" "));
  }

  @Test
  void hasNothingAgainstAShortPlainToken() throws IOException {
    assertThat(explained(claimsOf())).doesNotContain(SECRETS, PERSONAL, LONG, LARGE);
  }

  @Test
  void namesClaimsThatLookLikeSecrets() throws IOException {
    assertThat(explained(with("api_key", "x"))).contains(SECRETS, "read: api_key");
    assertThat(explained(with("app", Map.of("password", "x")))).contains(SECRETS, ": password");
  }

  @Test
  void namesPersonalData() throws IOException {
    assertThat(explained(with("Email", "a@b.example"))).contains(PERSONAL, "tokens: Email");
    assertThat(explained(with("profile", Map.of("phone", "1")))).contains("profile, phone");
  }

  @Test
  void namesAFewOfMany() throws IOException {
    Map<String, Object> claims = new LinkedHashMap<>(claimsOf());
    for (int i = 0; i < 30; i++) {
      claims.put("password" + i, "x");
    }
    assertThat(explained(claims)).contains("password0, password1", ", …");
  }

  @Test
  void warnsOfALongLife() throws IOException {
    Map<String, Object> hour = with("iat", NOW);
    hour.put("exp", NOW + 3600);
    assertThat(explained(hour)).doesNotContain(LONG);
    hour.put("exp", NOW + 3601);
    assertThat(explained(hour)).contains(LONG);
  }

  @Test
  void warnsOfALargeToken() throws IOException {
    assertThat(explained(with("note", "x".repeat(2_500)))).contains(LARGE);
  }
}
