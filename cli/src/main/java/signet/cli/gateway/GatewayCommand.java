package signet.cli.gateway;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.gateway.Gateway;
import signet.gateway.config.GatewayConfig;
import signet.gateway.config.GatewayConfigReader;
import signet.gateway.config.GatewayConfigReader.Flags;
import signet.runtime.start.StartupException;

/** {@code signet gateway}: the gateway, until SIGTERM or Ctrl-C. */
@Command(
    name = "gateway",
    sortOptions = false,
    description = "Runs the gateway: verifies tokens at the edge and proxies to services.",
    footer = {
      "",
      "When it is ready, the first line on standard output is 'ready URL'; the lines",
      "after that are the access log, where it goes to no file. Other log lines go to",
      "standard error. SIGHUP reads the configuration again: no connection is dropped,",
      "and a file with errors leaves the old one in use. SIGTERM and Ctrl-C stop it",
      "after what is in flight is answered.",
      "",
      "Examples:",
      "  signet gateway --config gateway.yaml --check-config",
      "  signet gateway --port 0 --management-port 0"
    })
public final class GatewayCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayCommand.class);

  private final Terminal terminal;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration (default: gateway.yaml in this folder).")
  private Optional<Path> config;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0 takes a free port (default: 8421).")
  private Optional<Integer> port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on (default: 127.0.0.1).")
  private Optional<String> host;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Where health, metrics and /verify are; 0 takes a free port (default: 8431).")
  private Optional<Integer> managementPort;

  @Option(
      names = "--check-config",
      description = "Reads the configuration, reports every problem at once, and ends.")
  private boolean checkConfig;

  /** The command on these streams. */
  public GatewayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, InterruptedException {
    Gateway gateway;
    try {
      GatewayConfig first = read();
      if (checkConfig) {
        terminal.out().println("the configuration is valid");
        return ExitCode.OK;
      }
      gateway = Gateway.start(first, terminal.out());
    } catch (StartupException e) {
      throw OperatorException.of(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
    HangUpSignal.handle(() -> reload(gateway));
    terminal.out().println("ready " + gateway.url());
    terminal.out().flush();
    gateway.beginAccessLog();
    // Nothing counts this down: a signal ends the process, and the hook above stops the gateway.
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }

  private GatewayConfig read() {
    return GatewayConfigReader.read(
        config.orElse(GatewayConfigReader.DEFAULT_FILE),
        terminal.environment(),
        new Flags(host, optionalInt(port), optionalInt(managementPort)));
  }

  private static OptionalInt optionalInt(Optional<Integer> number) {
    return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  private void reload(Gateway gateway) {
    try {
      gateway.reload(read()).forEach(LOG::warn);
    } catch (StartupException e) {
      e.problems().forEach(problem -> LOG.error("the configuration was not reloaded: {}", problem));
    } catch (RuntimeException e) {
      LOG.error("the configuration was not reloaded", e);
    }
  }
}
