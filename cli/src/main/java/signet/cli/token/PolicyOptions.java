package signet.cli.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import signet.cli.option.AlgorithmConverter;
import signet.cli.option.DurationConverter;
import signet.cli.option.InstantConverter;
import signet.jose.jwa.JwsAlgorithm;

/** The options that say what a token must be. */
final class PolicyOptions {
  @Option(names = "--issuer", paramLabel = "ISSUER", description = "What iss must be.")
  private Optional<String> issuer;

  @Option(names = "--audience", paramLabel = "NAME", description = "What aud must contain.")
  private Optional<String> audience;

  @Option(
      names = "--alg",
      paramLabel = "ALG",
      converter = AlgorithmConverter.class,
      description = "An accepted algorithm; repeat it for several.")
  private List<JwsAlgorithm> algorithms = List.of();

  @Option(names = "--typ", paramLabel = "TYP", description = "What typ must be, such as at+jwt.")
  private Optional<String> type;

  @Option(
      names = "--clock-skew",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "30s",
      description = "How far clocks may differ, at most 60s (default: ${DEFAULT-VALUE}).")
  private Duration clockSkew;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "Verify as if it were this time.")
  private Optional<Instant> at;

  /** Whether the time is the one of {@code --at}. */
  boolean isAtOtherTime() {
    return at.isPresent();
  }

  /** The policy that the options say. */
  VerificationPolicy policy(InstantSource clock) {
    return new VerificationPolicy(
        issuer,
        audience,
        type,
        List.copyOf(algorithms),
        clockSkew,
        at.map(InstantSource::fixed).orElse(clock));
  }
}
