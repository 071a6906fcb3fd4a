package io.github.multipaxos.testkit.simulation;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One run, from beginning to end: a time in which things go wrong, a time in which the cluster must
 * recover, and an audit of what is left on the disks.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Run<C, R> implements Recovery.Runner {

  private final Plan<C, R> plan;
  private final World<C, R> world;
  private Phase phase = Phase.FAULTS;

  /** What part of the run it is. */
  enum Phase {
    FAULTS,
    RECOVERY,
    AUDIT
  }

  Run(Plan<C, R> plan) {
    this.plan = plan;
    this.world = new World<>(plan);
  }

  /**
   * Runs.
   *
   * @throws SimulationFailure if an invariant does not hold
   */
  Report run() {
    try {
      return runPhases();
    } catch (SimulationFailure e) {
      world.requireNoFailure(); // what was found first, and may have caused the other
      throw e;
    }
  }

  private Report runPhases() {
    Dice dice = world.dice();
    Nemesis<C, R> nemesis = new Nemesis<>(world, dice.fork());
    Clients<C, R> clients = new Clients<>(world, dice.fork());
    Recovery<C, R> recovery = new Recovery<>(world, clients, dice.fork());
    world.nodes().forEach(SimulatedNode::start);
    nemesis.start();
    clients.start();
    run(plan.durationNanos());
    nemesis.stop();
    clients.stop();
    phase = Phase.RECOVERY;
    recovery.run(this);
    phase = Phase.AUDIT;
    new Audit(world).run();
    return report();
  }

  @Override
  public void run(long nanos) {
    long end = world.timeline().nanos() + nanos;
    while (world.timeline().runNext(end)) {
      world.requireNoFailure();
    }
  }

  @Override
  public void until(long nanos, BooleanSupplier holds, Supplier<String> otherwise) {
    long end = world.timeline().nanos() + nanos;
    long look = 0;
    while (world.timeline().runNext(end)) {
      world.requireNoFailure();
      if (world.timeline().nanos() >= look) {
        if (holds.getAsBoolean()) {
          return;
        }
        look = world.timeline().nanos() + 1_000_000;
      }
    }
    if (!holds.getAsBoolean()) {
      throw new SimulationFailure("I17", otherwise.get());
    }
  }

  /** Returns what has happened so far. */
  Report report() {
    Operations operations = world.operations();
    return new Report(
        plan.line().seed(),
        world.size(),
        world.faults().toString(),
        Duration.ofMillis(plan.line().millis()),
        Duration.ofNanos(world.timeline().nanos()),
        world.timeline().done(),
        world.global().chosenThrough(),
        operations.asked(),
        operations.answered(),
        operations.rejected(),
        operations.unknown(),
        world.trace().hash(),
        world.coverage());
  }

  Phase phase() {
    return phase;
  }

  Trace trace() {
    return world.trace();
  }

  Duration now() {
    return Duration.ofNanos(world.timeline().nanos());
  }
}
