package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of a run share: time, the network, and the knowledge that no node has.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class World<C, R> {

  /** The share of runs with leases, where clocks allow them. */
  private static final double LEASES = 0.5;

  private final Plan<C, R> plan;
  private final Dice dice;
  private final Faults faults;
  private final int size;
  private final PaxosConfig config;
  private final Timeline timeline = new Timeline();
  private final Trace trace = new Trace(timeline);
  private final Coverage coverage = new Coverage();
  private final Operations operations = new Operations();
  private final LeaseTimes leases = new LeaseTimes();
  private final PastAnswers pastAnswers = new PastAnswers();
  private final Reference<C, R> reference;
  private final GlobalLog global;
  private final Suffrages suffrages;
  private final Weather weather;
  private final Wiring wiring;
  private final List<SimulatedNode<C, R>> nodes = new ArrayList<>();
  private @Nullable SimulationFailure failure;

  World(Plan<C, R> plan) {
    this.plan = plan;
    this.dice = new Dice(plan.line().seed());
    Faults drawn = Faults.swarm(dice.fork());
    int drawnSize = drawSize(dice.fork());
    this.size = plan.line().nodes() > 0 ? plan.line().nodes() : drawnSize;
    this.faults = reduce(plan.faults() != null ? plan.faults() : drawn, plan);
    this.config = drawConfig(dice.fork(), faults);
    Plan.Application<C, R> application = plan.application();
    this.reference =
        new Reference<>(
            application.machine().get(), Numbered.codec(application.codec()), application.digest());
    this.global = new GlobalLog(size, operations, this::place);
    this.suffrages = new Suffrages(size);
    this.weather = new Weather(faults, dice.fork(), timeline, size);
    this.wiring = Tiers.wiring(plan.line().tier(), timeline, dice.fork(), weather, faults, size);
    for (int id = 1; id <= size; id++) {
      nodes.add(new SimulatedNode<>(this, NodeId.of(id), dice.fork()));
    }
  }

  /** Three and five most often, but every size has its own ways to fail. */
  private static int drawSize(Dice dice) {
    return dice.pick(List.of(1, 2, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7, 9));
  }

  private static Faults reduce(Faults faults, Plan<?, ?> plan) {
    Faults reduced = faults;
    for (Fault fault : plan.line().without()) {
      reduced = reduced.without(fault);
    }
    return reduced;
  }

  private static PaxosConfig drawConfig(Dice dice, Faults faults) {
    long heartbeatMillis = dice.between(60, 150);
    PaxosConfig.Builder builder =
        PaxosConfig.builder()
            .tick(Duration.ofMillis(20))
            .heartbeat(Duration.ofMillis(heartbeatMillis))
            .electionTimeout(Duration.ofMillis(heartbeatMillis * dice.between(5, 15)))
            .retransmit(Duration.ofMillis(dice.between(100, 500)))
            .operationTimeout(Duration.ofSeconds(5));
    if (dice.chance(0.5)) { // small limits are met more often than large ones
      builder
          .maxCommandBytes(1 << 10)
          .batchBytes((int) dice.between(64, 2048))
          .windowSlots((int) dice.between(1, 32))
          .windowBytes(dice.between(2048, 1 << 16))
          .maxPendingOperations((int) dice.between(8, 256))
          .maxPendingBytes(dice.between(1 << 10, 1 << 16))
          .inboxBytes(1 << 16)
          .applyQueueBytes(dice.between(1, 4096));
    }
    if (dice.chance(0.6)) { // and lags that snapshots end are met more often with short logs
      builder
          .snapshotBytes(dice.between(500, 30_000))
          .transferBytesPerSecond(dice.between(500, 1 << 20));
    }
    PaxosConfig config = builder.build();
    return LeaseTimes.areBounded(faults) && dice.chance(LEASES)
        ? builder
            .leaseDuration(drawLease(dice, config))
            .clockDrift(LeaseTimes.drift(faults))
            .build()
        : config;
  }

  /** Mostly as long as can be: short leases are over before anybody else could lead. */
  private static Duration drawLease(Dice dice, PaxosConfig config) {
    long most = config.electionTimeout().toMillis();
    return Duration.ofMillis(
        dice.chance(0.7) ? most : dice.between(3 * config.heartbeat().toMillis(), most));
  }

  /** The chosen prefix has grown by a slot. */
  private void place(long slot, Decree decree) {
    int first = reference.places();
    reference.apply(slot, decree);
    for (int place = first; place < reference.places(); place++) {
      operations.onPlaced(reference.at(place).number(), place);
    }
  }

  /** Runs something whose exceptions nobody would see otherwise. */
  void guard(Runnable task) {
    try {
      task.run();
    } catch (SimulationFailure e) {
      fail(e);
      throw e;
    }
  }

  /** Remembers the first thing that went wrong. */
  void fail(SimulationFailure found) {
    if (failure == null) {
      failure = found;
    }
  }

  /** Throws what went wrong, if anything did. */
  void requireNoFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  Members members() {
    return Members.of(
        IntStream.rangeClosed(1, size)
            .mapToObj(id -> new Member(NodeId.of(id), "simulated", id))
            .toList());
  }

  Plan<C, R> plan() {
    return plan;
  }

  Dice dice() {
    return dice;
  }

  Faults faults() {
    return faults;
  }

  int size() {
    return size;
  }

  PaxosConfig config() {
    return config;
  }

  Timeline timeline() {
    return timeline;
  }

  Trace trace() {
    return trace;
  }

  Coverage coverage() {
    return coverage;
  }

  Operations operations() {
    return operations;
  }

  Suffrages suffrages() {
    return suffrages;
  }

  LeaseTimes leases() {
    return leases;
  }

  PastAnswers pastAnswers() {
    return pastAnswers;
  }

  Reference<C, R> reference() {
    return reference;
  }

  GlobalLog global() {
    return global;
  }

  Weather weather() {
    return weather;
  }

  Watch<C, R> watch() {
    return plan.watch();
  }

  Wiring wiring() {
    return wiring;
  }

  List<SimulatedNode<C, R>> nodes() {
    return nodes;
  }
}
