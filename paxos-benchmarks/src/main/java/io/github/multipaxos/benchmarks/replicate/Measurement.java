package io.github.multipaxos.benchmarks.replicate;

import io.github.multipaxos.benchmarks.line.Line;
import io.github.multipaxos.benchmarks.replicate.Plan.Setting;
import io.github.multipaxos.benchmarks.report.Cell;
import io.github.multipaxos.benchmarks.report.Run.Figures;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import java.io.IOException;

/** Measures one system in one cell, once, with processes of its own. */
final class Measurement {

  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double OPERATIONS = 100_000;

  /** How long a follower is stopped to be behind, and how long it may go on in between. */
  private static final double BEHIND_SECONDS = 3;

  private static final double RESPITE_SECONDS = 0.3;

  /** Code is compiled sooner under a load that keeps it busy. */
  private static final int WARMUP_WINDOW = 256;

  private final ReplicatedSystem system;
  private final Cell cell;
  private final Setting setting;
  private final Progress progress;

  Measurement(ReplicatedSystem system, Cell cell, Setting setting, Progress progress) {
    this.system = system;
    this.cell = cell;
    this.setting = setting;
    this.progress = progress;
  }

  /** Measures. Takes about as long as warming up and measuring were asked to. */
  Figures run() throws IOException, InterruptedException, FailedRunException {
    if (setting.readPercent() > 0 && !system.reads()) {
      throw new FailedRunException(
          system.name() + " offers no linearizable reads; leave it out, or --reads");
    }
    progress.tell("starts");
    try (Cluster cluster = Cluster.start(system, setting)) {
      int leader = cluster.awaitLeader();
      int driven = driven(leader);
      ReplicaProcess driver = cluster.host(driven);
      warmUp(driver, driven);
      progress.tell("measures");
      Totals before = Totals.of(cluster);
      long allocatedBefore = allocatedBytes(driver);
      driver.ask(Line.of("mark"), "marked");
      measure(cluster, leader, driven);
      Line figures = driver.ask(Line.of("collect"), "figures");
      cluster.resume();
      long allocated = allocatedBytes(driver) - allocatedBefore;
      Totals after = Totals.of(cluster);
      driver.ask(Line.of("rest"), "resting");
      return figures(figures, before, after, allocated);
    }
  }

  private int driven(int leader) {
    if (setting.from() == From.LEADER || !system.forwards()) {
      return leader;
    }
    return leader % setting.nodes() + 1;
  }

  private void warmUp(ReplicaProcess driver, int driven)
      throws InterruptedException, FailedRunException {
    progress.tell("warms up");
    if (setting.warmupSeconds() > 0 && cell.window() < WARMUP_WINDOW) {
      drive(driver, driven, WARMUP_WINDOW);
      pause(setting.warmupSeconds() / 2);
      driver.ask(Line.of("rest"), "resting");
      drive(driver, driven, cell.window());
      pause(setting.warmupSeconds() / 2);
    } else {
      drive(driver, driven, cell.window());
      pause(setting.warmupSeconds());
    }
  }

  private void drive(ReplicaProcess driver, int driven, int window)
      throws InterruptedException, FailedRunException {
    Line asked =
        Line.of("drive")
            .with("id", driven)
            .with("payload", cell.payloadBytes())
            .with("window", window)
            .with("reads", setting.readPercent());
    driver.ask(asked, "driving");
  }

  private void measure(Cluster cluster, int leader, int driven)
      throws IOException, InterruptedException {
    Trouble trouble = setting.trouble();
    if (trouble == Trouble.LEADER_KILLED && system.elects() && system.forwards()) {
      pause(setting.seconds() / 2);
      cluster.host(leader).kill();
      pause(setting.seconds() / 2);
    } else if (trouble.slowsFollower() && system.catchesUp()) {
      boolean isLetGo = trouble == Trouble.FOLLOWER_BEHIND;
      measureBesideSlow(cluster.host(slow(leader, driven)), isLetGo);
    } else {
      pause(setting.seconds());
    }
  }

  /** Returns the highest replica that neither leads nor is driven. */
  private int slow(int leader, int driven) {
    int slow = setting.nodes();
    while (slow == leader || slow == driven) {
      slow--;
    }
    return slow;
  }

  /** Returns with the follower stopped: it must not begin to catch up while others are asked. */
  private void measureBesideSlow(ReplicaProcess follower, boolean isLetGo)
      throws IOException, InterruptedException {
    follower.suspend();
    double leftSeconds = setting.seconds();
    while (isLetGo && leftSeconds > BEHIND_SECONDS + RESPITE_SECONDS) {
      pause(BEHIND_SECONDS);
      follower.resume();
      pause(RESPITE_SECONDS);
      follower.suspend();
      leftSeconds -= BEHIND_SECONDS + RESPITE_SECONDS;
    }
    pause(leftSeconds);
  }

  private static void pause(double seconds) throws InterruptedException {
    Thread.sleep(Math.round(seconds * 1000));
  }

  private static long allocatedBytes(ReplicaProcess driver)
      throws InterruptedException, FailedRunException {
    return driver.ask(Line.of("usage"), "usage").number("allocated");
  }

  private Figures figures(Line line, Totals before, Totals after, long allocatedBytes)
      throws FailedRunException {
    long operations = line.number("operations");
    if (operations == 0) {
      String failure = line.text("failure");
      throw new FailedRunException(
          "nothing was acknowledged" + (failure.isEmpty() ? "" : "; the last failure: " + failure));
    }
    double seconds = line.number("nanos") / NANOS;
    boolean isWhole = before.processes() == after.processes();
    double cpuSeconds = isWhole ? (after.cpuNanos() - before.cpuNanos()) / NANOS : Double.NaN;
    return new Figures(
        operations / seconds,
        line.number("reads") / seconds,
        line.number("p50") / NANOS_PER_MICRO,
        line.number("p99") / NANOS_PER_MICRO,
        line.number("p999") / NANOS_PER_MICRO,
        cpuSeconds * OPERATIONS / operations,
        (after.compilerNanos() - before.compilerNanos()) / NANOS / cpuSeconds,
        (double) allocatedBytes / operations,
        after.peakBytes(),
        line.number("gap") / NANOS_PER_MILLI,
        line.number("failed"));
  }

  /** What all processes have used so far. */
  private record Totals(int processes, long cpuNanos, long compilerNanos, long peakBytes) {

    static Totals of(Cluster cluster) throws InterruptedException, FailedRunException {
      long cpuNanos = 0;
      long compilerNanos = 0;
      long peakBytes = 0;
      for (ReplicaProcess process : cluster.alive()) {
        Line usage = process.ask(Line.of("usage"), "usage");
        cpuNanos += usage.number("cpu");
        compilerNanos += usage.number("compiler");
        peakBytes = Math.max(peakBytes, usage.number("peak"));
      }
      return new Totals(cluster.alive().size(), cpuNanos, compilerNanos, peakBytes);
    }
  }
}
