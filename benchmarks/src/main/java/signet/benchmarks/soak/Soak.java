package signet.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs an installation under traffic and faults, and reports what the checker found. Needs {@code
 * redis-server}, {@code faketime}, {@code node} and the built middleware.
 */
public final class Soak {
  private static final int NATIVE_CLIENTS = 16;
  private static final int BROWSERS = 8;
  private static final int THIEVES = 2;
  private static final int GHOSTS = 2;
  private static final Duration LAST_CALM = Duration.ofSeconds(5);

  private final Path results;
  private final Path launcher;
  private final SoakOptions options;
  private final FaultTimeline timeline = new FaultTimeline();
  private final Verdicts verdicts = new Verdicts();

  private Soak(Path results, Path launcher, SoakOptions options) {
    this.results = results;
    this.launcher = launcher.toAbsolutePath().normalize();
    this.options = options;
  }

  /**
   * Runs it.
   *
   * @param arguments {@code RESULTS LAUNCHER} and options, see {@link SoakOptions}
   * @return whether nothing was found wrong
   */
  public static boolean run(List<String> arguments) throws IOException, InterruptedException {
    return new Soak(
            Path.of(arguments.get(0)),
            Path.of(arguments.get(1)),
            SoakOptions.parse(arguments.subList(2, arguments.size())))
        .run();
  }

  /** The service in Java, which the run starts as a process of its own. */
  public static void serve() throws IOException {
    JavaService.serve();
  }

  private boolean run() throws IOException, InterruptedException {
    // Node closes what was idle for five seconds: who comes a little earlier cannot be cut by that.
    System.setProperty("jdk.httpclient.keepalive.timeout", "2");
    List<Fault> plan = FaultPlan.of(options.seed(), options.length());
    System.out.println("seed " + options.seed() + ", " + plan.size() + " faults:");
    plan.forEach(System.out::println);
    Path folder = Files.createTempDirectory("signet-soak-");
    System.out.println("logs in " + folder);
    Checker checker = new Checker(timeline, verdicts);
    try (Installation installation = Installation.start(launcher, folder, options.deaf());
        Wire wire = new Wire()) {
      Traffic traffic = new Traffic(installation, wire, checker, timeline);
      Cast cast = new Cast(traffic);
      SoakReport report = cast.play(plan);
      report.dead(installation.dead());
      return report.write(results);
    }
  }

  /** Everybody who acts, and the time in which they do. */
  private final class Cast {
    private final Traffic traffic;
    private final Random seeds = new Random(options.seed());
    private final Administrator administrator;

    Cast(Traffic traffic) {
      this.traffic = traffic;
      this.administrator = new Administrator(traffic, random());
    }

    private Random random() {
      return new Random(seeds.nextLong());
    }

    SoakReport play(List<Fault> plan) throws IOException, InterruptedException {
      List<UserRecord> users = administrator.makeUsers("user-", NATIVE_CLIENTS);
      List<UserRecord> victims = administrator.makeUsers("victim-", THIEVES);
      Probe probe = new Probe(traffic, administrator.makeUsers("probe-", 1).get(0));
      Recovery recovery = new Recovery(probe, verdicts);
      if (!probe.works()) {
        throw new IOException("it does not work before anything was done to it");
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Void>> actors = new ArrayList<>();
        actors(users, victims).forEach(actor -> actors.add(threads.submit(actor)));
        long begin = System.nanoTime();
        List<Future<Void>> faults = new ArrayList<>();
        FaultRunner runner = new FaultRunner(traffic.installation(), timeline, recovery);
        for (Fault fault : plan) {
          faults.add(threads.submit(task(() -> runner.run(fault, begin))));
        }
        Thread.sleep(options.length());
        await(faults);
        Thread.sleep(LAST_CALM);
        traffic.end();
        await(actors);
        Duration length = Duration.ofNanos(System.nanoTime() - begin);
        return new SoakReport(options, length, begin, plan, verdicts, recovery);
      }
    }

    private List<Callable<Void>> actors(List<UserRecord> users, List<UserRecord> victims) {
      List<Callable<Void>> actors = new ArrayList<>();
      Optional<String> phone = Optional.of(Traffic.NATIVE_CLIENT);
      for (UserRecord user : users) {
        Random random = random();
        HonestClient client =
            new HonestClient(
                traffic, user, random, phone, on -> new NativeKeeping(traffic, on, random));
        actors.add(task(client::live));
      }
      // The first users have a browser too, so that logging out everywhere reaches somebody.
      for (UserRecord user : users.subList(0, BROWSERS)) {
        Random random = random();
        HonestClient client =
            new HonestClient(
                traffic,
                user,
                random,
                Optional.empty(),
                on -> new CookieKeeping(traffic, on, random));
        actors.add(task(client::live));
      }
      for (UserRecord victim : victims) {
        actors.add(task(new Thief(traffic, victim, random())::live));
      }
      for (int i = 0; i < GHOSTS; i++) {
        Random random = random();
        actors.add(task(() -> traffic.ghosts().haunt(random)));
      }
      actors.add(task(() -> administrator.live(users)));
      actors.add(task(new KeyOperator(traffic, verdicts, random())::live));
      return actors;
    }
  }

  /** What may fail while it works. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static Callable<Void> task(Work work) {
    return () -> {
      work.run();
      return null;
    };
  }

  /** An actor that fails is a defect of this program, and ends the run. */
  private static void await(List<Future<Void>> futures) throws IOException, InterruptedException {
    for (Future<Void> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
  }
}
