package signet.cli.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.runtime.start.StartupException;
import signet.server.SignetServer;
import signet.server.config.ServerConfig;

/** {@code signet serve}: the authorization server, until SIGTERM or Ctrl-C. */
@Command(
    name = "serve",
    sortOptions = false,
    description = "Runs the authorization server.",
    footer = {
      "",
      "When it is ready, the first line on standard output is 'ready URL'; log lines",
      "go to standard error. SIGTERM and Ctrl-C stop it after what is in flight is",
      "answered.",
      "",
      "Options win over the environment (SIGNET_PORT, SIGNET_DATA, …), which wins",
      "over the configuration file.",
      "",
      "Examples:",
      "  signet serve",
      "  signet serve --data /var/lib/signet --master-key /run/secrets/signet.key",
      "  signet serve --port 0 --management-port 0 --config test.yaml"
    })
public final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0 takes a free port (default: 8420).")
  private Optional<Integer> port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on (default: 127.0.0.1).")
  private Optional<String> host;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Where metrics and health are; 0 takes a free port (default: 8430).")
  private Optional<Integer> managementPort;

  @Option(
      names = "--check-config",
      description = "Reads the configuration, reports every problem at once, and ends.")
  private boolean checkConfig;

  /** The command on these streams. */
  public ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, InterruptedException {
    Map<String, String> flags = new LinkedHashMap<>();
    port.ifPresent(number -> flags.put("port", Integer.toString(number)));
    managementPort.ifPresent(number -> flags.put("management.port", Integer.toString(number)));
    host.ifPresent(name -> flags.put("host", name));
    ServerConfig configuration = data.load(terminal, flags);
    if (checkConfig) {
      terminal.out().println("the configuration is valid");
      return ExitCode.OK;
    }
    SignetServer server;
    try {
      server = SignetServer.start(configuration);
    } catch (StartupException e) {
      throw OperatorException.of(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    terminal.out().println("ready " + server.url());
    terminal.out().flush();
    // Nothing counts this down: a signal ends the process, and the hook above stops the server.
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }
}
