package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import signet.testkit.Scale;

/** No schedule of rotations, restarts, outages and leaks makes a good token be refused. */
final class KeyYearProperties {
  private static final Duration DAY = Duration.ofDays(1);

  /** A schedule: seed of what is left to chance, how long a key signs, and what happens. */
  record Schedule(long seed, Duration rotation, List<KeyWorld.Event> events) {}

  @Provide
  Arbitrary<Schedule> schedules() {
    Arbitrary<KeyWorld.Event> event =
        Combinators.combine(
                Arbitraries.longs().between(0, Duration.ofHours(1).toMillis()),
                Arbitraries.frequency(
                    Tuple.of(3, KeyWorld.Fate.STOP_NODE),
                    Tuple.of(4, KeyWorld.Fate.KILL_NODE),
                    Tuple.of(9, KeyWorld.Fate.START_NODE),
                    Tuple.of(4, KeyWorld.Fate.RESTART_VERIFIER),
                    Tuple.of(4, KeyWorld.Fate.JWKS_OUTAGE),
                    Tuple.of(3, KeyWorld.Fate.ROTATE),
                    Tuple.of(2, KeyWorld.Fate.COMPROMISE),
                    Tuple.of(1, KeyWorld.Fate.OTHER_ALGORITHM)),
                Arbitraries.integers().between(0, 9))
            .as(KeyWorld.Event::new);
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.longs()
                .between(1, Duration.ofHours(6).toSeconds())
                .map(Duration::ofSeconds),
            event.list().ofMinSize(0).ofMaxSize(60))
        .as(Schedule::new);
  }

  @Property
  void noGoodTokenIsRefusedAndNoneOfALeakedKeyAccepted(@ForAll("schedules") Schedule schedule) {
    KeyWorld world = new KeyWorld(schedule.seed(), schedule.rotation(), true);

    assertThat(world.run(schedule.events(), Duration.ofHours(6))).isEmpty();
  }

  @Example
  void aYearOfRotationsEveryFewHoursRefusesNobody() {
    // A whole year at full scale, five days of it in a build.
    int days = Scale.count(5, 365);
    Random random = new Random(365);
    List<KeyWorld.Event> events = new ArrayList<>();
    KeyWorld.Fate[] fates = KeyWorld.Fate.values();
    for (long hour = 0; hour < days * 24L; hour++) {
      events.add(
          new KeyWorld.Event(
              Duration.ofHours(1).toMillis(),
              fates[random.nextInt(fates.length)],
              random.nextInt(9)));
      events.add(new KeyWorld.Event(0, KeyWorld.Fate.START_NODE, random.nextInt(9)));
    }
    KeyWorld world = new KeyWorld(1, Duration.ofHours(4), true);

    assertThat(world.run(events, DAY)).isEmpty();
    assertThat(world.keysThatSigned()).isGreaterThan(days * 3);
    assertThat(world.checks()).isPositive();
  }

  @Example
  void withoutTheGateGoodTokensAreRefused() {
    // The property can fail: this is what it finds where keys sign as soon as they are made.
    List<Optional<String>> findings = new ArrayList<>();
    for (long seed = 0; seed < 5; seed++) {
      findings.add(
          new KeyWorld(seed, Duration.ofSeconds(30), false).run(List.of(), Duration.ofHours(1)));
    }
    assertThat(findings).allSatisfy(finding -> assertThat(finding.orElse("")).contains("refused"));
  }
}
