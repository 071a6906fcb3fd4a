package io.github.multipaxos.testkit.simulation.suite;

import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.simulation.Fault;
import io.github.multipaxos.testkit.simulation.SeedLine;
import io.github.multipaxos.testkit.simulation.Simulation;
import io.github.multipaxos.testkit.simulation.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The simulations by which this library is tested. */
public final class Suite {

  /** Where the runs are listed that once failed. */
  public static final String REGRESSIONS = "regressions.txt";

  private Suite() {}

  /** Returns the simulation of a small store under the run of that line. */
  public static Simulation<?, Input, Output> of(SeedLine line) {
    return Simulation.of(line.nodes(), Store::new)
        .commands(Store.codec(), Store::draw)
        .reads(Store::drawRead, Store::peek)
        .digest(Store::digest)
        .like(line);
  }

  /**
   * Returns the run of a seed in the busy profile: five nodes, fifty operations a second, two
   * minutes of faults.
   */
  public static SeedLine busy(long seed) {
    return SeedLine.of(seed)
        .withNodes(5)
        .withClients(2, Duration.ofMillis(200))
        .withDuration(Duration.ofMinutes(2));
  }

  /** Returns the run of a seed in the mixed profile: whatever the seed says. */
  public static SeedLine mixed(long seed) {
    long millis = 20_000 + Math.floorMod(seed * 7919, 100_000);
    long think = List.of(50L, 200L, 200L, 1000L, 10_000L).get((int) Math.floorMod(seed, 5L));
    return SeedLine.of(seed)
        .withClients(2, Duration.ofMillis(think))
        .withDuration(Duration.ofMillis(millis));
  }

  /** Returns a short run of a seed in which clients are in a hurry. */
  public static SeedLine storm(long seed) {
    return SeedLine.of(seed)
        .withClients(3, Duration.ofMillis(60))
        .withDuration(Duration.ofSeconds(12));
  }

  /**
   * Returns a short run of a seed in which little goes wrong but what leases must bear: leaders cut
   * off and handing over, nodes started again at the wrong moment, late messages and wrong clocks.
   */
  public static SeedLine leases(long seed) {
    Set<Fault> without = EnumSet.allOf(Fault.class);
    without.removeAll(Set.of(Fault.USURPER, Fault.HAND_OVER, Fault.DELAY, Fault.CLOCK_RATE));
    return SeedLine.of(seed)
        .withNodes(seed % 2 == 0 ? 3 : 5)
        .withClients(2, Duration.ofMillis(100))
        .withDuration(Duration.ofSeconds(30))
        .withWithout(without);
  }

  /** Returns the run of a seed whose clients hold sessions: {@link SessionTrial}. */
  static SeedLine sessions(long seed) {
    return SeedLine.of(seed)
        .withClients(2, Duration.ofMillis(150))
        .withDuration(Duration.ofSeconds(40));
  }

  /** Returns a short run on everything that can be real. */
  public static SeedLine full(long seed) {
    return SeedLine.of(seed).withTier(Tier.FULL).withDuration(Duration.ofSeconds(20));
  }

  /** Returns the runs that once failed, each in one line with a word about why. */
  public static List<String> regressions() {
    try (InputStream in = Suite.class.getResourceAsStream(REGRESSIONS);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + REGRESSIONS, e);
    }
  }
}
