package signet.cli.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import signet.cli.explain.Facts.KeyPlace;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.cli.web.Discovery;
import signet.cli.web.WebAnswer;
import signet.testkit.forge.ForgeKey;

final class GatheringTest {
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private static KeyPlace published(String address) throws OperatorException {
    Terminal terminal =
        new Terminal(InputStream.nullInputStream(), NOWHERE, NOWHERE, Set.of(), Map.of());
    WebAnswer keys =
        new WebAnswer(
            URI.create(address),
            200,
            HttpHeaders.of(Map.of(), (name, value) -> true),
            ForgeKey.jwks(ForgeKey.generate("ES256")),
            Optional.empty());
    return new Gathering(terminal, Instant.EPOCH)
        .published(
            new Discovery(
                URI.create("https://issuer.example"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(keys),
                List.of()));
  }

  @Test
  void keysThatAnybodyOnTheWayCouldChangeAreNotUsed() throws Exception {
    assertThat(published("https://issuer.example/keys").keys().keys()).hasSize(1);
    assertThatThrownBy(() -> published("http://issuer.example/keys"))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("plain http");
  }
}
