package io.github.multipaxos.testkit.simulation.suite;

import io.github.multipaxos.testkit.simulation.Finding;
import io.github.multipaxos.testkit.simulation.SeedLine;
import io.github.multipaxos.testkit.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Simulates for as long as one likes, on as many threads as one likes, and says how far it is.
 *
 * <p>Settings are system properties: {@code minutes} (1), {@code threads} (one per core), {@code
 * profile} ({@code busy}, {@code mixed}, {@code storm}, {@code full}, {@code leases} or {@code
 * sessions}), {@code first}, the first seed (drawn from the clock, and printed), {@code keep}, the
 * list to which runs that failed are added ({@code regressions.txt} in the working directory). Ends
 * with status 1 if anything was found.
 */
public final class Simulate {

  private static final long PROGRESS_MILLIS = 10_000;
  private static final int MOST_FINDINGS = 10;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final Tally tally = new Tally();
  private final AtomicLong nextSeed;
  private final LongFunction<Trial> profile;
  private final long endNanos;

  private Simulate(long first, LongFunction<Trial> profile, double minutes) {
    this.nextSeed = new AtomicLong(first);
    this.profile = profile;
    this.endNanos = System.nanoTime() + (long) (minutes * MINUTE_NANOS);
  }

  /** Runs as the system properties say. */
  public static void main(String[] arguments) throws InterruptedException {
    double minutes = Double.parseDouble(setting("minutes", "1"));
    String cores = String.valueOf(Runtime.getRuntime().availableProcessors());
    int threads = Integer.parseInt(setting("threads", cores));
    String clock = String.valueOf(System.currentTimeMillis() / 1000 * 100_000);
    long first = Long.parseLong(setting("first", clock));
    String name = setting("profile", "busy");
    System.out.printf(
        "profile %s, %s minutes, %s threads, first seed %s%n", name, minutes, threads, first);
    Simulate simulate = new Simulate(first, profile(name), minutes);
    System.exit(simulate.run(threads) ? 0 : 1);
  }

  /** A property that a build passes on may be there and empty. */
  private static String setting(String name, String otherwise) {
    String value = System.getProperty(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  private static LongFunction<Trial> profile(String name) {
    return switch (name) {
      case "busy" -> store(Suite::busy);
      case "mixed" -> store(Suite::mixed);
      case "storm" -> store(Suite::storm);
      case "full" -> store(Suite::full);
      case "leases" -> store(Suite::leases);
      case "sessions" -> seed -> new SessionTrial(Suite.sessions(seed));
      default -> {
        System.err.println(
            "no profile '" + name + "'; there are busy, mixed, storm, full, leases and sessions");
        System.exit(64);
        yield store(Suite::busy);
      }
    };
  }

  private static LongFunction<Trial> store(LongFunction<SeedLine> profile) {
    return seed -> {
      Simulation<?, ?, ?> simulation = Suite.of(profile.apply(seed));
      return () -> simulation;
    };
  }

  private boolean run(int threads) throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread worker = new Thread(this::work, "simulate-" + i);
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        worker.join(PROGRESS_MILLIS);
        System.out.println(tally.progress());
      }
    }
    System.out.println(tally.coverage());
    return tally.findings() == 0;
  }

  private void work() {
    while (System.nanoTime() < endNanos && tally.findings() < MOST_FINDINGS) {
      long seed = nextSeed.getAndIncrement();
      Trial trial = profile.apply(seed);
      Simulation.Outcome outcome = trial.simulation().attempt();
      boolean isGood = outcome.finding().isEmpty() && trial.violation().isEmpty();
      tally.add(outcome.report(), trial.counts(), isGood);
      trial.violation().ifPresent(what -> report(seed, what));
      outcome.finding().ifPresent(found -> report(seed, trial, found));
    }
  }

  private static void report(long seed, String what) {
    System.out.println("in the run of -Dfirst=" + seed + " " + what);
  }

  private static void report(long seed, Trial trial, Finding found) {
    if (!trial.isInItsLine()) {
      report(seed, found.describe("    ", ""));
      return;
    }
    Finding smallest = trial.simulation().shrink(found);
    synchronized (Simulate.class) {
      System.out.println(found.describe(REPLAY, "'"));
      System.out.println("the smallest run found that fails in the same way:");
      System.out.println(smallest.describe(REPLAY, "'"));
      keep(
          found.line() + " ; " + found.failure().getMessage(),
          smallest.line() + " ; the same, shrunk");
    }
  }

  /** From now on every build replays these. */
  private static void keep(String... lines) {
    Path list = Path.of(setting("keep", Suite.REGRESSIONS));
    try {
      Files.write(list, List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      System.out.println("added to " + list + ":");
    } catch (IOException e) {
      System.out.println("could not be added to " + list + " (" + e + "), add by hand:");
    }
    List.of(lines).forEach(System.out::println);
  }

  /** What stands before a run in the line that replays it. */
  static final String REPLAY =
      "    mvn -pl paxos-testkit -am test -Dtest=ReplayTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dsim.run='";
}
